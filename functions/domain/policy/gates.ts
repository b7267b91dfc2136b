import { canonical } from '../canonical.ts';
import { contactsOf, isInDoubt, isOutOfReach } from '../contacts.ts';
import type { Instant } from '../time.ts';
import type { Known, Unmet, Wants, WouldDo } from '../visit/decision.ts';
import { going, onVisit, stageOf } from '../visit/relations.ts';
import type { Visit } from '../visit/visit.ts';
import { dueFor, watchOf } from './clocks.ts';
import { type Gate, type Question, Step, type Test } from './policy.ts';
import { answerTo, answers, applies, askedOf, dayOf, expanded, holds, holdsOf, subjectsOf, valuesOf } from './questions.ts';
import { personIn, reachable } from '../person.ts';
import { setting } from './duty.ts';
import { goneOfOthers, goneOfVisitors, type Need } from './needed.ts';
import { receivers } from './receivers.ts';
import { unset } from './settings.ts';
import { whoCouldBeTold } from './tellings.ts';
import { isTicked } from './ticks.ts';

export interface Findings {
  /** What stands in the way. */
  readonly unmet: readonly Unmet[];
  /** What is only shown as outstanding. */
  readonly outstanding: readonly Unmet[];
}

const beforeTheDoor = Step.options.filter((step) => step !== 'close');

/** Everything that the policy asks before a step, for whoever is to see it. What is ticked once, who knows the policy for one, is shown to whoever approves. */
export const findings = (step: Step, visit: Visit, known: Known): Findings => ({
  unmet: unmetBefore(step, visit, known),
  outstanding: [
    ...lackingUpTo(step, { warns: true }, visit, known),
    ...(stepsUpTo(step).includes('authorise') ? unticked('once', visit, known) : []),
  ],
});

/** What refuses a step: the policy's own gates of it and of every step before it, and at departure the ticks that are needed. */
export const unmetBefore = (step: Step, visit: Visit, known: Known): readonly Unmet[] => [
  ...lackingUpTo(step, { warns: false }, visit, known),
  ...(step === 'depart' ? unticked('needed', visit, known) : []),
];

const stepsUpTo = (step: Step): readonly Step[] => (step === 'close' ? ['close'] : beforeTheDoor.slice(0, beforeTheDoor.indexOf(step) + 1));

function lackingUpTo(step: Step, { warns }: Pick<Gate, 'warns'>, visit: Visit, known: Known): readonly Unmet[] {
  const steps = stepsUpTo(step);
  return known.rules.gates
    .filter((gate) => gate.warns === warns && steps.includes(gate.step) && applies(gate, visit, known))
    .flatMap((gate) => lacking(gate, visit, known));
}

function lacking(gate: Gate, visit: Visit, known: Known): readonly Unmet[] {
  const say = { code: gate.id, clauses: gate.clauses, message: gate.say };
  switch (gate.check) {
    case 'answered':
      return known.rules.questions
        .filter((q) => gate.questions.includes(q.id) || (gate.form !== undefined && q.form === gate.form))
        .flatMap((q) => {
          const missing = unanswered(q, visit, known);
          return missing.length === 0 ? [] : [{ ...say, missing, wants: wantsAnswer(q, visit, known) }];
        });
    case 'holds':
      return holds(gate.test, visit, known, true)
        ? []
        : [{ ...say, missing: ofWhom(gate.test, visit, known), wants: wantsOf(gate.test, visit, known) }];
    case 'approved':
      return visit.agreements.some((a) => a.agreement === gate.id && stands(a, visit, known))
        ? []
        : [{ ...say, missing: [...gate.by], wants: { kind: 'agreement', agreement: gate.id, by: gate.by } }];
    case 'here':
      return (gate.who === 'visitors' ? goneOfVisitors : goneOfOthers)(visit, known).map((need) => ({
        ...say,
        message: `${personIn(known, need.person)?.name ?? need.person} has left the school. ${gate.say}`,
        missing: [need.missing],
        wants: wantsAnother(need, visit, known),
      }));
    case 'ready':
      return unready(visit, known).map(({ missing, wants }) => ({ ...say, missing, wants }));
    case 'reached': {
      const { ladders, contacts } = reachingNobody(visit, known);
      return ladders.length === 0 ? [] : [{ ...say, missing: ladders, wants: { kind: 'contacts', contacts } }];
    }
    case 'reachable': {
      const contacts = inDoubt(visit, known);
      const missing = contacts.map(({ channel, person }) => `${channel}#${person}`);
      return contacts.length === 0 ? [] : [{ ...say, missing, wants: { kind: 'contacts', contacts } }];
    }
  }
}

/** What a test fails for: of a question about several those of whom it does not hold, `safety-concern#ada`. */
function ofWhom({ of, is }: Test, visit: Visit, known: Known): readonly string[] {
  const question = known.rules.questions.find((q) => q.id === of);
  if (question === undefined || question.about === 'visit' || question.about === 'home') return [of];
  return subjectsOf(question, visit, known)
    .filter((subject) => is === undefined || !holdsOf(question, subject, is, visit, known))
    .map((subject) => `${of}#${subject}`);
}

/** How somebody else comes to take the place of a person who has left. */
function wantsAnother({ person, as, missing }: Need, visit: Visit, known: Known): Wants {
  const question = known.rules.questions.find((q) => `@${q.id}` === as);
  if (question !== undefined) return wantsAnswer(question, visit, known);
  const gate = known.rules.gates.find((g) => g.id === missing);
  if (gate?.check === 'approved') return { kind: 'agreement', agreement: gate.id, by: gate.by };
  const [field = as, of] = missing.split('#');
  return field === 'line-manager' && of !== undefined
    ? { kind: 'person', person: of, field: 'manager' }
    : { kind: 'request', field, ask: 'Who takes their place?', type: 'people', not: [person] };
}

/** Of whom the answer is missing: `mobile#ada`, or `purpose`. */
function unanswered(question: Question, visit: Visit, known: Known): readonly string[] {
  if (!applies(question, visit, known)) return [];
  return askedOf(question, visit, known)
    .filter((subject) => !answers(question, answerTo(question, subject, visit, known), subject, visit, known))
    .map((subject) => (subject === '' ? question.id : `${question.id}#${subject}`));
}

function wantsAnswer(question: Question, visit: Visit, known: Known, test?: Test): Wants {
  const { fills, ask, type } = question;
  const would = wouldDo(test, visit, known);
  const options = question.options?.map(({ id, say }) => ({ id, say }));
  if (fills?.startsWith('plan.') === true) return { kind: 'plan', times: [fills.slice('plan.'.length)], ...would };
  if (fills === 'type' || fills === 'reason' || fills === 'purpose' || fills?.startsWith('home.') === true)
    return { kind: 'request', field: fills, ask, type, options, ...would };
  return {
    kind: 'answer',
    question: question.id,
    ask,
    type,
    about: question.about,
    options,
    fields: question.fields,
    enough: question.enough,
    printed: question.printed,
    by: question.by,
    ...(question.among === undefined ? {} : { among: question.among }),
    ...(question.offVisit ? { offVisit: true } : {}),
    ...would,
    ...(test?.before === undefined ? {} : { before: test.before }),
    ...(known.rules.forms.some((f) => f.id === question.form) ? { form: question.form } : {}),
  };
}

/** The values that a test would be content with, each `$setting` by what it is and each `@question` by whom it names. */
function wouldDo(test: Test | undefined, visit: Visit, known: Known): WouldDo {
  return {
    ...(test?.is === undefined ? {} : { is: expanded(test.is, visit, known) }),
    ...(test?.not === undefined ? {} : { not: expanded(test.not, visit, known) }),
    ...(test?.atLeast === undefined ? {} : { atLeast: test.atLeast }),
  };
}

/** What the code knows of a visit only by what the school set. */
const settingBehind: Readonly<Record<string, string>> = { 'school-hours': 'school-hours', evening: 'evening-from' };

function wantsOf(test: Test, visit: Visit, known: Known): Wants {
  const behind = settingBehind[test.of];
  if (behind !== undefined && setting(known.rules, known.settings, behind) === undefined) return { kind: 'settings', settings: [behind] };
  const question = known.rules.questions.find((q) => q.id === test.of || q.fills === test.of);
  if (question !== undefined) {
    const wants = wantsAnswer(question, visit, known, test);
    const before = test.before === undefined ? undefined : valuesOf(test.before, visit, known)[0];
    return wants.kind === 'answer' && typeof before === 'string' ? { ...wants, before: dayOf(before as Instant) } : wants; // a planned time, which is an Instant
  }
  if (test.of.startsWith('plan.')) return { kind: 'plan', times: [test.of.slice('plan.'.length)], ...wouldDo(test, visit, known) };
  return { kind: 'test', test: { ...test, ...wouldDo(test, visit, known) } };
}

/** The lines that somebody who goes has yet to tick: on this visit, or once for this version of the policy. */
function unticked(tick: 'needed' | 'once', visit: Visit, known: Known): readonly Unmet[] {
  return known.rules.prompts
    .filter((prompt) => prompt.tick === tick && applies(prompt, visit, known))
    .flatMap((prompt) => {
      const missing = visit.visitors
        .filter((v) => v.notGoing === undefined && !isTicked(prompt, v.person, visit, known))
        .map((v) => v.person);
      return missing.length === 0
        ? []
        : [{ code: prompt.id, clauses: prompt.clauses, message: prompt.say, missing, wants: { kind: 'tick' as const, prompt: prompt.id } }];
    });
}

// ------------------------------------------------------------------------------------------------ ready to be watched

/** Settings that were not made, times that were not given, rungs that nobody could take when they could fall due (T1, T14). */
function unready(visit: Visit, known: Known): readonly { readonly missing: readonly string[]; readonly wants: Wants }[] {
  // For how long a record is kept keeps nobody from leaving.
  const unmade = unset(known.rules, known.settings).flatMap(({ id, type }) => (type === 'period' ? [] : [id]));
  const watch = watchOf(visit, known);
  const goers = visit.visitors.filter((v) => v.notGoing === undefined);
  const untimed = [
    ...new Set(
      watch.clocks
        .filter((clock) => goers.some((v) => dueFor(clock, { ...visit, watch }, v, { assume: false }) === undefined))
        .map((clock) => clock.due),
    ),
  ];
  const untakenRungs = whoCouldBeTold({ ...visit, watch }, known)
    .flatMap((climb) => climb.rungs)
    .filter(({ people }) => people.length === 0);
  const rungs = [...new Set(untakenRungs.map(({ name }) => name))];
  const tell = [...new Set(untakenRungs.flatMap((rung) => rung.tell))];
  return [
    ...(unmade.length === 0 ? [] : [{ missing: unmade.map((id) => `$${id}`), wants: { kind: 'settings' as const, settings: unmade } }]),
    ...(untimed.length === 0 ? [] : [{ missing: untimed.map((t) => `plan.${t}`), wants: { kind: 'plan' as const, times: untimed } }]),
    ...(rungs.length === 0 ? [] : [{ missing: rungs, wants: { kind: 'receivers' as const, rungs, tell } }]),
  ];
}

/**
 * Contacts of whoever could be told, and phones of those who go, by which nobody can be sure that a message arrives. It is a
 * list for whoever plans: once somebody has left it is empty, since what came of a call for help would show in it.
 */
function inDoubt(visit: Visit, known: Known): WantedContacts {
  if (!isPlanned(visit, known)) return [];
  const told = whoCouldBeTold({ ...visit, watch: watchOf(visit, known) }, known).flatMap(({ rungs }) =>
    rungs.flatMap(({ people }) => people),
  );
  const phones = going(visit).flatMap(({ person: id }) => {
    const person = known.staff[id];
    return person === undefined ? [] : contactsOf(person).flatMap((contact) => (contact.channel === 'text' ? [{ id, contact }] : []));
  });
  const all = [...new Set(told)].flatMap((person) => contactsOf(person).map((contact) => ({ id: person.id, contact })));
  return [...all, ...phones]
    .filter(({ contact }) => isInDoubt(contact))
    .map(({ id, contact: { channel, state } }) => ({ person: id, channel, state }));
}

type WantedContacts = Extract<Wants, { kind: 'contacts' }>['contacts'];

function isPlanned(visit: Visit, known: Known): boolean {
  const stage = stageOf(visit, known.leads);
  return stage === 'requested' || stage === 'authorised';
}

/**
 * The ladders that wait for those who are out, or that their call for help would climb, and on which nobody can be reached any
 * more; and the ways that once led to somebody. Like what is in doubt it is for whoever leaves first, and empty once somebody
 * has. A ladder without anybody is not ready, and that is said there.
 */
function reachingNobody(visit: Visit, known: Known): { readonly ladders: readonly string[]; readonly contacts: WantedContacts } {
  // The way to most schools' people is open: nothing need be climbed to know that.
  const isAnybodyLost = Object.values(known.staff).some((person) => reachable(person) && isOutOfReach(person));
  if (!isAnybodyLost || !isPlanned(visit, known)) return { ladders: [], contacts: [] };
  const climbs = whoCouldBeTold({ ...visit, watch: watchOf(visit, known) }, known).filter(({ of }) => of === 'clock' || of === 'distress');
  const lost = climbs
    .map(({ ladder, rungs }) => ({ ladder, people: rungs.flatMap(({ people }) => people) }))
    .filter(({ people }) => people.length > 0 && people.every(isOutOfReach));
  return {
    ladders: [...new Set(lost.map(({ ladder }) => ladder))],
    contacts: [...new Set(lost.flatMap(({ people }) => people))].flatMap((person) =>
      contactsOf(person).map(({ channel, state }) => ({ person: person.id, channel, state })),
    ),
  };
}

// ------------------------------------------------------------------------------------------------ agreements

const agreementsThatApply = (visit: Visit, known: Known): readonly Extract<Gate, { check: 'approved' }>[] =>
  known.rules.gates.flatMap((gate) => (gate.check === 'approved' && applies(gate, visit, known) ? [gate] : []));

/** What an agreement is given on: who, which home, which day, where it starts and ends, what else must be agreed, material answers (T39). Not the minute. */
export function basisOf(visit: Visit, known: Known): string {
  const material = known.rules.questions
    .filter((q) => q.material)
    .map((q) => [q.id, subjectsOf(q, visit, known).map((subject) => answerTo(q, subject, visit, known)?.value ?? null)]);
  const who = visit.visitors.filter((v) => v.notGoing === undefined).map((v) => `${v.person}:${v.onVisit ?? ''}`);
  const agreements = agreementsThatApply(visit, known).map((gate) => gate.id);
  return canonical([
    who.sort(),
    visit.household,
    known.household?.address ?? '',
    visit.type ?? '',
    dayOf(visit.plan.departAt),
    visit.plan.startsFrom,
    visit.plan.endsAt,
    agreements,
    valuesOf('school-hours', visit, known),
    valuesOf('evening', visit, known),
    material,
  ]);
}

/** An agreement stands while what it was given on is the same; and nobody agrees to a visit that they are on. */
export const stands = (agreement: { readonly by: string; readonly basis: string }, visit: Visit, known: Known): boolean =>
  agreement.basis === basisOf(visit, known) && !onVisit(visit, agreement.by);

/** Which agreements this person may give. */
export const mayAgreeTo = (person: string, visit: Visit, known: Known): readonly string[] =>
  onVisit(visit, person)
    ? []
    : agreementsThatApply(visit, known)
        .filter((gate) => receivers(gate.by, visit, known).includes(person))
        .map((gate) => gate.id);

/** Every agreement that applies is given and stands; with none that applies, at once (T38). */
export const isAgreed = (visit: Visit, known: Known): boolean =>
  agreementsThatApply(visit, known).every((gate) => visit.agreements.some((a) => a.agreement === gate.id && stands(a, visit, known)));

export const lapsed = (visit: Visit, known: Known): readonly string[] =>
  visit.agreements.filter((a) => !stands(a, visit, known)).map((a) => a.agreement);
