/** Commands before the door. They may be refused, with every unmet gate and its clauses. */
import { basisOf, mayAgreeTo, unmetBefore } from '../policy/gates.ts';
import { answerSchema, answerTo, dayOf, mayAnswer, notAmong, signedBasis, subjectsOf } from '../policy/questions.ts';
import type { Fact, Question } from '../policy/policy.ts';
import { lengthOf, watchOf } from '../policy/clocks.ts';
import { receivers } from '../policy/receivers.ts';
import { type Instant, plus } from '../time.ts';
import type { CommandOf } from './commands.ts';
import type { Refusal, Unmet } from './decision.ts';
import { type Draft, queue, record, refusal, refusalOf } from './draft.ts';
import { answerKey, present } from './evolve.ts';
import { aheadOf, goes, going, isLinked, isOut, onVisit, stageOf, watchedAs } from './relations.ts';
import type { Answer, AnswerValue, Plan, Visit } from './visit.ts';
import { breachFound } from './breach.ts';
import { phoneLinkEndsAt } from './phone-link.ts';
import { knownTo } from './veil.ts';
import { setWatch } from './watch.ts';

/** The visit as whoever asks may know it. */
export const seenBy = ({ visit, press }: Draft): Visit => knownTo(visit, press.person);

/** What a command makes of the draft, or why it is refused. */
export type Step = Draft | Refusal;
export const isRefusal = (step: Step): step is Refusal => 'code' in step;

const planning = ['requested', 'authorised'];
const isPlanned = ({ visit, known }: Draft): boolean => planning.includes(stageOf(visit, known.leads));

export function amend(draft: Draft, { type: _type, visitType, ...rest }: CommandOf<'amend'>): Step {
  const changes = { ...rest, ...present('type', visitType) };
  if (!isPlanned(draft)) return refusal('not-at-this-stage');
  const stranger = unknownPerson(draft, [...(changes.visitors ?? []).map((v) => v.person), ...(changes.involved ?? [])]);
  if (stranger !== undefined) return refusal('unknown-person', stranger);
  const amended = record(draft, { type: 'VisitAmended', changes });
  return checked(amended, 'request');
}

export function answer(draft: Draft, { answers }: CommandOf<'answer'>): Step {
  const read = readAnswers(draft, answers);
  return isRefusalOfAnswers(read) ? read : read.length === 0 ? draft : record(draft, { type: 'QuestionsAnswered', answers: [...read] });
}

export function tick(draft: Draft, { visitor, ticks }: CommandOf<'tick'>): Step {
  const who = [...named(draft, visitor), ...besideTheVisit(draft, visitor, ticks)];
  if (who.length === 0) return refusal('unknown-visitor');
  const unknown = unknownTick(draft, ticks);
  if (unknown !== undefined) return refusal('unknown-prompt', unknown);
  return who.reduce((so, person) => {
    const fresh = [...new Set(ticks)].filter((id) => !so.visit.ticks.includes(`${id}#${person}`));
    return fresh.length === 0 ? so : record(so, { type: 'PromptsTicked', visitor: person, ticks: fresh });
  }, draft);
}

/** The caller, who is not on the visit, where each line is shown to them too: the policy is for all staff (HA-02). */
function besideTheVisit({ visit, known, press }: Draft, visitor: string | undefined, ticks: readonly string[]): readonly string[] {
  const { person } = press;
  if (person === undefined || onVisit(visit, person) || (visitor !== undefined && visitor !== person)) return [];
  const shown = known.rules.prompts.filter((prompt) => receivers(prompt.to, visit, known).includes(person)).map(({ id }) => id);
  return ticks.every((id) => shown.includes(id)) ? [person] : [];
}

const unknownTick = ({ known }: Draft, ticks: readonly string[]): string | undefined =>
  ticks.find((id) => !known.rules.prompts.some((prompt) => prompt.id === id));

export function notGoing(draft: Draft, { visitor, reason }: CommandOf<'not-going'>): Step {
  const who = named(draft, visitor);
  if (who.length === 0) return refusal('unknown-visitor');
  const visitors = draft.visit.visitors.filter((v) => who.includes(v.person));
  if (visitors.some((v) => v.outSince !== undefined)) return refusal('already-out');
  const said = visitors
    .filter((v) => v.notGoing === undefined)
    .reduce((so, v) => record(so, { type: 'VisitorNotGoing', visitor: v.person, reason }), draft);
  // Whoever has gone already may now be out against what the policy asks: alone, where it wants two.
  return said === draft ? draft : breachFound(said);
}

export function assess(draft: Draft, { visitor, answers, mobile, safeWord }: CommandOf<'assess'>): Step {
  const { press, visit, known } = draft;
  if (press.person === undefined) return refusal('a-person-must');
  if (visitor !== undefined && visitor !== press.person) return refusal('sign-your-own');
  if (!onVisit(visit, press.person)) return refusal('unknown-visitor');
  if (!isPlanned(draft)) return refusal('not-at-this-stage');
  const read = readAnswers(draft, answers);
  if (isRefusalOfAnswers(read)) return read;
  const signatures = known.rules.questions
    .filter((q) => q.type === 'signature')
    .map((q): Answer => ({ question: q.id, subject: press.person, value: true }));
  const answered = read.length === 0 ? visit : record(draft, { type: 'QuestionsAnswered', answers: [...read] }).visit;
  return record(draft, {
    type: 'RiskAssessed',
    visitor: press.person,
    answers: [...read, ...signatures],
    mobile,
    safeWord,
    basis: signedBasis(press.person, answered, known),
  });
}

export function authorise(draft: Draft, { to, note }: CommandOf<'authorise'>): Step {
  const { press, visit, known } = draft;
  if (press.person === undefined) return refusal('a-person-must');
  if (onVisit(visit, press.person)) return refusal('own-visit');
  if (!isPlanned(draft)) return refusal('not-at-this-stage');
  const may = mayAgreeTo(press.person, visit, known);
  const agreements = to ?? may;
  if (agreements.length === 0 || !agreements.every((agreement) => may.includes(agreement))) return refusal('not-yours-to-agree');
  const unmet = unmetBefore('authorise', visit, known);
  const others = unmet.filter((u) => u.wants.kind !== 'agreement');
  if (others.length > 0) return refusalOf(others);
  const basis = basisOf(visit, known);
  const given = agreements.filter((agreement) => !visit.agreements.some((a) => a.agreement === agreement && a.basis === basis));
  return given.length === 0 ? draft : record(draft, { type: 'VisitAgreed', agreements: given, basis, note });
}

export function decline(draft: Draft, { reason }: CommandOf<'decline'>): Step {
  const not = notToJudge(draft);
  if (not !== undefined) return not;
  if (draft.visit.ended === 'declined') return draft;
  if (!isPlanned(draft)) return refusal('not-at-this-stage');
  return record(draft, { type: 'VisitDeclined', reason });
}

/** Not yet: something is to be mended first. Only before it is agreed to, since what was agreed to stands and nobody would be kept from leaving. */
export function sendBack(draft: Draft, { reason }: CommandOf<'send-back'>): Step {
  const not = notToJudge(draft);
  if (not !== undefined) return not;
  if (stageOf(draft.visit, draft.known.leads) !== 'requested') return refusal('not-at-this-stage');
  return record(draft, { type: 'VisitSentBack', reason });
}

/** Why the caller may not say no to this visit: that is for whoever may agree to it, or leads the school or its safeguarding. */
function notToJudge({ press: { person }, visit, known }: Draft): Refusal | undefined {
  if (person === undefined) return refusal('a-person-must');
  if (onVisit(visit, person)) return refusal('own-visit');
  const leads = known.staff[person]?.duties.some((duty) => duty === 'dsl' || duty === 'headteacher' || duty === 'head-of-school') === true;
  return leads || mayAgreeTo(person, visit, known).length > 0 ? undefined : refusal('not-yours-to-agree');
}

export function cancel(draft: Draft, { reason }: CommandOf<'cancel'>): Step {
  if (draft.visit.ended === 'cancelled') return draft;
  // After the door there is no cancelling: only leaving, with an outcome (T12).
  if (!isPlanned(draft)) return refusal('not-at-this-stage');
  return record(draft, { type: 'VisitCancelled', reason });
}

/** Cancels this one; the request that follows it is a visit of its own, to which no agreement, signature or talk is carried over. */
export function reschedule(draft: Draft, { reason }: CommandOf<'reschedule'>, to: string | undefined): Step {
  if (draft.visit.ended === 'cancelled') return draft;
  if (!isPlanned(draft)) return refusal('not-at-this-stage');
  return record(draft, { type: 'VisitRescheduled', to, reason });
}

// ------------------------------------------------------------------------------------------------ the gate

/** Signing out: refused with everything that is unmet, in this visit and in every other of its round. */
export function depart(draft: Draft, command: CommandOf<'depart'>): Step {
  const { visit, known, now } = draft;
  const who = named(draft, command.visitor);
  const leaving = going(visit).filter((v) => who.includes(v.person));
  if (leaving.length === 0) return refusal('unknown-visitor');
  const still = leaving.filter((v) => v.outSince === undefined && !isLinked(v, known.leads));
  if (still.length === 0) return draft;
  if (visit.ended !== undefined || visit.closed || visit.visitors.some((v) => v.accountedForAt !== undefined))
    return refusal('not-at-this-stage');
  const unknown = unknownTick(draft, command.ticks);
  if (unknown !== undefined) return refusal('unknown-prompt', unknown);

  const plan: Plan = { ...visit.plan, ...command.plan };
  if (!isInOrder(plan) || (plan.returnAt !== undefined && plan.returnAt <= now)) return refusal('times-out-of-order');
  // What was told, and on what day, was told of the day that was planned.
  if (plan.departAt !== undefined && dayOf(plan.departAt) !== dayOf(now)) return refusal('another-day', dayOf(plan.departAt));
  const ticked: Visit = {
    ...visit,
    plan,
    ticks: [...visit.ticks, ...command.ticks.flatMap((id) => still.map((v) => `${id}#${v.person}`))],
  };
  const own = unmetBefore('depart', ticked, known).filter(
    (u) =>
      !isAnothersTick(
        u,
        still.map((v) => v.person),
      ),
  );
  // A round is decided once, at its first departure, against every home that it goes to.
  const first = !visit.visitors.some(isOut);
  const others = first
    ? known.round.flatMap(({ visit: other, household }) =>
        other.ended === undefined
          ? ofRound(
              other,
              still.map((v) => v.person),
              { ...draft, known: { ...known, household } },
            )
          : [],
      )
    : [];
  const unmet = [...own, ...timesUnsaid(draft, command), ...others];
  if (unmet.length > 0) return refusalOf(unmet);

  // Whoever is out already keeps the rules that they went by.
  const watched = first ? setWatch({ ...draft, visit: { ...visit, plan } }) : draft;
  const ready = { ...watched, visit: { ...watched.visit, plan: visit.plan } };
  return still.reduce(
    (so, v) =>
      record(so, {
        type: 'VisitorDeparted',
        visitor: v.person,
        plan: command.plan,
        ticks: command.ticks,
        ...aheadOf(v.person, draft.visit, draft.known.round),
      }),
    ready,
  );
}

/**
 * As long as their page is of use to them; to whoever goes only when they have just left. While a call for help is open nothing goes
 * out: later somebody beside them could tell by asking for it that there is one.
 */
export function textPage(draft: Draft, { visitor }: CommandOf<'text-page'>): Step {
  const { visit, known, now, press } = draft;
  const who = named(draft, visitor).filter((person) => goes(visit, person));
  if (who.length === 0) return refusal('unknown-visitor');
  const isGoing = goes(visit, press.person);
  const theirs = visit.visitors
    .filter(({ person }) => who.includes(person) && phoneLinkEndsAt(visit, person, known) === undefined)
    .filter((one) => !isGoing || isJustGone(watchedAs(one, known.leads).outSince, now))
    .map(({ person }) => person);
  if (theirs.length === 0) return refusal('not-at-this-stage');
  const asked = theirs.reduce((so, person) => record(so, { type: 'PageTexted', visitor: person }), draft);
  return queue(asked, { kind: 'page' }, theirs, { channel: 'text' });
}

/** Signed out at a desk a moment ago, and not in anybody's home yet. */
export const isJustGone = (since: Instant | null | undefined, now: Instant): boolean =>
  since !== undefined && since !== null && now < plus(since, 'PT10M');

/** Each signs out alone: a tick that only somebody else owes does not hold up this one. */
const isAnothersTick = (unmet: Unmet, leaving: readonly string[]): boolean =>
  unmet.wants.kind === 'tick' && !unmet.missing.some((person) => leaving.includes(person));

/** Leaving later than planned, the times that people were told are said anew, or again: nothing moves them unsaid, and nobody is missed by old ones (T13). */
function timesUnsaid({ visit, known, now }: Draft, { plan: said = {} }: CommandOf<'depart'>): readonly Unmet[] {
  const departure = known.rules.clocks.find((clock) => clock.expects === 'depart');
  const planned = visit.revised.departAt ?? visit.plan.departAt;
  const grace = departure === undefined ? undefined : lengthOf(departure.grace, known);
  if (departure === undefined || planned === undefined || grace === undefined || plus(planned, grace) >= now) return [];
  const times = [...new Set(watchOf(visit, known).clocks.map((clock) => clock.due))].filter(
    (time) => time !== 'departAt' && said[time] === undefined,
  );
  return times.length === 0
    ? []
    : [
        {
          code: 'times-said',
          clauses: departure.clauses,
          message: 'This is later than was planned. Say by when you will be heard of now: the same times again, if they still hold.',
          missing: times.map((time) => `plan.${time}`),
          wants: { kind: 'plan', times },
        },
      ];
}

/** What the other visit lacks. Ticks are made once, where the outing starts. */
const ofRound = (other: Visit, leaving: readonly string[], { known }: Draft): readonly Unmet[] =>
  going(other).some((v) => leaving.includes(v.person))
    ? unmetBefore('depart', other, known)
        .filter((u) => u.wants.kind !== 'tick')
        .map((u) => ({ ...u, visit: other.visit }))
    : [];

// ------------------------------------------------------------------------------------------------ what several need

/** After a change, the gates of a step must hold again; the times come in order. */
export function checked(draft: Draft, step: 'request'): Step {
  if (!isInOrder(draft.visit.plan)) return refusal('times-out-of-order');
  const unmet = unmetBefore(step, draft.visit, draft.known);
  return unmet.length > 0 ? refusalOf(unmet) : draft;
}

export function isInOrder({ departAt, arriveAt, leaveAt, returnAt }: Plan): boolean {
  const times = [departAt, arriveAt, leaveAt, returnAt].filter((at): at is Instant => at !== undefined);
  return times.every((at, i) => i === 0 || (times[i - 1] ?? at) <= at);
}

/** The caller, everybody, or the one named. */
export function named({ visit, press }: Draft, visitor: string | undefined): readonly string[] {
  if (visitor === 'all') return going(visit).map((v) => v.person);
  const one = visitor ?? press.person;
  return one !== undefined && onVisit(visit, one) ? [one] : [];
}

export const unknownPerson = ({ known }: Draft, people: readonly string[]): string | undefined =>
  people.find((person) => !Object.hasOwn(known.staff, person));

const isRefusalOfAnswers = (read: readonly Answer[] | Refusal): read is Refusal => 'code' in read;

/** Reads answers by question: each must be one that the policy asks, fit it, and come from somebody whose answer counts. The same again is left out. */
export function readAnswers(draft: Draft, given: Readonly<Record<string, AnswerValue>>): readonly Answer[] | Refusal {
  const all: Answer[] = [];
  for (const [id, value] of Object.entries(given)) {
    const question = draft.known.rules.questions.find((q) => q.id === id);
    if (question === undefined) return ofAnswer(refusal('unknown-question', id), id);
    const perSubject = question.about !== 'visit' && question.about !== 'home';
    if (perSubject && (typeof value !== 'object' || Array.isArray(value)))
      return ofAnswer(refusal('wrong-answer', `${id}: give it for each, by their id.`), id);
    const values = perSubject ? Object.entries(value) : [['', value] as const];
    for (const [subject, one] of values) {
      const read = readAnswer(draft, question, subject, one);
      if ('code' in read) return ofAnswer(read, id, subject);
      if (JSON.stringify(answerTo(question, subject, seenBy(draft), draft.known)?.value) !== JSON.stringify(read.value)) all.push(read);
    }
  }
  return all;
}

/** Which answer is refused, so that a form can show where. */
const ofAnswer = (refused: Refusal, question: string, subject = ''): Refusal => ({
  ...refused,
  answer: { question, ...(subject === '' ? {} : { subject }) },
});

/** What the request and its plan say; an answer beside them could say something else. */
const saidElsewhere: readonly Fact[] = [
  'type',
  'reason',
  'purpose',
  'plan.departAt',
  'plan.arriveAt',
  'plan.leaveAt',
  'plan.returnAt',
  'plan.startsFrom',
  'plan.endsAt',
  'home.address',
  'home.phones',
  'home.adults',
  // Where somebody goes next may end their watch: it is said when they leave, and of them alone.
  'next',
];

function readAnswer(draft: Draft, question: Question, subject: string, value: unknown): Answer | Refusal {
  const { known, press } = draft;
  const visit = seenBy(draft);
  if (subject !== '' && !subjectsOf(question, visit, known).includes(subject))
    return refusal('unknown-visitor', `${question.id}: ${subject}`);
  if (question.fills !== undefined && saidElsewhere.includes(question.fills)) return refusal('said-elsewhere', question.id);
  if (!mayAnswer(question, press.by, subject, visit, known)) return refusal('not-yours-to-answer', question.id);
  const read = answerSchema(question).safeParse(value);
  if (!read.success)
    return refusal('wrong-answer', `${answerKey(question.id, subject)}: ${read.error.issues.map((issue) => issue.message).join('; ')}`);
  const [stranger] = notAmong(question, read.data, visit, known);
  if (stranger !== undefined)
    return refusal('wrong-answer', `${answerKey(question.id, subject)}: ${stranger} is none of ${(question.among ?? []).join(', ')}.`);
  // What fits the question's schema is one of the shapes of an answer.
  return { question: question.id, ...(subject === '' ? {} : { subject }), value: read.data as AnswerValue };
}
