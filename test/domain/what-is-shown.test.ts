/** Who is shown what of a visit, fact by fact, and in which words each message puts it. */
import { describe, expect, it } from 'vitest';
import type { Stage } from '../../functions/domain/policy/policy.ts';
import { boardRow, type Viewer } from '../../functions/domain/visit/shown.ts';
import { stageCard } from '../../functions/domain/visit/stage-card.ts';
import { isAskedBehind, isVeiled, knownTo, veiled } from '../../functions/domain/visit/veil.ts';
import {
  type NoticeAbout,
  type OpenedAlarm,
  type OwedNotice,
  type Visit,
  type VisitEvent,
  VisitId,
} from '../../functions/domain/visit/visit.ts';
import { longestText, plainText, wordingOf } from '../../functions/domain/visit/wording.ts';
import type * as z from 'zod';
import {
  asked,
  authorised,
  given,
  type Given,
  givenOf,
  known,
  look,
  out,
  passing,
  ruledBy,
  says,
  seenBy,
  type Standing,
  withHome,
  withPerson,
} from '../support/given.ts';
import { answers, assistant, at, deputy, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const technician = 'hampton-technician';
const machine: Viewer = { machine: 'read' };
const gone = given(...out);
const alarmsOf = (standing: Standing, viewer: string | Viewer): readonly OpenedAlarm[] =>
  seenBy(standing, viewer)['alarms'] as readonly OpenedAlarm[]; // the alarms of a visit are a list
const kindsOf = (standing: Standing, viewer: string | Viewer): readonly string[] => alarmsOf(standing, viewer).map(({ kind }) => kind);
const offered = (standing: Standing, viewer: string | Viewer): readonly string[] =>
  seenBy(standing, viewer).actions.map(({ name }) => name);
const holding = (standing: Standing, changes: Partial<Visit>): Standing => ({ ...standing, visit: { ...standing.visit, ...changes } });
/** The same school, where only these people read only this. */
const readBy = (of: 'logistics' | 'content' | 'concern', who: 'admin' | 'office', standing: Standing): Standing => ({
  ...standing,
  known: { ...standing.known, rules: { ...standing.known.rules, access: [{ id: of, of, to: [who], clauses: [] }] } },
});

const helped = gone.and(says('13:30', teacher, 'raise-alarm', { kind: 'help', words: 'He has locked the door' }), look('13:30'));
const ill = gone.and(says('13:30', teacher, 'raise-alarm', { kind: 'illness', words: 'Joel fell' }), look('13:30'));
/** Of the class that the safeguarding leads and the heads read. */
const other = gone.and(says('13:30', teacher, 'raise-alarm', { kind: 'other', words: 'A child said something' }), look('13:30'));
const late = gone.and(passing('15:00'));

describe('which alarms somebody is shown', () => {
  it('that somebody is late: everybody, and a machine', () => {
    for (const viewer of [office, deputy, head, technician, machine]) expect(kindsOf(late, viewer)).toEqual(['overdue']);
  });

  it('a call for help: every member of staff who is not on the visit, and no machine', () => {
    for (const viewer of [office, deputy, head, executiveHead, technician]) expect(kindsOf(helped, viewer), viewer).toEqual(['distress']);
    for (const viewer of [teacher, assistant, machine]) expect(kindsOf(helped, viewer)).toEqual([]);
  });

  it('a concern: whoever reads its class or where they go, and nobody else', () => {
    for (const viewer of [office, deputy, head]) expect(kindsOf(other, viewer), viewer).toEqual(['concern']);
    for (const viewer of [technician, machine]) expect(kindsOf(other, viewer)).toEqual([]);
    expect(kindsOf(readBy('concern', 'admin', other), technician)).toEqual(['concern']);
    expect(kindsOf(readBy('logistics', 'admin', other), technician)).toEqual(['concern']);
    expect(kindsOf(readBy('content', 'admin', other), technician)).toEqual([]);
  });

  it('a concern that the visitors raised: the visitors too, with what the school says to it, and not that they are late', () => {
    const both = ill.and(passing('15:00'));
    expect(kindsOf(both, teacher)).toEqual(['concern']);
    expect(alarmsOf(ill, teacher)).toEqual([
      {
        ...{ id: 'a1', kind: 'concern', of: 'illness', visitors: [teacher], openedAt: at('13:30'), at: 'HV-000001', endedAt: null },
        says: 'School has been told. If it is serious, ring 999 now. Neither of you stays on alone.',
      },
    ]);
  });

  it('the words of a concern: whoever reads its class or why they go', () => {
    const words = (standing: Standing, who: string) => alarmsOf(standing, who)[0]?.words;
    expect(words(other, head)).toBe('A child said something');
    expect(words(other, office)).toBeUndefined();
    expect(words(ill, office)).toBe('Joel fell');
    expect(words(readBy('concern', 'office', other), office)).toBe('A child said something');
    const byHome = readBy('content', 'office', late);
    const there = {
      ...other,
      known: {
        ...known,
        rules: { ...known.rules, access: [...byHome.known.rules.access, ...readBy('logistics', 'office', late).known.rules.access] },
      },
    };
    expect(words(there, office)).toBe('A child said something');
  });
});

/** Somebody goes on another visit to a home that they have come to. */
const besideThem = (standing: Standing, person: string): Standing =>
  holding(standing, {
    visitors: standing.visit.visitors.map((v) => ({ ...v, stops: [{ visit: VisitId.parse('HV-000002'), beside: [person] }] })),
  });

describe('whoever may say something of a visit and not open it', () => {
  const apart = { person: technician, apart: true } as const;

  it('is shown what a machine is', () => {
    for (const standing of [gone, helped, other]) expect(seenBy(standing, apart)).toEqual(seenBy(standing, machine));
    expect(seenBy(helped, { person: technician })).not.toEqual(seenBy(helped, machine));
  });

  it('is shown no alarm either where they may be in that house', () => {
    const there = besideThem(other, technician);
    expect(alarmsOf(there, apart)).toEqual([]);
    expect(kindsOf(there, technician)).toEqual(['concern']);
  });
});

describe('an alarm as it is worked', () => {
  const worked = late.and(
    says('15:02', office, 'acknowledge', { alarm: 'a1' }),
    says('15:03', office, 'log-attempt', { alarm: 'a1', rung: 1, who: 'Priya', means: 'her mobile', result: 'no-answer' }),
    says('15:04', office, 'acknowledge', { alarm: 'a1' }),
    says('15:05', head, 'record-police', { alarm: 'a1', at: at('15:04'), by: 'Maureen', reference: 'CAD 9' }),
  );
  const ladder = [
    {
      ...{ tell: [office], rung: 1, id: 'worker', do: 'ring-visitors', wait: 'PT10M', clauses: ['HA-62'], setBySchool: false },
      say: 'Not back half an hour after their time. Ring each visitor now and record what came of it.',
    },
    {
      ...{ tell: [office], rung: 2, id: 'location', do: 'ring-address', wait: 'PT10M', clauses: ['HA-63'], setBySchool: false },
      say: 'No word from the visitors. Ring the home they were last at: ask only whether they are there, not why they came.',
    },
    {
      ...{ tell: [head, 'hampton-executive-head'], rung: 3, id: 'lead', do: 'tell', wait: 'PT10M', clauses: ['HA-64'], setBySchool: false },
      say: 'Neither the visitors nor the home could be reached. Please ring the office and say what to do now.',
    },
    {
      ...{ tell: [head, office], rung: 4, id: 'police', do: 'ring-police', wait: 'PT10M', clauses: ['HA-65'], setBySchool: false },
      say: 'All attempts have failed. Ring the police with what the page shows, and record the time and their reference.',
    },
  ];
  const plain = {
    ...{ id: 'a1', kind: 'overdue', of: 'round-return', visitors: [teacher, assistant], openedAt: at('15:00'), at: 'HV-000001' },
    ...{ endedAt: null, repeats: 0, ladder, told: [office] },
  };

  it('is shown with its ladder, who has it, what was tried, who was told and that the police were rung', () => {
    expect(alarmsOf(worked, office)).toEqual([
      {
        ...plain,
        ...{ rung: 2, heldBy: office, heldUntil: at('15:14'), nextAt: at('15:14') },
        attempts: [{ at: at('15:03'), by: office, rung: 1, result: 'no-answer', who: 'Priya', means: 'her mobile' }],
        police: { rangAt: at('15:04'), rangBy: 'Maureen', reference: 'CAD 9' },
      },
    ]);
  });

  it('to whoever does not read where they go says neither who was tried nor what the police said', () => {
    expect(alarmsOf(worked, technician)).toEqual([
      {
        ...plain,
        ...{ rung: 2, heldBy: office, heldUntil: at('15:14'), nextAt: at('15:14') },
        attempts: [{ at: at('15:03'), by: office, rung: 1, result: 'no-answer' }],
        police: { rangAt: at('15:04') },
      },
    ]);
    expect(alarmsOf(worked, machine)).toEqual(alarmsOf(worked, technician));
  });

  it('before anybody has it says so, and when its next step comes', () => {
    expect(alarmsOf(late, office)).toEqual([
      { ...plain, rung: 1, heldBy: null, heldUntil: null, nextAt: at('15:10'), attempts: [], police: null },
    ]);
  });

  it('takes whoever said that the police were rung, and then, where nothing else is said', () => {
    const rung = late.and(says('15:05', head, 'record-police', { alarm: 'a1' }));
    expect(alarmsOf(rung, office)).toMatchObject([{ police: { rangAt: at('15:05'), rangBy: head } }]);
  });

  it('says how often its last step has been repeated', () => {
    const last = gone.and(passing('15:50'));
    expect(alarmsOf(last, office)).toMatchObject([{ rung: 4, repeats: 2 }]);
  });

  it('tells each person once whom it told', () => {
    expect(alarmsOf(gone.and(passing('15:30')), office)).toMatchObject([{ told: [office, head, executiveHead] }]);
  });

  it('once it is over says when, why and how, and that nothing comes next', () => {
    const visitors = { [teacher]: 'accounted-for', [assistant]: 'accounted-for' };
    const over = late.and(says('15:06', head, 'stand-down', { alarm: 'a1', how: 'Ms Okonjo rang', visitors }));
    const [seen] = alarmsOf(over, head) as readonly unknown[];
    expect(seen).toMatchObject({ endedAt: at('15:06'), ended: 'stood-down', how: 'Ms Okonjo rang' });
    expect(seen).not.toHaveProperty('nextAt');
    expect(alarmsOf(over, technician)[0]).not.toHaveProperty('how');
  });

  it('marks a step that the school set for itself', () => {
    expect(alarmsOf(helped, head)).toMatchObject([
      {
        ladder: [
          { id: 'everybody', clauses: [], setBySchool: true },
          { id: 'police', clauses: [], setBySchool: true },
        ],
      },
    ]);
  });

  it('that has not begun its ladder stands at no step', () => {
    const fresh = holding(late, { alarms: late.visit.alarms.map(({ rung: _rung, ...alarm }) => alarm) });
    expect(alarmsOf(fresh, office)).toMatchObject([{ rung: 0, repeats: 0 }]);
    expect(boardRow(fresh.visit, { person: office }, known, at('15:01'))?.alarms).toMatchObject([
      { rung: 0, heldBy: null, heldUntil: null },
    ]);
  });

  it('says at whose home it was raised, where that is another', () => {
    const there = holding(ill, { alarms: ill.visit.alarms.map((alarm) => ({ ...alarm, place: 'HV-000002' })) });
    for (const who of [teacher, head]) expect(alarmsOf(there, who)).toMatchObject([{ at: 'HV-000002' }]);
  });
});

describe('the visit itself', () => {
  const plan = { departAt: at('13:00'), returnAt: at('14:30'), startsFrom: 'school', endsAt: 'school' };
  const times = { signedOutAt: at('13:00'), arrivedAt: null, leftAt: null, accountedForAt: null };
  const out_ = { state: 'signed-out', notGoing: false, inBreach: false, ...times };
  const clock = { id: 'round-return', expects: 'return', dueAt: at('14:30'), nudgeAt: at('14:45'), alarmAt: at('15:00'), state: 'running' };
  const plain = {
    ...{ id: 'HV-000001', school: 'hampton', stage: 'out', type: 'induction', policy: { id: 'hampton', version: '1' }, pupil: null },
    ...{ requester: teacher, requestedAt: at('08:30'), changedAt: at('13:00'), plan, alarms: [] },
    clocks: [
      { ...clock, visitor: teacher },
      { ...clock, visitor: assistant },
    ],
  };
  const without = (standing: Standing, viewer: string | Viewer, ...parts: readonly string[]): object =>
    Object.fromEntries(Object.entries(seenBy(standing, viewer)).filter(([part]) => !['actions', 'history', ...parts].includes(part)));
  const stops: readonly object[] = [];

  it('to a machine is how it stands', () => {
    expect(without(gone, machine)).toEqual({
      ...plain,
      household: { id: 'hampton-home-1' },
      visitors: [
        { person: teacher, ...out_, stops: [] },
        { person: assistant, ...out_, stops: [] },
      ],
    });
  });

  it('to whoever reads no class of it has the visitors’ names and who agreed', () => {
    expect(without(gone, technician, 'agreements')).toEqual({
      ...plain,
      household: { id: 'hampton-home-1' },
      visitors: [
        { person: teacher, name: 'Priya Raman', ...out_, stops },
        { person: assistant, name: 'Joel Whitlock', ...out_, stops },
      ],
      ...{ answers: {}, tasks: [] },
    });
    expect(seenBy(gone, technician)['agreements']).toEqual([{ agreement: 'timetable', by: head, at: at('08:40') }]);
  });

  it('to the office has where they go, their numbers and their car as well', () => {
    expect(without(gone, office, 'agreements', 'answers')).toEqual({
      ...plain,
      household: {
        id: 'hampton-home-1',
        name: 'The Okonjo-Bell family',
        address: '14 Larch Walk, Hampton, TW99 1AA',
        phones: ['+442079460101'],
      },
      visitors: [
        { person: teacher, name: 'Priya Raman', ...out_, stops, mobile: '+447700900111', vehicle: 'Blue Fiat Panda, HN12 ABC' },
        { person: assistant, name: 'Joel Whitlock', ...out_, stops, mobile: '+447700900112' },
      ],
      tasks: [],
    });
  });

  it('to whoever reads why they go has the reason, the home as it is known and what is kept of it', () => {
    const { purpose, references, household, involved } = seenBy(gone, head);
    expect({ purpose, references, involved }).toEqual({
      purpose: 'To meet the family before September',
      references: [],
      involved: undefined,
    });
    expect(household).toEqual(known.household);
    const more = gone.and(
      says('14:20', teacher, 'return', { visitor: 'all' }),
      says('14:30', office, 'record-reference', { system: 'CPOMS', reference: '77' }),
    );
    expect(seenBy(more, head)['references']).toEqual([{ system: 'CPOMS', reference: '77' }]);
    for (const who of [office, technician, machine]) expect(seenBy(more, who)).not.toHaveProperty('references');
    const told = givenOf(asked({ reason: 'settling', involved: [deputy] }), known);
    expect(seenBy(told, head)).toMatchObject({ reason: 'settling', involved: [deputy] });
    expect(seenBy(holding(gone, { whereabouts: 'The park' }), head)['whereabouts']).toBe('The park');
    for (const part of ['reason', 'purpose', 'involved', 'whereabouts']) expect(seenBy(told, office)).not.toHaveProperty(part);
  });

  it('has of what is kept about the home what each may read, and of a home that is gone nothing', () => {
    const kept = withHome({ 'any-concern': 'none', 'cpoms#adult-1': 'See it', 'no-such-question': 'x' });
    const standing = { ...gone, known: kept };
    const keysFor = (who: string) => Object.keys((seenBy(standing, who)['household'] as { readonly answers: object }).answers);
    expect(keysFor(head)).toEqual([...Object.keys(known.household!.answers), 'any-concern', 'cpoms#adult-1']);
    expect(keysFor(teacher)).toEqual(Object.keys(known.household!.answers));
    const nowhere = { ...gone, known: { ...known, household: undefined } };
    expect(seenBy(nowhere, head)['household']).toEqual({ id: 'hampton-home-1', answers: {} });
    expect(seenBy(nowhere, office)['household']).toEqual({ id: 'hampton-home-1' });
  });

  it('says when each clock is due, from the minute it is', () => {
    const states = (time: string) =>
      (seenBy({ ...gone, now: at(time) }, office)['clocks'] as readonly { readonly state: string }[]).map((c) => c.state);
    expect(['14:29', '14:30', '14:59', '15:00'].map((time) => states(time)[0])).toEqual(['running', 'due', 'due', 'overdue']);
  });

  it('says when they arrived, left and were back, and what became of it to people alone', () => {
    const back = gone.and(
      says('13:10', teacher, 'arrive'),
      says('14:00', teacher, 'leave', { outcome: 'completed', next: 'school' }),
      says('14:20', teacher, 'return'),
    );
    const [first] = seenBy(back, office)['visitors'] as readonly unknown[];
    expect(first).toMatchObject({
      ...{ state: 'accounted-for', arrivedAt: at('13:10'), leftAt: at('14:00'), accountedForAt: at('14:20'), next: 'school' },
      stops: [{ visit: 'HV-000001', arrivedAt: at('13:10'), leftAt: at('14:00'), outcome: 'completed' }],
    });
    const [plainly] = seenBy(back, machine)['visitors'] as readonly { readonly stops: readonly object[] }[];
    expect(plainly).not.toHaveProperty('next');
    expect(plainly!.stops[0]).not.toHaveProperty('outcome');
  });

  it('takes a visitor who was first heard of in the house as signed out then', () => {
    const there = given(...authorised, says('13:05', teacher, 'arrive'));
    expect(seenBy(there, office)['visitors']).toMatchObject([
      { signedOutAt: at('13:05'), arrivedAt: at('13:05'), inBreach: true },
      { signedOutAt: null, state: 'expected' },
    ]);
  });

  it('says who is not going after all', () => {
    const one = given(says('08:40', teacher, 'not-going', { visitor: assistant, reason: 'Ill' }));
    expect(seenBy(one, head)['visitors']).toMatchObject([{ notGoing: false }, { notGoing: true, state: 'not-going' }]);
  });

  it('has new times only where some were said', () => {
    expect(seenBy(gone, office)).not.toHaveProperty('revised');
    const later = holding(gone, { revised: { returnAt: at('15:00') } });
    expect(seenBy(later, office)['revised']).toEqual({ returnAt: at('15:00') });
  });

  it('has changed with the last thing that this caller is shown', () => {
    expect(seenBy(helped, office)['changedAt']).toBe(at('13:30'));
    expect(seenBy(helped, teacher)['changedAt']).toBe(at('13:00'));
    expect(seenBy(holding(gone, { history: [] }), office)['changedAt']).toBe(at('08:30'));
  });

  it('has of what was answered what each may read, and by whom', () => {
    const said = seenBy(gone, head)['answers'] as Readonly<Record<string, unknown>>;
    expect(said['risk-decision']).toEqual({ value: 'acceptable', by: teacher, at: at('08:35') });
    expect(seenBy(gone, office)['answers']).not.toHaveProperty('risk-decision');
    const odd = holding(gone, { answers: { ...gone.visit.answers, 'no-such-question': { value: 'x', by: teacher, at: at('09:00') } } });
    expect(seenBy(odd, head)['answers']).toEqual(said);
  });

  it('shows a task until it is done, and to the visitors without its hour', () => {
    const off = given(says('09:00', teacher, 'cancel', { reason: 'Ill' }), look('09:00'));
    const task = { task: 'family-told-off', done: false };
    expect(seenBy(off, head)['tasks']).toMatchObject([{ ...task, since: at('09:00') }]);
    expect(seenBy(off, teacher)['tasks']).toMatchObject([task]);
    expect((seenBy(off, teacher)['tasks'] as readonly object[])[0]).not.toHaveProperty('since');
    const told = { who: 'Ms Okonjo', when: at('09:05'), how: 'phone' };
    const done = off.when(says('09:10', office, 'answer', { answers: { 'family-told-off': told } }));
    expect(seenBy(done, head)['tasks']).toMatchObject([{ done: true }]);
  });
});

describe('what has happened, as it is shown', () => {
  const happened = at('14:10');
  const stamp = { at: happened, by: office, via: 'api' as const };
  type Fact = VisitEvent extends infer Event
    ? Event extends VisitEvent
      ? Omit<Event, 'at' | 'by' | 'via'> & { readonly by?: string }
      : never
    : never;
  /** The fact as this person is shown it, without who and when; undefined where they are not shown it. */
  const shownTo = (who: string, fact: Fact, of: Standing = ill): unknown => {
    const event = { ...stamp, key: { id: 'k', body: 'b' }, saidAt: '14:09', ...fact } as VisitEvent; // of a fact and a stamp comes an event
    const history = seenBy(holding(of, { history: [...of.visit.history, event] }), who)['history'] as readonly { readonly at: string }[];
    const found = history.find((one) => one.at === happened);
    if (found === undefined) return undefined;
    const { at: _at, by: _by, via, type: _type, ...rest } = found as Readonly<Record<string, unknown>>;
    expect(via).toBe('api');
    return rest;
  };
  const unmet = [{ code: 'pair', clauses: ['HA-12'] }];
  const visitor = teacher;
  const visitors = [teacher];
  const place = 'HV-000002';
  const words = 'It is quiet';
  const plan = { returnAt: at('15:00') };
  const watch = ill.visit.watch!;
  const home = 'hampton-home-1';

  interface Row {
    readonly fact: Fact;
    /** What everybody is shown of it. */
    readonly all: object;
    /** What those are shown besides who read why they go. */
    readonly content?: object;
    /** What whoever is on the visit is shown; absent: the same as whoever reads why they go. */
    readonly behind?: object | 'nothing';
  }
  const rows: readonly Row[] = [
    {
      fact: {
        type: 'VisitRequested',
        policy: { id: 'hampton', version: '1' },
        request: { household: home, visitors: [{ person: teacher }], plan: { startsFrom: 'school', endsAt: 'school' } },
      },
      all: {},
    },
    { fact: { type: 'VisitAmended', changes: { purpose: 'Another' } }, all: {} },
    {
      fact: {
        type: 'AllegationMade',
        policy: { id: 'hampton', version: '1' },
        of: 'HV-000001',
        household: home,
        visitors,
        about: [teacher],
        words,
      },
      all: {},
    },
    { fact: { type: 'VisitAuthorised' }, all: {} },
    { fact: { type: 'AuthorisationLapsed' }, all: {} },
    { fact: { type: 'WatchSet', watch }, all: {}, behind: 'nothing' },
    { fact: { type: 'VisitClosed', seeming: true }, all: { seeming: true }, behind: {} },
    { fact: { type: 'VisitClosed', seemed: true }, all: {}, behind: 'nothing' },
    { fact: { type: 'RiskAssessed', visitor, answers: [], mobile: '0', safeWord: 'x', basis: 'b' }, all: { visitor } },
    {
      fact: {
        type: 'QuestionsAnswered',
        answers: [
          { question: 'travel', value: 'foot' },
          { question: 'chat', value: words },
          { question: 'any-concern', value: 'none' },
          { question: 'gone', value: 1 },
        ],
      },
      all: { questions: ['travel'] },
      content: { questions: ['travel', 'chat', 'any-concern'] },
      behind: { questions: ['travel'] },
    },
    {
      fact: { type: 'QuestionsAnswered', answers: [{ question: 'police-called-off', subject: 'h1', value: words }] },
      all: { questions: ['police-called-off'] },
      behind: 'nothing',
    },
    {
      fact: { type: 'VisitWrittenUp', answers: [{ question: 'risk-decision', value: 'x' }] },
      all: { questions: [] },
      content: { questions: ['risk-decision'] },
    },
    { fact: { type: 'PromptsTicked', visitor, ticks: ['carry-phone'] }, all: { visitor, ticks: ['carry-phone'] }, behind: 'nothing' },
    { fact: { type: 'PromptsTicked', visitor, ticks: ['carry-phone'], by: assistant }, all: { visitor, ticks: ['carry-phone'] } },
    {
      fact: { type: 'VisitorNotGoing', visitor: 'hampton-technician', reason: words },
      all: { visitor: 'hampton-technician' },
      content: { reason: words },
    },
    { fact: { type: 'VisitDeclined', reason: words }, all: {}, content: { reason: words } },
    { fact: { type: 'VisitSentBack', reason: words }, all: {}, content: { reason: words } },
    { fact: { type: 'VisitCancelled', reason: words }, all: {}, content: { reason: words } },
    { fact: { type: 'VisitRescheduled', to: place, reason: words }, all: { to: place }, content: { reason: words } },
    {
      fact: { type: 'VisitAgreed', agreements: ['one'], basis: 'b', note: words, by: executiveHead },
      all: { agreements: ['one'] },
      content: { note: words },
    },
    { fact: { type: 'AgreementsLapsed', agreements: ['one'] }, all: { agreements: ['one'] } },
    { fact: { type: 'WatchLinked', visitor, lead: place }, all: { visitor, lead: place } },
    { fact: { type: 'VisitorDeparted', visitor, plan, ticks: ['carry-phone'] }, all: { visitor, plan, ticks: ['carry-phone'] } },
    { fact: { type: 'VisitorDepartedInBreach', visitor, plan, reason: words, unmet }, all: { visitor, unmet }, content: { reason: words } },
    { fact: { type: 'BreachFound', visitors, unmet }, all: { visitors, unmet } },
    {
      fact: { type: 'VisitorArrived', visitor, place, metBy: 'Ms O', words },
      all: { visitor, place },
      content: { metBy: 'Ms O', words },
      behind: { visitor, place, metBy: 'Ms O' },
    },
    {
      fact: { type: 'VisitorArrived', visitor, place, metBy: 'Ms O', words, by: teacher },
      all: { visitor, place },
      content: { metBy: 'Ms O', words },
    },
    { fact: { type: 'VisitorCheckedIn', visitor, place, words }, all: { visitor, place }, content: { words }, behind: { visitor, place } },
    { fact: { type: 'VisitorCheckedIn', visitor, place, words, by: assistant }, all: { visitor, place }, content: { words } },
    {
      fact: { type: 'VisitorLeft', visitor, place, next: 'school', outcome: 'completed', words },
      all: { visitor, place, next: 'school', outcome: 'completed' },
      content: { words },
      behind: { visitor, place, next: 'school', outcome: 'completed' },
    },
    {
      fact: { type: 'VisitorReturned', visitor, endsAt: 'home', seenBy: 'Maureen', words },
      all: { visitor, endsAt: 'home' },
      content: { seenBy: 'Maureen', words },
      behind: { visitor, endsAt: 'home', seenBy: 'Maureen' },
    },
    { fact: { type: 'VisitorAccountedFor', visitor }, all: { visitor } },
    {
      fact: { type: 'TimesRevised', plan, spoken: true, toldBy: 'Priya', means: 'phone', where: words },
      all: { plan, spoken: true, toldBy: 'Priya', means: 'phone' },
      content: { where: words },
    },
    {
      fact: { type: 'ContactCorrected', visitor, what: 'return', so: words },
      all: { visitor, what: 'return' },
      content: { so: words },
      behind: { visitor, what: 'return' },
    },
    { fact: { type: 'NoteMade', visitor, words }, all: { visitor }, content: { words }, behind: 'nothing' },
    { fact: { type: 'NoteMade', visitor, words, by: assistant }, all: { visitor }, content: { words } },
    {
      fact: { type: 'VisitorsNudged', clock: 'return', due: at('14:30'), visitors },
      all: { clock: 'return', due: at('14:30'), visitors },
      behind: 'nothing',
    },
    {
      fact: {
        type: 'AlarmOpened',
        alarm: 'a1',
        kind: 'concern',
        of: 'illness',
        call: 'illness',
        visitors,
        ladder: 'l',
        quiet: [],
        reads: 'logistics',
        words,
        place,
      },
      all: { alarm: 'a1', kind: 'concern', of: 'illness', call: 'illness', visitors, place },
    },
    {
      fact: { type: 'AlarmOpened', alarm: 'a1', kind: 'overdue', of: 'return', visitors, ladder: 'l', quiet: [], reads: 'logistics' },
      all: { alarm: 'a1', kind: 'overdue', of: 'return', visitors },
      behind: 'nothing',
    },
    {
      fact: { type: 'AlarmJoined', alarm: 'a1', clock: 'return', visitors },
      all: { alarm: 'a1', clock: 'return', visitors },
      behind: 'nothing',
    },
    {
      fact: { type: 'RungBegun', alarm: 'a1', rung: 2, name: 'lead', due: at('14:10'), why: 'due', told: [head], passedOver: 'quiet' },
      all: { alarm: 'a1', rung: 2, name: 'lead', due: at('14:10'), why: 'due', told: [head], passedOver: 'quiet' },
      behind: 'nothing',
    },
    { fact: { type: 'AlarmAcknowledged', alarm: 'a1', until: at('14:20') }, all: { alarm: 'a1', until: at('14:20') }, behind: 'nothing' },
    {
      fact: { type: 'AttemptLogged', alarm: 'a1', rung: 1, who: 'Priya', means: 'phone', result: 'no-answer', words },
      all: { alarm: 'a1', rung: 1, who: 'Priya', means: 'phone', result: 'no-answer' },
      content: { words },
      behind: 'nothing',
    },
    {
      fact: { type: 'PoliceRung', alarm: 'a1', rangAt: at('14:09'), rangBy: 'Ruth', reference: 'CAD' },
      all: { alarm: 'a1', rangAt: at('14:09'), rangBy: 'Ruth', reference: 'CAD' },
      behind: 'nothing',
    },
    {
      fact: { type: 'AlarmEnded', alarm: 'a1', because: 'stood-down', how: words, visitors: { [teacher]: 'accounted-for' } },
      // Its own class is logistics. In the house nobody reads how the school knows.
      all: { alarm: 'a1', because: 'stood-down', visitors: { [teacher]: 'accounted-for' }, how: words },
      behind: { alarm: 'a1', because: 'stood-down', visitors: { [teacher]: 'accounted-for' } },
    },
    {
      fact: {
        type: 'NoticesMarked',
        marks: [{ notice: 'n', to: head, channel: 'text', about: 'rung:a1/1', outcome: 'accepted', reference: 'r' }],
      },
      all: { marks: [{ to: head, channel: 'text', about: 'rung:a1/1', outcome: 'accepted' }] },
      behind: 'nothing',
    },
    { fact: { type: 'TaskOwed', task: 'strategy', of: [head] }, all: { task: 'strategy', of: [head] }, behind: 'nothing' },
    { fact: { type: 'ReferenceRecorded', system: 'CPOMS', reference: '77' }, all: {}, content: { system: 'CPOMS', reference: '77' } },
    { fact: { type: 'PassedOn', to: 'The police', words }, all: {}, content: { to: 'The police', words }, behind: 'nothing' },
    { fact: { type: 'PassedOn', to: 'The police', words, by: teacher }, all: {}, content: { to: 'The police', words } },
  ];

  it.each(rows.map((row) => [`${row.fact.type}${row.fact.by === undefined ? '' : ` by ${row.fact.by}`}`, row] as const))(
    '%s: to each what they may read of it',
    (_type, { fact, all, content = {}, behind = { ...all, ...content } }) => {
      expect(shownTo(office, fact), 'office').toEqual(all);
      expect(shownTo(head, fact), 'head').toEqual({ ...all, ...content });
      expect(shownTo(teacher, fact), 'visitor').toEqual(behind === 'nothing' ? undefined : behind);
    },
  );

  it('is said of every fact by whom, when and by which way it was told', () => {
    const [first] = seenBy(gone, technician)['history'] as readonly unknown[];
    expect(first).toStrictEqual({ type: 'VisitRequested', at: at('08:30'), by: teacher, via: 'form' });
  });

  it('of an alarm is kept from whoever is not shown that alarm', () => {
    const open = { type: 'AlarmAcknowledged' as const, alarm: 'a1', until: at('14:20') };
    expect([shownTo(technician, open), shownTo(technician, open, late)]).toEqual([undefined, { alarm: 'a1', until: at('14:20') }]);
    const marked = (...about: readonly string[]) => ({
      type: 'NoticesMarked' as const,
      marks: about.map((one) => ({ notice: 'n', to: head, channel: 'text' as const, about: one, outcome: 'accepted' as const })),
    });
    for (const kept of ['rung:a1/1', 'over:a1']) expect(shownTo(technician, marked(kept)), kept).toBeUndefined();
    // What else was sent in the same moment is shown by itself.
    expect(shownTo(technician, marked('rung:a1/1', 'notice:copy', 'over:a1'))).toEqual(shownTo(technician, marked('notice:copy')));
    for (const about of ['notice:copy', 'nudge:return', 'task:over:a1']) expect(shownTo(technician, marked(about)), about).toBeDefined();
    expect(shownTo(head, marked('rung:a1/1', 'over:a1'))).toBeDefined();
  });

  it('that the alarm raised openly is over is shown to the visitors, and of no other alarm', () => {
    const over = { type: 'AlarmEnded' as const, alarm: 'a1', because: 'contact' as const };
    expect(shownTo(teacher, over)).toEqual({ alarm: 'a1', because: 'contact' });
    expect(shownTo(teacher, over, late)).toBeUndefined();
  });

  it('a watch that is set anew is no news to whoever is named on the visit, though they stayed behind', () => {
    const stayed = given(says('08:40', teacher, 'not-going', { visitor: assistant, reason: 'Ill' }));
    expect(shownTo(assistant, { type: 'WatchSet', watch }, stayed)).toBeUndefined();
    expect(shownTo(deputy, { type: 'WatchSet', watch }, stayed)).toEqual({});
    const marked = holding(gone, { history: [...gone.visit.history, { ...stamp, type: 'WatchSet', watch }] });
    expect(seenBy(marked, head)['changedAt']).toBe(at('13:00'));
  });
});

describe('whoever is on a visit', () => {
  const noted = (standing: Given) => JSON.stringify(seenBy(standing, teacher));

  it('is anybody who goes, and whoever may be in that house on another visit, and nobody else', () => {
    const who = [teacher, assistant, 'hampton-nursery-teacher', office, undefined];
    const veiledOn = ({ visit }: Standing): readonly boolean[] => who.map((person) => isVeiled(visit, person));
    expect(veiledOn(besideThem(helped, 'hampton-nursery-teacher'))).toEqual([true, true, true, false, false]);
    expect(veiledOn(gone)).toEqual([true, true, false, false, false]);
    // A call for help does not begin it, which it would tell of.
    const alarms = helped.visit.alarms.map((alarm) => ({ ...alarm, beside: ['hampton-nursery-teacher'] }));
    expect(veiledOn(holding(helped, { alarms }))).toEqual([true, true, false, false, false]);
  });

  it('who called for help and then did not go sees the visit as the office does, but for that call', () => {
    const stayed = given(
      ...authorised,
      says('12:00', assistant, 'raise-alarm', { kind: 'help' }),
      says('12:05', office, 'raise-alarm', { kind: 'other', visitor: teacher }),
    );
    const { visit } = stayed;
    const left = { ...visit, visitors: visit.visitors.map((v) => (v.person === assistant ? { ...v, notGoing: 'Ill' } : v)) };
    expect(knownTo(left, assistant).alarms.map((alarm) => alarm.kind)).toEqual(['concern']);
    for (const who of [office, undefined]) expect(knownTo(left, who).alarms.map((alarm) => alarm.kind)).toEqual(['distress', 'concern']);
    expect(knownTo(left, teacher).alarms.map((alarm) => alarm.kind)).toEqual(['concern']);
  });

  it('takes it as closed when it seems so, and not before', () => {
    expect(veiled(gone.visit).closed).toBe(false);
    expect(veiled({ ...gone.visit, closed: true }).closed).toBe(true);
    expect(veiled({ ...gone.visit, seemsClosed: true }).closed).toBe(true);
  });

  it('is asked only what is asked of the visit that they know, about those whom it is asked about', () => {
    const isAsked = (key: string) => isAskedBehind(key, gone.visit, known);
    expect(['travel', `mobile#${teacher}`, 'mobile#nobody', 'slip', 'no-such-question', 'police-called-off#h1', ''].map(isAsked)).toEqual([
      ...[true, true, false, false, false, false, false],
    ]);
  });

  it('is shown no answer and no task of a question that only a call for help asks', () => {
    const asks = {
      id: 'after-help',
      stage: 'during' as const,
      type: 'text' as const,
      ask: 'What was it?',
      clauses: ['HA-99'],
      reads: 'logistics' as const,
    };
    const knows = ruledBy({ questions: [{ ...asks, when: [{ of: 'raised', is: ['help'] }] }] });
    const answered = { ...helped.visit.answers, 'after-help': { value: 'A knife', by: head, at: at('13:40') } };
    const tasks = [{ task: 'after-help', of: [head], since: at('13:40') }];
    const standing = { ...holding(helped, { answers: answered, tasks }), known: knows };
    expect(seenBy(standing, head)['answers']).toHaveProperty('after-help');
    expect(seenBy(standing, teacher)['answers']).not.toHaveProperty('after-help');
    expect([seenBy(standing, head)['tasks'], seenBy(standing, teacher)['tasks']]).toMatchObject([[{ task: 'after-help' }], []]);
    expect(noted(helped)).not.toContain('after-help');
  });

  it('does not see the safe word, which the office, the leads and no board do', () => {
    const knows = given(
      says('08:35', teacher, 'answer', { answers }),
      says('08:36', teacher, 'assess', { safeWord: 'green folder', signed: true }),
      ...out.slice(1),
    );
    expect(seenBy(knows, office)['visitors']).toMatchObject([{ safeWord: 'green folder' }, {}]);
    for (const who of [teacher, executiveHead, technician, machine])
      for (const one of seenBy(knows, who)['visitors'] as readonly object[]) expect(one).not.toHaveProperty('safeWord');
    expect(JSON.stringify(boardRow(knows.visit, { person: office }, known, knows.now))).not.toContain('green folder');
  });
});

describe('what each may do next, exactly', () => {
  const always = ['depart-in-breach', 'arrive', 'check-in', 'leave', 'return', 'revise', 'correct', 'raise-alarm', 'note'];
  const before = ['amend', 'answer', 'reschedule', 'cancel', 'not-going'];
  const working = ['acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down'];
  const after = ['write-up', 'answer', 'record-reference', 'pass-on', 'close'];
  const back = gone.and(says('14:20', teacher, 'return', { visitor: 'all' }));

  it('before they leave', () => {
    for (const standing of [given(), given(...authorised)]) {
      expect(offered(standing, teacher)).toEqual(['tick', ...before, 'assess', 'depart', ...always]);
      expect(offered(standing, office)).toEqual([...before, 'depart', ...always]);
      expect(offered(standing, machine)).toEqual([...before, 'depart', ...always]);
    }
    expect(offered(given(), head)).toEqual([...before, 'authorise', 'decline', 'send-back', 'depart', ...always]);
  });

  it('while they are out', () => {
    expect(offered(gone, teacher)).toEqual(['tick', ...always]);
    expect(offered(gone, head)).toEqual(always);
    const one = given(...authorised, says('13:00', teacher, 'depart', { ticks }));
    expect(offered(one, office)).toEqual(['depart', ...always]);
  });

  it('while an alarm is open', () => {
    expect(offered(late, office)).toEqual([...always, ...working]);
    expect(offered(late, machine)).toEqual(always);
    expect(offered(late, teacher)).toEqual(['tick', ...always]);
    expect(offered(ill, technician)).toEqual(always);
    const visitors = { [teacher]: 'accounted-for', [assistant]: 'accounted-for' };
    expect(offered(late.and(says('15:01', head, 'stand-down', { alarm: 'a1', how: 'They rang', visitors })), office)).toEqual([
      ...always,
      ...after,
    ]);
  });

  it('once they are back, until it is closed', () => {
    expect(offered(back, teacher)).toEqual(['tick', ...always, ...after]);
    expect(offered(back, office)).toEqual([...always, ...after]);
    const written = back.and(says('14:25', teacher, 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed' } }));
    expect(offered(written, office)).toEqual([...always, ...after]);
    expect(offered(written.and(says('14:30', office, 'close')), office)).toEqual(always);
    expect(offered(given(says('09:00', teacher, 'cancel', { reason: 'Ill' })), office)).toEqual(always);
  });

  it('closing waits for an alarm that whoever asks knows of, and for nothing that is missing', () => {
    const closing = (standing: Standing, who: string) => seenBy(standing, who).actions.find(({ name }) => name === 'close');
    const written = (standing: Given) =>
      standing.and(
        says('14:20', teacher, 'return', { visitor: 'all' }),
        says('14:25', teacher, 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed', cpoms: 'See it', 'dsl-told': true } }),
      );
    const allowed = (standing: Given) => [teacher, office].map((who) => closing(written(standing), who)?.allowed);
    expect(allowed(gone)).toEqual([true, true]);
    expect(allowed(ill)).toEqual([false, false]);
    expect(allowed(helped)).toEqual([true, false]);
    expect(closing(back, office)).toMatchObject({ allowed: false, unmet: [{ code: 'outcome-said' }, { code: 'concern-asked' }] });
    for (const one of seenBy(gone, teacher).actions) expect(one).toEqual({ name: one.name, allowed: true });
  });

  it('agreeing does not wait for the agreement itself, and departing does', () => {
    const ready = given(says('08:35', teacher, 'answer', { answers }));
    const one = (name: string) => seenBy(ready, head).actions.find((action) => action.name === name);
    expect(one('authorise')).toMatchObject({ allowed: true, unmet: [] });
    expect(one('depart')?.unmet?.map(({ wants }) => wants.kind)).toContain('agreement');
  });
});

describe('the board', () => {
  const row = (standing: Standing, who: string | Viewer = office) =>
    boardRow(standing.visit, typeof who === 'string' ? { person: who } : who, standing.known, standing.now);
  const asking = given(...authorised, passing('13:15'));
  const departure = asking.visit.alarms[0]!;

  it('has one line for a visit, with each who is out, their clocks and its alarms', () => {
    const clock = { id: 'round-return', expects: 'return', dueAt: at('14:30'), alarmAt: at('15:00'), overdue: true };
    expect(row(late)).toMatchObject({
      ...{ visit: 'HV-000001', state: 'overdue', nextAt: at('14:30') },
      visitors: [teacher, assistant].map((person) => ({ person, at: 'HV-000001', clocks: [clock] })),
    });
    expect(row(late)?.alarms).toEqual([
      { id: 'a1', kind: 'overdue', of: 'round-return', rung: 1, heldBy: null, heldUntil: null, openedAt: at('15:00') },
    ]);
    const [first] = row(late)!.visitors;
    expect(first?.['clocks']).toHaveLength(1);
    expect(row(gone)).toMatchObject({ state: 'out', alarms: [], visitors: [{ clocks: [{ overdue: false }] }, {}] });
  });

  it('says where each was last', () => {
    const there = { visit: 'HV-000002' };
    const moved = holding(gone, {
      visitors: gone.visit.visitors.map((v, i) => (i === 0 ? { ...v, stops: [{ visit: 'HV-000001' }, there] } : v)),
    });
    expect(row(moved)?.visitors.map((one) => one['at'])).toEqual(['HV-000002', 'HV-000001']);
  });

  it('puts a call for help before lateness, lateness before a concern, and a concern before a time that has come', () => {
    expect(row(helped.and(passing('15:00')))?.state).toBe('help');
    expect(row(ill.and(passing('15:00')))?.state).toBe('overdue');
    expect(row(ill.and(passing('14:40')))?.state).toBe('concern');
    expect(row(gone.and(passing('14:40')))?.state).toBe('due');
    const lateAlone = holding({ ...late, now: at('13:30') }, {});
    expect(row(lateAlone)?.state).toBe('overdue');
  });

  it('leaves out an alarm that is over, and shows each their own', () => {
    const visitors = { [teacher]: at('16:00'), [assistant]: at('16:00') };
    const over = late.and(says('15:01', head, 'stand-down', { alarm: 'a1', how: 'They rang', visitors }));
    expect(row(over)).toMatchObject({ state: 'out', alarms: [] });
    expect([row(helped, teacher), row(helped, machine), row(helped, technician)]).toMatchObject([
      { state: 'out', alarms: [] },
      { state: 'out', alarms: [] },
      { state: 'help', alarms: [{ id: 'h1' }] },
    ]);
    expect([row(ill, teacher)?.state, row(ill, technician)?.state]).toEqual(['concern', 'out']);
  });

  it('is empty while the only alarm asks whether they have gone', () => {
    expect(departure).toMatchObject({ kind: 'overdue', of: 'departure' });
    expect(row(asking)).toBeUndefined();
  });

  it('shows any other lateness though nobody has signed out', () => {
    const arriving = {
      ...asking.visit.watch!,
      clocks: asking.visit.watch!.clocks.map((clock) => ({ ...clock, expects: 'arrive' as const })),
    };
    expect(row(holding(asking, { watch: arriving }))).toMatchObject({ state: 'overdue', visitors: [], alarms: [{ id: 'a1' }] });
    expect(row(holding(asking, { alarms: [{ ...departure, of: 'round-return' }] }))).toMatchObject({ alarms: [{ of: 'round-return' }] });
    const { watch: _watch, ...unwatched } = asking.visit;
    expect(row({ ...asking, visit: unwatched })).toMatchObject({ alarms: [{ id: 'a1' }] });
  });

  it('shows that one of them has not signed out, once another has', () => {
    const one = given(...authorised, says('13:00', teacher, 'depart', { ticks }), passing('13:15'));
    expect(row(one)).toMatchObject({ state: 'overdue', visitors: [{ person: teacher }], alarms: [{ of: 'departure' }] });
  });
});

describe('a later home of an outing', () => {
  const lead = {
    ...gone.visit,
    visit: 'HV-000009',
    visitors: gone.visit.visitors.map((v) => ({ ...v, next: 'HV-000001', stops: [{ visit: 'HV-000009' }] })),
  };
  const linked = holding(given(...authorised), {
    visitors: gone.visit.visitors.map(({ person }) => ({ person, contacts: {}, inBreach: false, stops: [], lead: 'HV-000009' })),
  });
  const standing = { ...linked, known: { ...known, leads: [lead] } };

  it('shows each as the visit that watches them has them, and which that is', () => {
    expect(seenBy(standing, office)).toMatchObject({
      stage: 'out',
      visitors: [teacher, assistant].map((person) => ({
        ...{
          person,
          watchedBy: 'HV-000009',
          signedOutAt: at('13:00'),
          arrivedAt: null,
          leftAt: null,
          next: 'HV-000001',
          state: 'signed-out',
        },
        stops: [{ visit: 'HV-000009' }],
      })),
    });
  });

  it('shows when they were at this home, and not at the one before', () => {
    const stops = [
      { visit: 'HV-000009', arrivedAt: at('13:10'), leftAt: at('13:30') },
      { visit: 'HV-000001', arrivedAt: at('13:40'), leftAt: at('14:00') },
    ];
    const there = { ...lead, visitors: lead.visitors.map((v) => ({ ...v, stops })) };
    expect(seenBy({ ...standing, known: { ...known, leads: [there] } }, office)['visitors']).toMatchObject([
      { arrivedAt: at('13:40'), leftAt: at('14:00') },
      { arrivedAt: at('13:40') },
    ]);
  });

  it('has no line on the board of its own, and asks nobody to sign out again', () => {
    expect(boardRow(standing.visit, { person: office }, standing.known, at('14:00'))).toBeUndefined();
    expect(offered(standing, office)).not.toContain('depart');
    const one = holding(standing, { visitors: standing.visit.visitors.map((v, i) => (i === 0 ? v : { ...v, lead: undefined })) });
    expect(offered({ ...standing, ...one }, office)).toContain('depart');
  });
});

// ------------------------------------------------------------------------------------------------ messages

const link = 'https://doorstep.example/hampton/HV-000001';
/** A message of this kind to this person, as it would go out. */
const said = (about: NoticeAbout, to: string, standing: Standing = gone, changes: Partial<OwedNotice> = {}, page = link) =>
  wordingOf(
    { id: 'n', to, channel: 'text', about, queuedAt: at('13:00'), tries: 1, timeOuts: 0, ...changes },
    standing.visit,
    standing.known,
    page,
  );
const wordsTo = (about: NoticeAbout, to: string, standing?: Standing): readonly [string, string] => {
  const { subject, text } = said(about, to, standing);
  expect(text.endsWith(` ${link}`)).toBe(true);
  return [subject, text.slice(0, -link.length - 1)];
};
const rung = (n = 1, cycle = 0, alarm = 'a1'): NoticeAbout => ({ kind: 'rung', alarm, rung: n, cycle });
const nudge: NoticeAbout = { kind: 'nudge', clock: 'round-return' };
const over: NoticeAbout = { kind: 'over', alarm: 'a1' };
const task: NoticeAbout = { kind: 'task', task: 'family-told-off' };
const notice: NoticeAbout = { kind: 'notice', notice: 'copy' };
/** The alarm as it is, but for this. */
const alarmWith = (standing: Standing, changes: Partial<OpenedAlarm>): Standing =>
  holding(standing, { alarms: standing.visit.alarms.map((alarm) => ({ ...alarm, ...changes })) });

describe('a message to whoever may be in the house', () => {
  it.each([
    ['a step of the ladder', rung(), 'HV-000001: please ring the office when you can.'],
    ['that their time is past', nudge, 'HV-000001: please ring the office when you can.'],
    ['that an alarm is over', over, 'HV-000001: thank you, nothing more to do.'],
    ['something to fill in', task, 'HV-000001: there is something to fill in, once you are back.'],
    [
      'a notice of the policy',
      notice,
      'Visit HV-000001, Priya and Joel: The visitors have left. Here is your copy of the record of this visit.',
    ],
  ])('%s reads as nothing much', (_what, about, words) => {
    for (const who of [teacher, assistant]) expect(wordsTo(about, who, late), who).toEqual(['Visit HV-000001', words]);
  });

  it('is one to whoever called for help and then stayed behind too', () => {
    const left = holding(helped, { visitors: helped.visit.visitors.map((v) => (v.person === teacher ? { ...v, notGoing: 'Ill' } : v)) });
    expect(wordsTo(rung(1, 0, 'h1'), teacher, left)).toEqual(['Visit HV-000001', 'HV-000001: please ring the office when you can.']);
  });
});

describe('a message to anybody else', () => {
  const missing = 'Not back half an hour after their time. Ring each visitor now and record what came of it.';

  it('of lateness says who, since when and what to do', () => {
    expect(wordsTo(rung(), office, late)).toEqual([
      'Visit HV-000001: act now',
      `Visit HV-000001: Priya and Joel due 14:30 and not heard from. ${missing}`,
    ]);
  });

  it('of the last step again counts the message', () => {
    expect(wordsTo(rung(1, 1), office, late)[1]).toBe(
      `Visit HV-000001: Priya and Joel due 14:30 and not heard from. Still open, message 2. ${missing}`,
    );
  });

  it('that they have not signed out says when they were to', () => {
    const asking = given(...authorised, passing('13:15'));
    expect(wordsTo(rung(), office, asking)).toEqual([
      'Visit HV-000001: act now',
      'Visit HV-000001: Priya and Joel were to leave at 13:00 and have not signed out. This visit should have started and nobody has signed out. Gone, late, or off? Please record which.',
    ]);
  });

  it('of a call for help says that nobody is to be rung', () => {
    expect(wordsTo(rung(1, 0, 'h1'), office, helped)).toEqual([
      'Visit HV-000001: act now',
      'Visit HV-000001: Priya: call for help at 13:30. A visitor has called for help. Do not ring them or the home. Open the page now and agree who rings 999.',
    ]);
    const both = late.and(says('15:05', teacher, 'raise-alarm', { kind: 'help' }));
    expect(wordsTo(rung(), office, both)[1]).toBe(
      'Visit HV-000001: Priya and Joel due 14:30 and not heard from. Do not ring the visitors or the home. Open the page.',
    );
  });

  it('of a concern says of whom, since when and what to do', () => {
    expect(wordsTo(rung(), office, ill)[1]).toBe(
      'Visit HV-000001: Priya: something that cannot wait, 13:30. Something is wrong on this visit. Ring the visitors now and record what you agreed.',
    );
  });

  it('of something said against somebody names nobody, and is for one alone', () => {
    const against = holding(alarmWith(ill, { kind: 'allegation' }), {
      allegation: { of: 'HV-000001', about: [teacher], words: 'She shouted' },
    });
    expect(wordsTo(rung(), office, against)).toEqual([
      'HV-000001: for you alone',
      'HV-000001: Something is wrong on this visit. Ring the visitors now and record what you agreed.',
    ]);
  });

  it('of whoever says that they are back, where nobody has heard it who should, says so', () => {
    const watch = { ...late.visit.watch!, clocks: late.visit.watch!.clocks.map((clock) => ({ ...clock, heardBy: ['office'] })) };
    const unheard = (who: readonly string[]) =>
      holding(late, {
        watch,
        visitors: late.visit.visitors.map((v) => (who.includes(v.person) ? { ...v, contacts: { ...v.contacts, return: at('14:50') } } : v)),
      });
    expect(wordsTo(rung(), office, unheard([teacher, assistant]))[1]).toBe(
      `Visit HV-000001: Priya and Joel say they are back, and nobody has heard it who should. ${missing}`,
    );
    expect(wordsTo(rung(), office, unheard([teacher]))[1]).toContain('Priya and Joel due 14:30 and not heard from.');
  });

  it('names of a late pair whoever the alarm still waits for', () => {
    const one = alarmWith(late, { awaits: [{ clock: 'round-return', visitor: assistant }] });
    expect(wordsTo(rung(), office, one)[1]).toContain('Visit HV-000001: Joel due 14:30 and not heard from.');
    const none = alarmWith(late, { awaits: [{ clock: 'departure', visitor: assistant }] });
    expect(wordsTo(rung(), office, none)[1]).toContain('due at no set time and not heard from.');
  });

  it('of an alarm or a step that is not there says what is left', () => {
    expect(wordsTo(rung(1, 0, 'a7'), office, late)).toEqual(['Visit HV-000001: act now', 'Visit HV-000001:']);
    expect(wordsTo(rung(9), office, late)[1]).toBe('Visit HV-000001: Priya and Joel due 14:30 and not heard from.');
  });

  it('that their time is past names each once, and says what to do', () => {
    expect(wordsTo(nudge, office)).toEqual([
      'Visit HV-000001: past its time',
      'Visit HV-000001: Priya and Joel due 14:30, nothing heard yet. Fifteen minutes past their time. Ask them when they will be back, and record it.',
    ]);
    for (const clock of ['departure', 'no-such-clock'])
      expect(wordsTo({ kind: 'nudge', clock }, office)[1]).toMatch(/ due at no set time, nothing heard yet\.$/);
  });

  it('with a notice of the policy names the visitors, by what is known of them', () => {
    const words = 'The visitors have left. Here is your copy of the record of this visit.';
    expect(wordsTo(notice, office)).toEqual(['Visit HV-000001', `Visit HV-000001, Priya and Joel: ${words}`]);
    const { [assistant]: _gone, ...staff } = known.staff;
    expect(wordsTo(notice, office, { ...gone, known: { ...known, staff } })[1]).toBe(
      `Visit HV-000001, Priya and hampton-assistant: ${words}`,
    );
    expect(wordsTo({ kind: 'notice', notice: 'no-such' }, office)[1]).toBe('Visit HV-000001, Priya and Joel:');
  });

  it('with something to do says what, of a question or of one part of it', () => {
    const words = 'This visit is off. Please tell the family now, and record whom you told, when and how.';
    for (const which of ['family-told-off', 'family-told-off#adult-1'])
      expect(wordsTo({ kind: 'task', task: which }, office)).toEqual(['Visit HV-000001: to do', `Visit HV-000001: ${words}`]);
    for (const which of ['travel', 'no-such-question']) expect(wordsTo({ kind: 'task', task: which }, office)[1]).toBe('Visit HV-000001:');
  });

  it.each([
    ['stood-down', head, 'Stood down at 15:06 by Ruth. '],
    ['stood-down', 'machine:mis', 'Stood down at 15:06. '],
    ['revised', head, 'A new time was heard at 15:06. '],
    ['contact', teacher, 'They were heard from at 15:06. '],
    ['cancelled', head, 'The visit was called off at 15:06. '],
  ] as const)('that it is over says how: %s by %s', (because, by, words) => {
    const ended = { type: 'AlarmEnded' as const, at: at('15:06'), by, via: 'api' as const, alarm: 'a1', because };
    expect(wordsTo(over, office, alarmWith(late, { ended }))).toEqual([
      'Visit HV-000001: it is over',
      `Visit HV-000001: it is over. ${words}Nothing more to do.`,
    ]);
  });

  it('that it is over says no more where nothing is known of how', () => {
    expect(wordsTo(over, office, late)[1]).toBe('Visit HV-000001: it is over. Nothing more to do.');
    expect(wordsTo({ kind: 'over', alarm: 'a7' }, office, late)[1]).toBe('Visit HV-000001: it is over. Nothing more to do.');
  });
});

describe('the form of a message', () => {
  const plain = 'Visit HV-000001: it is over. Nothing more to do.';

  it('may be a repeat from the second time that it is tried', () => {
    const tried = (tries: number) => said(over, office, late, { tries }).text;
    expect([0, 1].map(tried)).toEqual([`${plain} ${link}`, `${plain} ${link}`]);
    expect([2, 3].map(tried)).toEqual([`(May be a repeat.) ${plain} ${link}`, `(May be a repeat.) ${plain} ${link}`]);
  });

  it('in an email has its link on a line of its own, and is never cut', () => {
    expect(said(over, office, late, { channel: 'email' })).toEqual({
      subject: 'Visit HV-000001: it is over',
      text: `${plain}\n\n${link}\n`,
    });
    const long = withPerson(teacher, { firstName: 'Zoë '.repeat(200).trim() });
    expect(said(notice, office, { ...gone, known: long }, { channel: 'email' }).text.length).toBeGreaterThan(800);
  });

  it('fills two parts of a text to the last letter, and is cut at a word beyond that', () => {
    const room = longestText - link.length - 1;
    const ofLength = (length: number) => {
      const lead = 'Visit HV-000001,  and Joel: '.length;
      const copy = known.rules.notices.find(({ id }) => id === 'copy')!.say;
      const firstName = 'a'.repeat(length - lead - copy.length);
      return said(notice, office, { ...gone, known: withPerson(teacher, { firstName }) }).text;
    };
    expect(ofLength(room)).toHaveLength(longestText);
    expect(ofLength(room)).not.toContain('...');
    expect(ofLength(room + 1)).toMatch(/ record of this\.\.\. https:/);
    expect(ofLength(room + 1).length).toBeLessThanOrEqual(longestText);
  });

  it('keeps its link where there is hardly room for anything else', () => {
    const page = (room: number) => `https://${'x'.repeat(longestText - room - 1 - 'https://'.length)}`;
    expect(said(over, office, late, {}, page(15)).text).toBe(`Visit... ${page(15)}`);
    expect(said(over, teacher, late, {}, page(10)).text).toBe(`... ${page(10)}`);
    expect(said(over, office, late, {}, page(plain.length)).text).toBe(`${plain} ${page(plain.length)}`);
  });

  it('is in plain letters, subject and text', () => {
    const known_ = withPerson(teacher, { firstName: 'Łucja–Zoé' });
    expect(said(notice, office, { ...gone, known: known_ }).text).toMatch(/^Visit HV-000001, Lucja-Zoé and Joel:/);
    expect(said(notice, office, { ...gone, known: known_ }, { channel: 'email' }).text).toMatch(/^Visit HV-000001, Lucja-Zoé and Joel:/);
    const odd = holding(gone, { visit: 'HV–1' });
    for (const channel of ['text', 'email'] as const) expect(said(notice, office, odd, { channel }).subject).toBe('Visit HV-1');
    expect(plainText('‘a’ “b” c–d—e… f\u00a0g\nh')).toBe(`'a' "b" c-d-e... f g\nh`);
    expect(plainText('ñ ü ß ç ê')).toBe('ñ ü ß c e');
    expect(plainText('😀')).toBe('?');
  });
});

// ------------------------------------------------------------------------------------------------ the card of a stage

describe('a line of the card, and what is shown with it', () => {
  const clauses = ['HA-99'];
  const line = { say: 'Please read this.', stages: ['during' as const], clauses };
  const question = { ask: 'What is it?', stage: 'during' as const, type: 'text' as const, clauses };
  const knows = ruledBy({
    prompts: [
      { ...line, id: 'beside-three', form: 'checklist', beside: ['open-one', 'secret-one', 'of-each', 'not-asked', 'not-answered'] },
      { ...line, id: 'alone', tick: 'asked' },
    ],
    questions: [
      { ...question, id: 'open-one', reads: 'logistics', ask: 'Which gate?' },
      { ...question, id: 'secret-one', reads: 'concern', ask: 'What worries you?', form: 'checklist' },
      { ...question, id: 'of-each', about: 'visitor', reads: 'logistics', ask: 'Your shoes?' },
      { ...question, id: 'not-asked', reads: 'logistics', when: [{ of: 'travel', is: ['boat'] }] },
      { ...question, id: 'not-answered', reads: 'logistics' },
      { ...question, id: 'not-beside', reads: 'logistics' },
      { ...question, id: 'later', stage: 'leave' },
      { ...question, id: 'danger', type: 'hazard', controls: ['alone', 'open-one', 'watch-ready', 'copy', 'illness', 'no-such'] },
    ],
    gates: [],
  });
  const value = (text: string) => ({ value: text, by: teacher, at: at('13:10') });
  const given_ = {
    ...{ 'open-one': value('The back gate'), 'secret-one': value('A bruise'), [`of-each#${assistant}`]: value('Boots') },
    ...{ 'not-asked': value('Oars'), 'not-beside': value('Else') },
  };
  const standing: Standing = { ...holding(gone, { answers: { ...gone.visit.answers, ...given_ } }), known: knows };
  const card = (who: string, stage: z.infer<typeof Stage> = 'during') => stageCard(standing.visit, stage, { person: who }, knows);
  const openOne = { question: 'open-one', ask: 'Which gate?', subject: '', value: 'The back gate' };
  const boots = { question: 'of-each', ask: 'Your shoes?', subject: assistant, value: 'Boots' };

  it('has beside it what was answered, as much of it as each may read', () => {
    expect(card(teacher).prompts.find(({ id }) => id === 'beside-three')).toEqual({
      ...{ id: 'beside-three', say: 'Please read this.', form: 'checklist', clauses },
      beside: [openOne, boots],
    });
    const forHead = {
      ...knows,
      rules: { ...knows.rules, prompts: knows.rules.prompts.map((p) => ({ ...p, to: ['head-of-school' as const] })) },
    };
    const seen = stageCard(standing.visit, 'during', { person: head }, forHead).prompts.find(({ id }) => id === 'beside-three');
    expect(seen?.beside?.map((one) => one.question)).toEqual(['open-one', 'secret-one', 'of-each']);
  });

  it('has nothing beside it where the policy wants nothing, and nothing to tick where there is nothing', () => {
    const alone = card(teacher).prompts.find(({ id }) => id === 'alone');
    expect(alone).toEqual({ id: 'alone', say: 'Please read this.', tick: 'asked', clauses, ticked: false });
    expect(alone).not.toHaveProperty('beside');
    expect(card(teacher).prompts.find(({ id }) => id === 'beside-three')).not.toHaveProperty('ticked');
  });

  it('stands at its stage, as the questions of that stage do', () => {
    expect(card(teacher).stage).toBe('during');
    const ids = (stage: z.infer<typeof Stage>) => card(teacher, stage).questions.map(({ id }) => id);
    expect(ids('during')).toEqual(expect.arrayContaining(['open-one', 'secret-one', 'of-each', 'not-answered', 'not-beside', 'danger']));
    expect(ids('during')).not.toContain('not-asked');
    expect(ids('during')).not.toContain('later');
    expect(ids('leave')).toContain('later');
  });

  it('has each question as the policy puts it, with what was said for whoever may read it', () => {
    const one = (who: string, name: string) => card(who).questions.find(({ id }) => id === name);
    expect(one(teacher, 'secret-one')).toEqual({
      ...{ id: 'secret-one', ask: 'What worries you?', type: 'text', form: 'checklist', about: 'visit', open: false, clauses },
      of: [{ subject: '', answered: true, yours: true }],
    });
    expect(one(head, 'secret-one')?.of).toEqual([{ subject: '', answered: true, yours: true, value: 'A bruise' }]);
    expect(one(teacher, 'of-each')?.of).toEqual([
      { subject: teacher, answered: false, yours: true },
      { subject: assistant, answered: true, yours: true, value: 'Boots' },
    ]);
    expect(one(teacher, 'open-one')).not.toHaveProperty('controls');
  });

  it('says of each thing that is done about a hazard what it is and what Doorstep does', () => {
    const say = (list: readonly { readonly id: string; readonly say: string }[], name: string) => list.find(({ id }) => id === name)?.say;
    expect(card(teacher).questions.find(({ id }) => id === 'danger')?.controls).toEqual([
      { id: 'alone', does: 'line', say: 'Please read this.' },
      { id: 'open-one', does: 'asks', say: 'Which gate?' },
      { id: 'watch-ready', does: 'demands', say: say(knows.rules.gates, 'watch-ready') },
      { id: 'copy', does: 'tells', say: 'The visitors have left. Here is your copy of the record of this visit.' },
      { id: 'illness', does: 'tells', say: 'Illness or an injury' },
    ]);
  });
});
