import type { Clause, ClauseKind } from './clause.ts';
import type { Policy } from './policy.ts';

/** What kind of element of a policy it is, as a complaint names it. */
export type ElementKind =
  | 'about'
  | 'review'
  | 'setting'
  | 'form'
  | 'question'
  | 'option'
  | 'gate'
  | 'prompt'
  | 'clock'
  | 'rung'
  | 'alarm'
  | 'notice'
  | 'access'
  | 'promise';

export interface Citation {
  readonly kind: ElementKind;
  readonly id: string;
  readonly clauses: readonly string[];
}

/** Everything of a policy that can cite a clause, with the clauses it cites. */
export function citations(policy: Policy): readonly Citation[] {
  const all = (
    kind: ElementKind,
    elements: readonly { readonly id: string; readonly clauses?: readonly string[] | undefined }[],
  ): Citation[] => elements.map(({ id, clauses }) => ({ kind, id, clauses: clauses ?? [] }));
  return [
    ...policy.about.map(({ id, clauses }): Citation => ({ kind: id === 'review' ? 'review' : 'about', id, clauses })),
    ...all('setting', policy.settings),
    ...all('form', policy.forms),
    ...all('question', policy.questions),
    ...policy.questions.flatMap(({ options }) => all('option', options ?? [])),
    ...all('gate', policy.gates),
    ...all('prompt', policy.prompts),
    ...all('clock', policy.clocks),
    ...policy.ladders.flatMap(({ rungs }) => all('rung', rungs)),
    ...all('alarm', policy.alarms),
    ...all('notice', policy.notices),
    ...all('access', policy.access),
    ...all('promise', policy.promises),
  ];
}

/** What can carry a clause of each kind: a refusal is carried by a gate, not by a prompt that mentions it. */
const fitting: Readonly<Record<ClauseKind, readonly ElementKind[]>> = {
  GATE: ['gate', 'access', 'promise'],
  RECORD: ['question', 'option', 'promise'],
  PROMPT: ['prompt'],
  TIMER: ['clock', 'review', 'promise'],
  NOTIFY: ['notice', 'alarm', 'rung'],
  ESCALATE: ['rung', 'alarm'],
  CONFIG: ['about', 'setting', 'form', 'question', 'option'],
  NONE: [],
};

/** The clauses that ask for something which no fitting element of the policy carries. None: the document is carried whole. */
export function uncarried(policy: Policy, clauses: readonly Clause[]): readonly Clause[] {
  const cited = citations(policy);
  return clauses.filter(
    (clause) =>
      clause.kind !== 'NONE' &&
      !cited.some((citation) => citation.clauses.includes(clause.id) && fitting[clause.kind].includes(citation.kind)),
  );
}
