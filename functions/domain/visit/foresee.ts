/** What the policy asks and wants of a visit for which nobody has asked yet: by the rules that every visit has. Nothing is kept. */
import { unmetBefore } from '../policy/gates.ts';
import { applies } from '../policy/questions.ts';
import type { Step } from '../policy/policy.ts';
import { readAnswers, unknownPerson } from './before-the-door.ts';
import type { Press, RequestBody } from './commands.ts';
import type { Known, Refusal, Unmet } from './decision.ts';
import { draftOf, record, refusal } from './draft.ts';
import { begin } from './evolve.ts';
import type { Instant } from '../time.ts';
import { type ShownPrompt, type ShownQuestion, stageCard } from './stage-card.ts';
import type { EventOf, Request, Visit, VisitRef } from './visit.ts';

export interface Foreseen {
  readonly prompts: readonly ShownPrompt[];
  /** Those of the request, and whatever else a request waits for the answer of. */
  readonly questions: readonly ShownQuestion[];
  /** Which of the given answers are to questions that are asked of such a visit. */
  readonly counted: readonly string[];
  /** What would stand in the way of each step and of none before it. */
  readonly unmet: Readonly<Record<Exclude<Step, 'close'>, readonly Unmet[]>>;
}

type Answers = RequestBody['answers'];

export function foresee(
  ref: VisitRef,
  request: Request,
  given: Answers,
  press: Press,
  known: Known,
  policy: EventOf<'VisitRequested'>['policy'],
  now: Instant,
): Foreseen | Refusal {
  const asking = draftOf(
    begin(ref, { type: 'VisitRequested', at: now, by: press.by, via: press.via, policy, request, follows: undefined, key: undefined }),
    known,
    now,
    press,
  );
  const stranger = unknownPerson(asking, [...request.visitors.map(({ person }) => person), ...(request.involved ?? [])]);
  if (stranger !== undefined) return refusal('unknown-person', stranger);

  const answered = (answers: Answers): Visit | Refusal => {
    const read = readAnswers(asking, answers);
    if ('code' in read) return read;
    return read.length === 0 ? asking.visit : record(asking, { type: 'QuestionsAnswered', answers: [...read] }).visit;
  };
  // An answer that is asked no more may be why another is asked.
  let answers = given;
  for (;;) {
    const visit = answered(answers);
    if ('code' in visit) return visit;
    const stay = Object.entries(answers).filter(([id]) => known.rules.questions.some((one) => one.id === id && applies(one, visit, known)));
    if (stay.length === Object.keys(answers).length) return foreseen(visit, Object.keys(answers), press, known);
    answers = Object.fromEntries(stay);
  }
}

function foreseen(visit: Visit, counted: readonly string[], { person }: Press, known: Known): Foreseen {
  const [request, authorise, depart] = (['request', 'authorise', 'depart'] as const).map((step) => unmetBefore(step, visit, known));
  const viewer = person === undefined ? { machine: 'read' as const } : { person };
  const { prompts, questions } = stageCard(visit, 'request', viewer, known);
  const wanted = (request ?? []).flatMap(({ wants }) => (wants.kind === 'answer' ? [wants.question] : []));
  // What was answered is shown with the rest: it can be put otherwise.
  const elsewhere = known.rules.questions.filter(({ id, stage }) => stage !== 'request' && [...wanted, ...counted].includes(id));
  const others = [...new Set(elsewhere.map(({ stage }) => stage))].flatMap((stage) =>
    stageCard(visit, stage, viewer, known).questions.filter(({ id }) => elsewhere.some((one) => one.id === id)),
  );
  return {
    prompts,
    questions: [...questions, ...others],
    counted,
    unmet: { request: request ?? [], authorise: without(authorise, request), depart: without(depart, authorise) },
  };
}

const without = (all: readonly Unmet[] = [], some: readonly Unmet[] = []): readonly Unmet[] =>
  all.filter(({ code }) => !some.some((one) => one.code === code));

export const isForeseen = (found: Foreseen | Refusal): found is Foreseen => 'counted' in found;
