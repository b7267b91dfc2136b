/** Contracts of allegations, drills, how a school is doing, and what is kept and erased: for people, never for machines. */
import * as z from 'zod';
import { Hold } from '../../domain/hold.ts';
import { ReadingClass } from '../../domain/policy/policy.ts';
import { type ProblemName, refusalNames } from '../../http/problem-types.ts';
import type { OperationId } from '../routes.ts';
import type { Contract } from './contract.ts';
import * as examples from './examples.ts';
import { Home, Somebody, Visit, VisitNo, When } from './shapes.ts';

const ofCommand: readonly ProblemName[] = [...refusalNames, 'too-large', 'key-reused'];

// ------------------------------------------------------------------------------------------------ allegations

const Allegation = z
  .strictObject({
    id: z.string(),
    school: z.string(),
    visit: z.string(),
    about: z.array(z.strictObject({ person: z.string(), name: z.string().optional() })),
    words: z.string(),
    saidBy: z.string(),
    saidAt: When,
    heldBy: z.string().nullable(),
    heldUntil: When.nullable(),
    notes: z.array(z.strictObject({ at: When, by: z.string(), words: z.string().optional() })),
    told: z.array(z.string()),
    endedAt: When.nullable(),
    endedBy: z.string().nullable(),
    how: z.string().optional(),
  })
  .meta({ id: 'Allegation' });
const allegation = {
  id: 'AL-7K2M9QRA',
  school: 'moorside',
  visit: 'HV-7K2M9QRA',
  about: [{ person: 'ada-teacher', name: 'Ada Brown' }],
  words: 'As it was said',
  saidBy: 'moorside-office',
  saidAt: '2026-06-22T14:00:00.000Z',
  heldBy: null,
  heldUntil: null,
  notes: [],
  told: ['moorside-head'],
  endedAt: null,
  endedBy: null,
} as const;

const onAllegation = (summary: string, body: object): Contract => ({
  tag: 'Allegations',
  summary,
  answers: { 200: Allegation },
  problems: ofCommand,
  example: { body, answer: allegation },
});

const allegations = {
  allege: {
    tag: 'Allegations',
    summary: 'Say what was said against a visitor',
    description: 'It goes to whom the policy names, and to nobody else.',
    answers: { 201: z.strictObject({ id: z.string(), said: z.string().optional().describe('What happens with it now.') }) },
    problems: ofCommand,
    example: {
      body: { visit: 'HV-7K2M9QRA', about: ['ada-teacher'], words: 'As it was said' },
      answer: { id: 'AL-7K2M9QRA', said: 'The headteacher has been told.' },
    },
  },
  'list-allegations': {
    tag: 'Allegations',
    summary: 'List those that the caller sees to',
    answers: { 200: z.strictObject({ allegations: z.array(Allegation) }) },
    problems: [],
    example: { answer: { allegations: [allegation] } },
  },
  'read-allegation': {
    tag: 'Allegations',
    summary: 'Read one',
    answers: { 200: Allegation },
    problems: [],
    example: { answer: allegation },
  },
  'acknowledge-allegation': onAllegation('Take it', {}),
  'note-allegation': onAllegation('Note something about it', { words: 'Rang the LADO' }),
  'stand-down-allegation': onAllegation('Say that it is dealt with', { how: 'With the LADO' }),
} as const satisfies Partial<Record<OperationId, Contract>>;

// ------------------------------------------------------------------------------------------------ drills

const drillLine = {
  id: z.string(),
  ladder: z.string(),
  begunBy: z.string(),
  askedAt: When,
  startsAt: When,
  state: z.enum(['waiting', 'under-way', 'over']),
  secondsToAnswer: z.number().nullable(),
  endedAt: When.nullable(),
  endedBy: z.string().optional(),
  ended: z.string().optional(),
};
const DrillLine = z.strictObject(drillLine).meta({ id: 'DrillLine' });
const outcome = z.string().optional();
const Drill = z
  .strictObject({
    ...drillLine,
    school: z.string(),
    reason: z.string().optional(),
    until: When.optional(),
    heldBy: z.string().nullable(),
    heldUntil: When.nullable(),
    nextAt: When.optional(),
    rungs: z.array(
      z.strictObject({
        rung: z.int(),
        id: z.string(),
        do: z.string(),
        say: z.string(),
        wait: z.string(),
        begunAt: When.nullable(),
        why: z.string().optional(),
        passedOver: z.enum(['quiet', 'empty']).optional(),
        told: z.array(z.strictObject({ person: z.string(), name: z.string().optional(), text: outcome, email: outcome })),
        repeats: z.int(),
        messages: z.strictObject({ accepted: z.int(), failed: z.int(), uncertain: z.int() }),
        answeredAt: When.nullable(),
        answeredBy: z.string().nullable(),
        secondsToAnswer: z.number().nullable(),
      }),
    ),
    attempts: z
      .array(
        z.strictObject({
          at: When,
          by: z.string(),
          rung: z.int(),
          who: z.string().optional(),
          means: z.string().optional(),
          result: z.string(),
          words: z.string().optional(),
        }),
      )
      .optional(),
    firstAnswer: z.looseObject({ at: When, by: z.string(), rung: z.int() }).nullable(),
    neverAnswered: z.array(z.string()),
    how: z.string().optional(),
  })
  .meta({ id: 'Drill', description: 'A ladder climbed without anybody being out, and what came of it.' });
const aDrillLine = {
  id: 'DR-7K2M9QRA',
  ladder: 'missing',
  begunBy: 'moorside-head',
  askedAt: '2026-06-22T09:00:00.000Z',
  startsAt: '2026-06-22T09:00:00.000Z',
  state: 'under-way',
  secondsToAnswer: null,
  endedAt: null,
} as const;
const aDrill = {
  ...aDrillLine,
  school: 'moorside',
  heldBy: null,
  heldUntil: null,
  rungs: [],
  firstAnswer: null,
  neverAnswered: [],
} as const;
const onDrill = (summary: string, body: object): Contract => ({
  tag: 'Drills',
  summary,
  // Anybody may take it; who answered is for those who may open it.
  answers: { 200: z.union([Drill, DrillLine]) },
  problems: ofCommand,
  example: { body, answer: aDrillLine },
});
const Told = z.strictObject({ person: z.string(), name: z.string().optional(), channels: z.array(z.string()) });
const Wording = z.strictObject({ subject: z.string(), text: z.string() });

const drills = {
  'begin-drill': {
    tag: 'Drills',
    summary: 'Try a ladder',
    answers: { 201: Drill },
    problems: [...ofCommand, 'school-left'],
    example: { body: { ladder: 'missing' }, answer: aDrill },
  },
  'list-drills': {
    tag: 'Drills',
    summary: 'List drills, the newest first',
    answers: { 200: z.strictObject({ drills: z.array(DrillLine) }) },
    problems: [],
    example: { answer: { drills: [aDrillLine] } },
  },
  'read-drill': { tag: 'Drills', summary: 'Read what came of a drill', answers: { 200: Drill }, problems: [], example: { answer: aDrill } },
  'acknowledge-drill': onDrill('Take it, as in earnest', {}),
  'log-attempt-drill': onDrill('Note an attempt, as in earnest', { rung: 1, result: 'no-answer' }),
  'escalate-drill': onDrill('Go on to the next step', {}),
  'record-police-drill': onDrill('Note that the police would be rung', {}),
  'stand-down-drill': onDrill('Say that it is over', { how: 'Everybody answered' }),
  rehearse: {
    tag: 'Drills',
    summary: 'See whom the ladders would tell, and when',
    answers: {
      200: z.strictObject({
        at: When,
        ladders: z.array(
          z.strictObject({
            ladder: z.string(),
            climbedBy: z.array(z.string()),
            rungs: z
              .array(
                z.strictObject({
                  rung: z.int(),
                  id: z.string(),
                  do: z.string(),
                  say: z.string(),
                  wait: z.string(),
                  at: When,
                  passedOver: z.enum(['quiet', 'empty']).optional(),
                  told: z.array(Told),
                  onlyOnVisit: z.array(z.string()),
                  inEarnest: Wording,
                  inDrill: Wording,
                }),
              )
              .optional(),
            repeatsAt: When.optional(),
          }),
        ),
      }),
    },
    problems: [],
    example: { answer: { at: '2026-06-22T09:00:00.000Z', ladders: [{ ladder: 'missing', climbedBy: ['overdue'] }] } },
  },
  'rehearse-visit': {
    tag: 'Drills',
    summary: 'See what would follow if nobody came back',
    answers: {
      200: z.strictObject({
        version: z.string(),
        clocks: z.array(z.strictObject({ id: z.string(), expects: z.string(), dueAt: When, alarmAt: When })),
        tellings: z.array(
          z.strictObject({
            at: When,
            what: z.enum(['rung', 'nudge', 'notice']),
            alarm: z.string().optional(),
            rung: z.int().optional(),
            do: z.string().optional(),
            clauses: z.array(z.string()).optional(),
            passedOver: z.enum(['quiet', 'empty']).optional(),
            text: z.string().optional(),
            told: z.array(z.strictObject({ person: z.string(), channels: z.array(z.string()) })),
          }),
        ),
        repeatsAt: When.optional(),
      }),
    },
    problems: [],
    example: {
      query: { visitors: 'ada-teacher', departAt: '2026-06-22T13:00:00+01:00' },
      answer: { version: '3', clocks: [], tellings: [] },
    },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

// ------------------------------------------------------------------------------------------------ how a school is doing

const Durations = z.strictObject({ n: z.int(), median: z.number().nullable(), worst: z.number().nullable() });
const counts = {
  visits: z.int(),
  onTime: z.int(),
  late: z.int(),
  overdue: z.int(),
  help: z.int(),
  concern: z.int(),
  answered: Durations,
  ended: Durations,
  rungs: z.array(z.strictObject({ rung: z.int(), answered: Durations, ended: Durations })),
};
const none = { n: 0, median: null, worst: null } as const;

const doing = {
  'read-doing': {
    tag: 'Policy and settings',
    summary: 'See how the school is doing, by month',
    answers: {
      200: z.strictObject({
        at: When,
        from: z.string(),
        to: z.string(),
        months: z.array(z.strictObject({ ...counts, month: z.string() })),
        total: z.strictObject(counts),
        isWhole: z.boolean(),
      }),
    },
    problems: [],
    example: {
      query: { from: '2026-05', to: '2026-06' },
      answer: {
        at: '2026-06-22T09:00:00.000Z',
        from: '2026-05',
        to: '2026-06',
        months: [],
        total: { visits: 0, onTime: 0, late: 0, overdue: 0, help: 0, concern: 0, answered: none, ended: none, rungs: [] },
        isWhole: true,
      },
    },
  },
  'read-preflight': {
    tag: 'Policy and settings',
    summary: 'See what would stop an alarm',
    answers: {
      200: z.strictObject({
        at: When,
        checks: z.array(
          z.strictObject({
            id: z.string(),
            says: z.string(),
            outcome: z.enum(['ok', 'warn', 'stop', 'not-checked']),
            detail: z.array(z.string()),
            mend: z.string(),
          }),
        ),
      }),
    },
    problems: [],
    example: { answer: { at: '2026-06-22T09:00:00.000Z', checks: [] } },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

// ------------------------------------------------------------------------------------------------ what is kept and erased

const hold = { id: 'h-7k2m9q4x', on: { kind: 'school' }, reason: 'An inquiry', placed: examples.done } as const;
const Reading = z.strictObject({ reader: z.string(), day: z.iso.date(), times: z.int(), first: When, last: When });
const Erased = z.strictObject({ id: z.string(), at: z.string(), by: z.string().nullable() });
const ErasureBody = { household: examples.home.id } as const;

const keeping = {
  'list-holds': {
    tag: 'Keeping and erasing',
    summary: 'List legal holds',
    answers: { 200: z.strictObject({ holds: z.array(Hold) }) },
    problems: [],
    example: { answer: { holds: [hold] } },
  },
  'place-hold': {
    tag: 'Keeping and erasing',
    summary: 'Keep something from being erased',
    answers: { 200: Hold, 201: Hold },
    problems: ['key-reused'],
    example: { body: { on: { kind: 'school' }, reason: 'An inquiry' }, answer: hold },
  },
  'release-hold': {
    tag: 'Keeping and erasing',
    summary: 'Release a legal hold',
    answers: { 200: Hold },
    problems: [],
    example: { body: {}, answer: { ...hold, released: examples.done } },
  },
  everything: {
    tag: 'Bringing in and taking out',
    summary: 'Take out all that is held on somebody',
    answers: {
      200: z.strictObject({
        about: z.looseObject({}),
        person: Somebody.optional(),
        before: z.array(Somebody).optional(),
        households: z.array(z.strictObject({ household: Home, before: z.array(Home) })).optional(),
        visits: z.array(Visit.extend({ readings: z.array(Reading) })),
        allegations: z.array(z.union([Allegation, z.looseObject({ id: z.string() })])),
        drills: z.array(Drill),
        withheld: z.array(z.strictObject({ id: z.string(), classes: z.array(ReadingClass) })),
        holds: z.array(Hold),
      }),
    },
    problems: [],
    example: {
      query: { household: examples.home.id },
      answer: { about: { household: examples.home.id }, visits: [], allegations: [], drills: [], withheld: [], holds: [] },
    },
  },
  'list-erasures': {
    tag: 'Keeping and erasing',
    summary: 'List what was erased',
    answers: { 200: z.strictObject({ homes: z.array(Erased), people: z.array(Erased) }) },
    problems: [],
    example: { answer: { homes: [], people: [] } },
  },
  'foresee-erasure': {
    tag: 'Keeping and erasing',
    summary: 'See what erasing somebody would come to',
    answers: {
      200: z.strictObject({
        visits: z.int(),
        notOver: z.array(VisitNo),
        holds: z.array(z.string()),
        stillThere: z.literal(true).optional(),
      }),
    },
    problems: [],
    example: { query: ErasureBody, answer: { visits: 2, notOver: [], holds: [] } },
  },
  erase: {
    tag: 'Keeping and erasing',
    summary: 'Erase a home or a person',
    answers: { 200: z.strictObject({ done: z.boolean().describe('False: send the same again to go on.'), visits: z.int() }) },
    problems: ['in-the-way'],
    example: { body: ErasureBody, answer: { done: true, visits: 2 } },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

export const otherContracts = { ...allegations, ...drills, ...doing, ...keeping } as const;
