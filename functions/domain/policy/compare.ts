/** What another version of a policy changes, clause by clause: for whoever is to agree to it. */
import { canonical } from '../canonical.ts';
import type { ElementKind } from './citations.ts';
import type { Clause } from './clause.ts';
import type { Policy } from './policy.ts';
import { mayWeaken } from './weaker.ts';

/** The rules as they are followed, Doorstep's own beneath them, and the clauses that they may cite. */
export interface Comparable {
  readonly rules: Policy;
  readonly clauses: readonly Clause[];
}

export interface FieldChange {
  readonly field: string;
  /** `null`: it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface ElementChange {
  readonly kind: ElementKind;
  /** Of an option its question's and its own, `outcome/not-home`; of a step its ladder's and its own, `missing/ring`. */
  readonly id: string;
  /** What the policy says or asks there: as it will be, and of what goes as it was. */
  readonly says: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldChange[];
  /** It may ask less than before, watch less closely, tell fewer or let more read: whoever agrees to it looks twice. */
  readonly mayWeaken?: true;
}

export interface ClauseChange {
  readonly clause: string;
  /** What has become of the clause's own words. */
  readonly words: 'new' | 'gone' | 'reworded' | 'same';
  /** Its words; `null` where there are none, or nobody has kept them. */
  readonly before: string | null;
  readonly after: string | null;
  /** What carries it and is not as it was. */
  readonly elements: readonly ElementChange[];
}

/** The clauses that are not as they were, in order, each with what carries it. What is the same is not listed. */
export function compare(from: Comparable, to: Comparable): readonly ClauseChange[] {
  const before = elementsOf(from.rules);
  const after = elementsOf(to.rules);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changes = names.flatMap((name) => elementChange(before.get(name), after.get(name)));
  const wordsBefore = wordsOf(from, before);
  const wordsAfter = wordsOf(to, after);
  return [...new Set([...wordsBefore.keys(), ...wordsAfter.keys()])].toSorted().flatMap((clause) => {
    const was = wordsBefore.get(clause);
    const is = wordsAfter.get(clause);
    const words = becameOf(was, is);
    const elements = changes.filter(({ clauses }) => clauses.has(clause)).map(({ change }) => change);
    return words === 'same' && elements.length === 0 ? [] : [{ clause, words, before: was ?? null, after: is ?? null, elements }];
  });
}

/** Of each clause that is listed or cited its words, `null` where nobody has kept them. */
function wordsOf({ clauses }: Comparable, elements: ReadonlyMap<string, Element>): ReadonlyMap<string, string | null> {
  const cited = [...elements.values()].flatMap((element) => element.clauses.map((clause) => [clause, null] as const));
  return new Map<string, string | null>([...cited, ...clauses.map(({ id, says }) => [id, says] as const)]);
}

function becameOf(was: string | null | undefined, is: string | null | undefined): ClauseChange['words'] {
  if (was === undefined) return 'new';
  if (is === undefined) return 'gone';
  return was === null || is === null || was === is ? 'same' : 'reworded';
}

// ------------------------------------------------------------------------------------------------ elements

interface Element {
  readonly kind: ElementKind;
  readonly id: string;
  readonly clauses: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Everything of a policy that cites a clause, by its kind and name. What cites none of its own is under what it belongs to. */
function elementsOf(policy: Policy): ReadonlyMap<string, Element> {
  const all = (kind: ElementKind, elements: readonly Citing[]): Element[] => elements.map((each) => elementOf(kind, each));
  const elements = [
    ...policy.about.map((about) => elementOf(about.id === 'review' ? 'review' : 'about', about)),
    ...all('setting', policy.settings),
    ...all('form', policy.forms),
    ...policy.questions.flatMap(({ options = [], ...question }) => [
      elementOf('question', question),
      ...options.map((option) =>
        elementOf('option', { ...option, id: `${question.id}/${option.id}`, clauses: option.clauses ?? question.clauses }),
      ),
    ]),
    ...all('gate', policy.gates),
    ...all('prompt', policy.prompts),
    ...all('clock', policy.clocks),
    // The order of the steps is what a ladder is.
    ...policy.ladders.flatMap(({ id, rungs }) =>
      rungs.map((rung, i) => elementOf('rung', { ...rung, id: `${id}/${rung.id}`, comesAfter: rungs[i - 1]?.id })),
    ),
    ...all('alarm', policy.alarms),
    ...all('notice', policy.notices),
    ...all('access', policy.access),
    ...all('promise', policy.promises),
  ];
  return new Map(elements.map((element) => [`${element.kind} ${element.id}`, element]));
}

interface Citing {
  readonly id: string;
  readonly clauses: readonly string[];
  /** Of a step, the one before it. */
  readonly comesAfter?: string | undefined;
}

function elementOf(kind: ElementKind, element: Citing): Element {
  const { id, ...fields } = element;
  return { kind, id, clauses: element.clauses, fields };
}

/** An element stands under every clause that it cites or cited. */
function elementChange(
  before: Element | undefined,
  after: Element | undefined,
): readonly { readonly clauses: ReadonlySet<string>; readonly change: ElementChange }[] {
  const element = after ?? before;
  if (element === undefined) return [];
  const { kind, id } = element;
  const fields = fieldChanges(before?.fields ?? {}, after?.fields ?? {});
  if (fields.length === 0) return [];
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const weaker = mayWeaken(kind, change, fields) ? ({ mayWeaken: true } as const) : {};
  const clauses = new Set([...(before?.clauses ?? []), ...(after?.clauses ?? [])]);
  return [{ clauses, change: { kind, id, says: wordsIn(element), change, fields, ...weaker } }];
}

/** Whichever of its fields are words for people. */
const wordsIn = ({ fields: { say, ask, name, is } }: Element): string =>
  [say, ask, name, is].find((words): words is string => typeof words === 'string') ?? '';

function fieldChanges(before: Element['fields'], after: Element['fields']): readonly FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((field) => {
    const change = { field, before: before[field] ?? null, after: after[field] ?? null };
    return canonical(change.before) === canonical(change.after) ? [] : [change];
  });
}
