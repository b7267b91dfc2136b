/** What one person has to do about a visit now, in the order of its life: what their home page lists. */
import { findings, mayAgreeTo } from '../policy/gates.ts';
import type { Question, Step } from '../policy/policy.ts';
import { mayAnswer } from '../policy/questions.ts';
import { receivers } from '../policy/receivers.ts';
import type { Instant } from '../time.ts';
import type { Known, Unmet } from './decision.ts';
import { isOwed } from './messages.ts';
import { isLinked, isOut, onVisit, stageOf } from './relations.ts';
import type { Stage } from './stage.ts';
import { alarmsBehind, forThem, isVeiled, knownTo } from './veil.ts';
import type { Visit } from './visit.ts';

/**
 * `agree`: they may agree to it, and nobody has. `answer`, `tick`, `amend`: something that a step waits for is theirs to say.
 * `depart`: nothing stands in the way of their leaving. `contact`: they are out. `write-up`: they are back. `close`: nothing
 * stands in the way of it. `task`: the policy owes an answer and asks them for it.
 */
export type ToDoKind = 'contact' | 'task' | 'agree' | 'answer' | 'tick' | 'amend' | 'depart' | 'write-up' | 'close';

export interface ToDo {
  readonly kind: ToDoKind;
  /** What the policy says of it; Doorstep's own words are the page's. */
  readonly say?: string;
  readonly clauses: readonly string[];
  /** Of an answer or a task: the question and of whom, and at which stage it is asked. */
  readonly question?: string;
  readonly stage?: Question['stage'];
}

export interface VisitToDo {
  readonly visit: string;
  readonly stage: Stage;
  readonly plannedAt?: Instant | undefined;
  readonly visitors: readonly string[];
  /** They go on it, or asked for it. */
  readonly isMine: boolean;
  readonly do: readonly ToDo[];
}

/** Nothing of it that this person may not know is in it. Undefined: there is nothing for them to do, and it is none of theirs. */
export function toDoOn(whole: Visit, person: string, known: Known): VisitToDo | undefined {
  const visit = knownTo(whole, person);
  if (isOverFor(whole, visit, person)) return undefined;
  const stage = stageOf(visit, known.leads);
  const things = thingsToDo(whole, visit, stage, person, known);
  const isMine = onVisit(visit, person) || visit.requester === person;
  if (things.length === 0 && !isMine) return undefined;
  return {
    visit: visit.visit,
    stage,
    plannedAt: visit.plan.departAt,
    visitors: visit.visitors.filter((one) => one.notGoing === undefined).map((one) => one.person),
    isMine,
    do: things,
  };
}

/** A visit that is over is looked at only while an alarm of it is open. Whoever may not know of that alarm knows it as over. */
function isOverFor(whole: Visit, visit: Visit, person: string): boolean {
  const alarms = isVeiled(whole, person) ? alarmsBehind(visit) : visit.alarms;
  return (visit.closed || visit.ended !== undefined) && alarms.every(({ ended }) => ended !== undefined);
}

function thingsToDo(whole: Visit, visit: Visit, stage: Stage, person: string, known: Known): readonly ToDo[] {
  const own = visit.visitors.find((one) => one.person === person && one.notGoing === undefined);
  const isMine = own !== undefined || visit.requester === person;
  const isForThem = forThem(whole, person, known);
  const tasks = visit.tasks
    .filter(({ task, of }) => isOwed(task, visit, known) && receivers(of, visit, known).includes(person) && isForThem(task))
    .flatMap(({ task }): readonly ToDo[] => {
      const question = known.rules.questions.find(({ id }) => id === task.split('#')[0]);
      return question === undefined
        ? []
        : [{ kind: 'task', say: question.task?.say ?? question.ask, clauses: question.clauses, question: task, stage: question.stage }];
    });
  if (stage === 'requested' || stage === 'authorised') {
    const asked = theirs('depart', visit, person, known);
    const { unmet } = findings('depart', visit, known);
    const agreed = agreementsWanted(visit, person, known);
    const leave: readonly ToDo[] =
      own !== undefined && stage === 'authorised' && unmet.length === 0 ? [{ kind: 'depart', clauses: [] }] : [];
    return [...tasks, ...agreed, ...asked, ...leave];
  }
  if (stage === 'out') {
    if (own === undefined) return tasks;
    const isOutNow = isOut(own) || isLinked(own, known.leads);
    return isOutNow && own.accountedForAt === undefined ? [{ kind: 'contact', clauses: [] }, ...tasks] : tasks;
  }
  if (stage !== 'returned' && stage !== 'written-up') return tasks;
  const { unmet } = findings('close', visit, known);
  if (!isMine) return [...tasks, ...theirs('close', visit, person, known)];
  return [
    ...tasks,
    ...(unmet.length > 0 ? [{ kind: 'write-up' as const, clauses: clausesOf(unmet) }] : [{ kind: 'close' as const, clauses: [] }]),
  ];
}

const clausesOf = (unmet: readonly Unmet[]): readonly string[] => [...new Set(unmet.flatMap(({ clauses }) => clauses))];

const agreementsWanted = (visit: Visit, person: string, known: Known): readonly ToDo[] => {
  const mine = mayAgreeTo(person, visit, known);
  return findings('depart', visit, known).unmet.flatMap(({ wants, clauses, message }): readonly ToDo[] =>
    wants.kind === 'agreement' && mine.includes(wants.agreement) ? [{ kind: 'agree', say: message, clauses }] : [],
  );
};

/** What a step waits for that this person may say: of everything that anybody may say, whoever goes or asked for it. */
function theirs(step: Step, visit: Visit, person: string, known: Known): readonly ToDo[] {
  const isMine = onVisit(visit, person) || visit.requester === person;
  return findings(step, visit, known).unmet.flatMap(({ wants, missing, message, clauses }): readonly ToDo[] => {
    if (wants.kind === 'tick') {
      const prompt = known.rules.prompts.find(({ id }) => id === wants.prompt);
      return prompt !== undefined && receivers(prompt.to, visit, known).includes(person) ? [{ kind: 'tick', say: message, clauses }] : [];
    }
    if (wants.kind === 'plan' || wants.kind === 'request') return isMine ? [{ kind: 'amend', say: message, clauses }] : [];
    if (wants.kind !== 'answer') return [];
    const question = known.rules.questions.find(({ id }) => id === wants.question);
    if (question === undefined) return [];
    const subjects = missing.filter((one) => one.split('#')[0] === question.id).map((one) => one.split('#')[1] ?? '');
    const may = (subject: string): boolean =>
      question.by === undefined
        ? isMine && (question.about !== 'visitor' || subject === '' || subject === person)
        : mayAnswer(question, person, subject, visit, known);
    const mine = (subjects.length === 0 ? [''] : subjects).find(may);
    return mine === undefined
      ? []
      : [{ kind: 'answer', say: message, clauses, question: mine === '' ? question.id : `${question.id}#${mine}`, stage: question.stage }];
  });
}
