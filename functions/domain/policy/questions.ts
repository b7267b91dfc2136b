import * as z from 'zod';
import { canonical } from '../canonical.ts';
import { type Instant, inLondon } from '../time.ts';
import { answerKey } from '../visit/evolve.ts';
import { personIn } from '../person.ts';
import { presentOn } from '../visit/present.ts';
import { going, onVisit, openAlarms, stageOf, stopAt, watchedAs } from '../visit/relations.ts';
import type { Known } from '../visit/decision.ts';
import type { Stop, Visit } from '../visit/visit.ts';
import { isInSchoolHours, setting } from './duty.ts';
import { named } from './named.ts';
import type { Question, Test, Value } from './policy.ts';
import { adultsOf, isDuty, peopleNamed, receivers } from './receivers.ts';

// ------------------------------------------------------------------------------------------------ answers

export interface Given {
  readonly value: unknown;
  readonly by: string;
  /** Of a signature: what was signed. */
  readonly basis?: string;
}

/** Whom a question is about: each visitor who goes, each adult of the home, or the visit itself (''). */
export function subjectsOf(question: Question, visit: Visit, known: Known): readonly string[] {
  switch (question.about) {
    case 'visitor':
    case 'person':
      return going(visit).map((v) => v.person);
    case 'adult':
      return adultsOf(known.household);
    case 'police-call':
      return policeToCallOff(visit);
    case 'visit':
    case 'home':
      return [''];
  }
}

/** Those of whom it is asked: a condition on another question about each of them is one on their own answer (RH-109: driving is assessed by whoever goes by car). */
export const askedOf = (question: Question, visit: Visit, known: Known): readonly string[] =>
  subjectsOf(question, visit, known).filter((subject) =>
    (question.when ?? []).every((test) => holdsOfTheirs(test, question, subject, visit, known)),
  );

function holdsOfTheirs(test: Test, { about }: Question, subject: string, visit: Visit, known: Known): boolean {
  const other = known.rules.questions.find((q) => q.id === test.of);
  if (subject === '' || other === undefined || other.about !== about) return true;
  if (test.is !== undefined) return holdsOf(other, subject, test.is, visit, known);
  return test.not === undefined || !holdsOf(other, subject, test.not, visit, known);
}

/** The answer as it stands: kept with the home or the person, said by the request or the plan, or given on the visit. */
export const answerTo = (question: Question, subject: string, visit: Visit, known: Known): Given | undefined =>
  answered(question, subject, visit, known) ?? said(question, subject, visit, known);

export function answered(question: Question, subject: string, visit: Visit, known: Known): Given | undefined {
  const kept =
    question.about === 'home' || question.kept
      ? known.household?.answers[answerKey(question.id, subject)]
      : question.about === 'person'
        ? personIn(known, subject)?.answers[question.id]
        : undefined;
  const given = visit.answers[answerKey(question.id, subject)];
  return kept ?? (given !== undefined && question.about === 'adult' && isOfAnother(given.at, visit, known) ? undefined : given);
}

/** Said of an adult of the home that the visit names, before that was merged into another: there the same id may be somebody else's. */
const isOfAnother = (at: string, visit: Visit, { household }: Known): boolean =>
  household !== undefined && household.id !== visit.household && at < (household.mergedAt ?? '');

/** What need not be asked, since the request, the plan, the home or the person's record says it. */
function said(question: Question, subject: string, visit: Visit, known: Known): Given | undefined {
  if (question.fills === undefined) return undefined;
  const value = question.fills === 'visitor.mobile' ? mobileOf(subject, visit, known) : ofVisit(question.fills, visit, known)[0];
  return value === undefined || value === '' ? undefined : { value, by: visit.requester };
}

/** The number signed for this visit, answered for it, or on the person's record. */
export const mobileOf = (person: string, visit: Visit, known: Known): string | undefined =>
  visit.visitors.find((v) => v.person === person)?.mobile ?? answeredNumber(person, visit, known) ?? personIn(known, person)?.mobile;

function answeredNumber(person: string, visit: Visit, known: Known): string | undefined {
  const question = known.rules.questions.find((q) => q.fills === 'visitor.mobile');
  const value = question === undefined ? undefined : visit.answers[answerKey(question.id, person)]?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The alarms about which the police were rung and that have ended; not while they are wanted about another. */
const policeToCallOff = (visit: Visit): readonly string[] =>
  openAlarms(visit).some((a) => a.police !== undefined)
    ? []
    : visit.alarms.flatMap((a) => (a.police !== undefined && a.ended !== undefined ? [a.id] : []));

const inOtherWords = z.string().trim().min(1).max(200).optional();
const Hazard = z.object({
  /** As it is printed, but for what is put otherwise below. */
  confirmed: z.boolean().optional(),
  /** Higher than it is printed. */
  raised: z.boolean().optional(),
  // What it is instead of what is printed: for people to read, and nothing is worked out from it (T46).
  people: inOtherWords,
  severity: inOtherWords,
  likelihood: inOtherWords,
  level: inOtherWords,
  present: z.boolean().optional(),
  measures: z.array(z.string()).optional(),
});
const Fields = z.record(z.string(), z.unknown());
const isSomething = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');

/** Does it answer the question: given by somebody whose answer counts, and whole? */
export function answers(question: Question, given: Given | undefined, subject: string, visit: Visit, known: Known): boolean {
  if (question.type === 'word') return visit.visitors.some((v) => v.person === subject && v.safeWord !== undefined);
  if (given === undefined || !mayAnswer(question, given.by, subject, visit, asWhenGiven(given, known))) return false;
  if (question.offVisit && peopleNamed(question, given.value).some((person) => onVisit(visit, person))) return false;
  if (notAmong(question, given.value, visit, known).length > 0) return false;
  switch (question.type) {
    case 'signature':
      return given.basis === signedBasis(subject, visit, known);
    case 'tick':
      return given.value === true;
    case 'choice':
      // What the request says was read without the policy: other words than its options are no answer, and would slip past every rule for one of them.
      return isSomething(given.value) && (question.open || question.options?.some(({ id }) => id === given.value) !== false);
    case 'hazard': {
      const hazard = Hazard.safeParse(given.value);
      if (!hazard.success) return false;
      const { confirmed, raised, present, measures } = hazard.data;
      return question.printed === undefined
        ? present === false || (present === true && (measures?.length ?? 0) > 0)
        : confirmed === true || raised === true;
    }
    case 'record':
      return isWhole(question, given.value);
    case 'list':
      return Array.isArray(given.value) && given.value.length > 0 && given.value.every((row: unknown) => isWhole(question, row));
    default:
      return isSomething(given.value);
  }
}

/** What somebody answered stands though they have left since: it is judged as if they were there. */
const asWhenGiven = ({ by }: Given, known: Known): Known =>
  known.former === undefined || !Object.hasOwn(known.former, by) ? known : { ...known, staff: { ...known.former, ...known.staff } };

/** Has a record, or a row of a list, every field of one of the sets that are enough? */
function isWhole({ fields: asked = {}, enough }: Question, value: unknown): boolean {
  const fields = Fields.safeParse(value);
  const sets = enough ?? [Object.keys(asked)];
  return (
    fields.success &&
    sets.some((set) => set.every((field) => isSomething(fields.data[field]) && (asked[field] !== 'tick' || fields.data[field] === true)))
  );
}

/** Those whom an answer names and the question does not: it asks for one of the safeguarding leads, say. */
export const notAmong = (question: Question, value: unknown, visit: Visit, known: Known): readonly string[] => {
  const { among } = question;
  if (among === undefined) return [];
  const those = receivers(among, visit, known);
  return peopleNamed(question, value).filter((person) => !those.includes(person));
};

export function mayAnswer(question: Question, by: string, subject: string, visit: Visit, known: Known): boolean {
  if (question.by === undefined) return true;
  if (question.by.includes('self') && by === subject) return true;
  // Nobody oversees a visit that they are on, no more than they agree to it; afterwards there may be nobody else.
  const isOwn = beforeTheDoor.includes(question.stage) && onVisit(visit, by);
  const counts = question.by.filter((who) => who !== 'self' && (!isOwn || !(isDuty(who) || who === 'line-manager')));
  return receivers(counts, visit, known).includes(by);
}

const beforeTheDoor: readonly Question['stage'][] = ['request', 'assessment', 'authorise', 'prepare', 'depart'];

/** What a visitor signs: the home, the day, and the form but for the other visitors' own lines. A colleague replaced does not touch it. */
export function signedBasis(visitor: string, visit: Visit, known: Known): string {
  const lines = known.rules.questions.filter((q) => q.form !== undefined && q.type !== 'signature');
  const shared = lines.filter((q) => q.about === 'visit');
  const own = lines.filter((q) => q.about === 'visitor');
  return canonical([
    visit.household,
    known.household?.address ?? '',
    dayOf(visit.plan.departAt),
    shared.map((q) => [q.id, visit.answers[q.id]?.value ?? null]),
    own.map((q) => [q.id, visit.answers[answerKey(q.id, visitor)]?.value ?? null]),
  ]);
}

export const dayOf = (at: Instant | undefined): string => (at === undefined ? '' : inLondon(at).date);

// ------------------------------------------------------------------------------------------------ the test language

const Record_ = z.record(z.string(), z.unknown());

/** Every single value in an answer: of a record its fields, of a list its members. */
export function valuesIn(value: unknown): readonly Value[] {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return [value];
  if (Array.isArray(value)) return value.flatMap(valuesIn);
  const record = Record_.safeParse(value);
  return record.success ? Object.values(record.data).flatMap(valuesIn) : [];
}

/** The values of whatever a test names: a `$setting`, a question's answers, or a fact. */
export function valuesOf(of: string, visit: Visit, known: Known): readonly Value[] {
  if (of.startsWith('$')) return valuesIn(setting(known.rules, known.settings, of));
  const question = named(known.rules.questions, of);
  if (question !== undefined && (question.fills === undefined || question.fills === of)) {
    const given = subjectsOf(question, visit, known).map((subject) => answered(question, subject, visit, known));
    if (given.some((a) => a !== undefined)) return given.flatMap((a) => valuesIn(a?.value));
  }
  return ofVisit(of, visit, known);
}

/** What the code itself knows: the facts of policy.ts. */
function ofVisit(of: string, visit: Visit, known: Known): readonly Value[] {
  const { plan } = visit;
  const times = [plan.departAt, plan.arriveAt, plan.leaveAt, plan.returnAt].filter((t) => t !== undefined);
  const goers = going(visit);
  switch (of) {
    case 'stage':
      return [stageOf(visit, known.leads)];
    case 'type':
      return valuesIn(visit.type);
    case 'reason':
      return valuesIn(visit.reason);
    case 'purpose':
      return valuesIn(visit.purpose);
    case 'outcome':
      // The visit that watches an outing hears of every stop; each later visit of its own.
      return goers.flatMap((v) => {
        const watched = watchedAs(v, known.leads);
        return (watched === v ? v.stops : watched.stops.filter((stop) => stop.visit === visit.visit)).flatMap((stop) =>
          valuesIn(stop.outcome),
        );
      });
    case 'next':
      return goers.flatMap((v) => valuesIn(v.next));
    case 'plan.departAt':
      return valuesIn(plan.departAt);
    case 'plan.arriveAt':
      return valuesIn(plan.arriveAt);
    case 'plan.leaveAt':
      return valuesIn(plan.leaveAt);
    case 'plan.returnAt':
      return valuesIn(plan.returnAt);
    case 'plan.startsFrom':
      return [plan.startsFrom];
    case 'plan.endsAt':
      return [plan.endsAt];
    case 'evening': {
      const from = setting(known.rules, known.settings, 'evening-from');
      return [typeof from === 'string' && times.some((t) => inLondon(t).time >= from)];
    }
    case 'school-hours':
      return [times.every((t) => isInSchoolHours(known, t))];
    case 'visitors':
      return goers.map((v) => v.person);
    case 'visitors.all':
      return [goers.length];
    case 'visitors.staff':
      return [goers.filter((v) => presentOn(visit, v.person, known)?.staff === true).length];
    case 'visitors.roles':
      // What somebody calls themselves on a visit is not what they are.
      return goers.flatMap((v) => presentOn(visit, v.person, known)?.roles ?? []);
    case 'requester.roles':
      return personIn(known, visit.requester)?.roles ?? [];
    case 'home.entered':
      return [known.household?.entered ?? false];
    case 'home.address':
      return valuesIn(known.household?.address);
    case 'home.phones':
      return valuesIn(known.household?.phones);
    case 'home.adults':
      return adultsOf(known.household);
    case 'visitor.mobile':
      return goers.flatMap((v) => valuesIn(mobileOf(v.person, visit, known)));
    case 'pupil.on-roll':
      return [known.household?.pupils.some((p) => p.id === visit.pupil && p.onRoll) ?? false];
    case 'risk-present':
      return [hazards(visit, known).some((h) => h.raised === true || h.present === true)];
    case 'words-agree':
      return [new Set(goers.flatMap((v) => v.safeWord ?? [])).size <= 1];
    case 'raised':
      return visit.alarms.map((a) => a.of);
    case 'raised.kinds':
      return visit.alarms.map((a) => a.kind);
    case 'police-to-call-off':
      return [policeToCallOff(visit).length > 0];
    case 'approver.duties':
      // It was theirs to give, though they have left since.
      return visit.agreements.flatMap((a) => personIn(known, a.by)?.duties ?? []);
    case 'agreed':
      return visit.agreements.map((a) => a.agreement);
    case 'in-breach':
      return [visit.visitors.some((v) => v.inBreach)];
    case 'in-early':
      return [goers.some((v) => wentInEarly(stopAt(visit, v, known.leads), visit, known))];
    default:
      return [];
  }
}

/** Inside before every colleague was there: met by somebody of the home, or by how it ended. */
function wentInEarly(stop: Stop | undefined, visit: Visit, known: Known): boolean {
  const inAt = stop?.metAt ?? (gotInside(stop?.outcome, known) ? stop?.leftAt : undefined);
  return (
    inAt !== undefined &&
    going(visit).some((v) => {
      const thereAt = stopAt(visit, v, known.leads)?.arrivedAt;
      return thereAt === undefined || thereAt > inAt;
    })
  );
}

/** Did they go in, by how the visit ended? */
export const gotInside = (outcome: unknown, { rules }: Pick<Known, 'rules'>): boolean =>
  rules.questions.some((q) => q.fills === 'outcome' && q.options?.some((o) => o.id === outcome && o.entered === true) === true);

function hazards(visit: Visit, known: Known): readonly z.infer<typeof Hazard>[] {
  return known.rules.questions
    .filter((q) => q.type === 'hazard')
    .flatMap((q) => subjectsOf(q, visit, known).map((subject) => Hazard.safeParse(answerTo(q, subject, visit, known)?.value)))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
}

/** Does the test hold? With `each`, a question about several must hold for every one of them. */
export function holds(test: Test, visit: Visit, known: Known, each = false): boolean {
  const question = named(known.rules.questions, test.of);
  const { is } = test;
  if (each && question !== undefined && is !== undefined)
    return subjectsOf(question, visit, known).every((subject) => holdsOf(question, subject, is, visit, known));
  const have = valuesOf(test.of, visit, known);
  if (test.is !== undefined) return have.some((v) => expanded(test.is ?? [], visit, known).includes(v));
  if (test.not !== undefined) return !have.some((v) => expanded(test.not ?? [], visit, known).includes(v));
  if (test.atLeast !== undefined) return Number(have[0] ?? 0) >= test.atLeast;
  const limit = test.before === undefined ? undefined : valuesOf(test.before, visit, known)[0];
  const day = z.iso.date().safeParse(have[0]);
  return day.success && typeof limit === 'string' && day.data < dayOf(limit as Instant); // a planned time, which is an Instant
}

/** Is the answer about this one among the values? */
export function holdsOf(question: Question, subject: string, is: readonly Value[], visit: Visit, known: Known): boolean {
  const wanted = expanded(is, visit, known);
  return valuesIn(answerTo(question, subject, visit, known)?.value).some((v) => wanted.includes(v));
}

/** Each `$setting` by what the school set, each `@question` by whomever its answer names. */
export const expanded = (values: readonly Value[], visit: Visit, known: Known): readonly Value[] =>
  values.flatMap((v) => {
    if (typeof v !== 'string') return [v];
    if (v.startsWith('$')) return valuesIn(setting(known.rules, known.settings, v));
    return v.startsWith('@') ? receivers([v], visit, known) : [v];
  });

/** An element applies where each test of its `when` holds. */
export const applies = (element: { readonly when?: readonly Test[] | undefined }, visit: Visit, known: Known): boolean =>
  (element.when ?? []).every((test) => holds(test, visit, known));

// ------------------------------------------------------------------------------------------------ reading an answer

const simple: Readonly<Record<string, z.ZodType>> = {
  text: z.string().trim().min(1, 'write something').max(2000),
  'yes-no': z.boolean('true or false'),
  tick: z.boolean('true or false'),
  date: z.iso.date('a date like 2026-06-22'),
  when: z.iso.datetime({ offset: true, error: 'a time with its date and zone, like 2026-06-22T09:00:00Z' }),
  minutes: z.number('a number of minutes').min(0),
  count: z.int('a whole number').min(0),
  phone: z
    .string()
    .trim()
    .regex(/^[+0-9][0-9 ()-]{5,30}$/, 'a telephone number'),
  person: z.string().min(1, 'the id of a member of staff').max(200),
};

/** The shape of an answer to a question. */
export function answerSchema(question: Question): z.ZodType {
  const options = question.options?.map((o) => o.id) ?? [];
  const one = question.open ? z.string().trim().min(1).max(200) : z.enum(options, `one of ${options.join(', ')}`);
  const fields = (): z.ZodType =>
    z.strictObject(
      Object.fromEntries(Object.entries(question.fields ?? {}).map(([name, type]) => [name, (simple[type] ?? z.unknown()).optional()])),
    );
  switch (question.type) {
    case 'choice':
      return one;
    case 'choices':
      return z.array(one);
    case 'people':
      return z.array(z.string().max(200)).max(50);
    case 'record':
      return fields();
    case 'list':
      return z.array(fields()).max(100);
    case 'hazard':
      return Hazard;
    case 'signature':
    case 'word':
      return z.never('it is given with assess');
    default:
      return simple[question.type] ?? z.unknown();
  }
}
