/** Contracts of asking for visits, reading them, and everything that is done to one. */
import * as z from 'zod';
import type { OperationId } from '../routes.ts';
import type { CommandName } from '../../domain/visit/commands.ts';
import { Stage, VisitorState } from '../../domain/visit/stage.ts';
import { type ProblemName, refusalNames } from '../../http/problem-types.ts';
import type { Contract, Tag } from './contract.ts';
import * as examples from './examples.ts';
import { Alarm, Ask, Card, Each, Home, next, Prompt, Ring, Unmet, Visit, VisitAfter, VisitLine, VisitNo, Visitor, When } from './shapes.ts';

/** Whatever the rules of a visit may say. */
const asThingsAre: readonly ProblemName[] = refusalNames;
const ofCommand: readonly ProblemName[] = [...asThingsAre, 'changed', 'too-large', 'key-reused'];

const Expected = z.strictObject({
  contact: z.string(),
  dueAt: When.optional(),
  alarmAt: When.optional(),
  rungs: z.array(
    z.strictObject({
      do: z.string(),
      say: z.string(),
      wait: z.string(),
      who: z.array(z.string()),
      clauses: z.array(z.string()),
    }),
  ),
});

const BoardRow = z
  .strictObject({
    visit: VisitNo,
    state: z.enum(['help', 'unreadable', 'overdue', 'concern', 'due', 'out']).describe('The worst of it.'),
    household: Home.pick({ id: true, name: true }).optional(),
    visitors: z.array(
      z.union([
        Visitor.extend({
          at: z.string().describe('The visit at whose home they are, or were last.'),
          clocks: z.array(z.strictObject({ id: z.string(), expects: z.string(), dueAt: When, alarmAt: When, overdue: z.boolean() })),
        }),
        z.strictObject({ person: z.string(), state: VisitorState }),
      ]),
    ),
    alarms: z.array(Alarm.pick({ id: true, kind: true, of: true, rung: true, heldBy: true, heldUntil: true, openedAt: true })),
    nextAt: When.optional().describe('When somebody is next to be heard of.'),
    say: z.string().optional(),
  })
  .meta({ id: 'BoardRow' });

const ToDo = z.strictObject({
  kind: z.enum(['contact', 'task', 'agree', 'answer', 'tick', 'amend', 'depart', 'write-up', 'close']),
  say: z.string().optional(),
  clauses: z.array(z.string()),
  question: z.string().optional(),
  stage: z.string().optional(),
});

const letter = z.strictObject({
  visit: VisitNo,
  stage: Stage,
  household: z.string(),
  name: z.string().optional(),
  address: z.string().optional(),
  date: z.iso.date().optional(),
  arrives: z.string().optional(),
  visitors: z.array(z.string()),
  purpose: z.string().optional(),
  round: z.strictObject({ id: z.string(), order: z.int() }).optional(),
  unanswered: z.array(z.strictObject({ question: z.string(), ask: z.string(), clauses: z.array(z.string()) })),
});

export const visitContracts = {
  request: {
    tag: 'Visits',
    summary: 'Ask for a visit',
    description:
      'The home is one that Doorstep knows, by its id, or is given whole and kept with the request. What else the school’s policy asks stands in `actions`, in what is `unmet`. Nobody leaves before somebody has agreed to it in Doorstep. Sent again with the same key it makes no second visit.',
    answers: { 201: Visit },
    problems: [...asThingsAre, 'school-left', 'key-reused'],
    example: { body: examples.request, answer: examples.visit },
  },
  'foresee-visit': {
    tag: 'Visits',
    summary: 'See what the policy would ask of a visit',
    description: 'Nothing is asked for by it, and nothing is kept. Send as much of the request as is known.',
    answers: {
      200: z.strictObject({
        prompts: z.array(Prompt),
        questions: z.array(Ask),
        counted: z.array(z.string()).describe('Which of the given answers are to questions that are asked of such a visit.'),
        unmet: z.record(z.string(), z.array(Unmet)).describe('By step, what would stand in its way.'),
      }),
    },
    problems: asThingsAre,
    example: { body: examples.request, answer: { prompts: [], questions: [], counted: [], unmet: { request: [] } } },
  },
  'list-visits': {
    tag: 'Visits',
    summary: 'List visits, the newest change first',
    description:
      'With `Accept: text/csv` all of them at once as a table for governors: number, stage, kind, day and time, and how many go; no name of anybody.',
    also: { 'text/csv': 'A line for each visit.' },
    answers: { 200: z.strictObject({ visits: z.array(VisitLine), next }) },
    problems: [],
    example: { query: { stage: 'authorised', limit: '20' }, answer: { visits: [examples.line] } },
  },
  'list-changes': {
    tag: 'What changed',
    summary: 'Follow what changes, the oldest change first',
    description:
      'Keep `next` and send it as `after` the next time, also after a day: no change is skipped, and a visit may come twice. A change is there a minute after it happened. What is answered is the visit’s line as it is now.',
    answers: {
      200: z.strictObject({
        changes: z.array(
          z.union([VisitLine, z.strictObject({ id: VisitNo, erased: z.literal(true).describe('Nothing is kept of it any more.') })]),
        ),
        next: z.string().describe('Where the next call goes on.'),
        more: z.boolean().describe('There is more already: call again at once.'),
      }),
    },
    problems: [],
    example: { query: { limit: '50' }, answer: { changes: [examples.line], next: 'MjAyNi0wNi0x', more: false } },
  },
  'read-visit': {
    tag: 'Visits',
    summary: 'Read a visit',
    description: 'A machine is shown how it stands, and never what it is about.',
    answers: { 200: Visit },
    problems: [],
    example: { answer: examples.visit },
  },
  'read-card': {
    tag: 'Visits',
    summary: 'Read what is asked at a stage',
    answers: { 200: Card },
    problems: [],
    example: { answer: { stage: 'depart', prompts: [], questions: [] } },
  },
  'to-do': {
    tag: 'Visits',
    summary: 'Read what the caller has to do now',
    answers: {
      200: z.strictObject({
        visits: z.array(
          z.strictObject({
            visit: VisitNo,
            stage: Stage,
            plannedAt: When.optional(),
            visitors: z.array(z.string()),
            isMine: z.boolean(),
            do: z.array(ToDo),
          }),
        ),
        isWhole: z.boolean(),
        policy: z.array(z.looseObject({ kind: z.enum(['agree', 'review']) })),
      }),
    },
    problems: [],
    example: { answer: { visits: [], isWhole: true, policy: [] } },
  },
  'read-phone': {
    tag: 'While they are out',
    summary: 'Read what a visitor needs on the phone',
    answers: {
      200: z.strictObject({
        visit: Visit,
        at: VisitNo,
        outing: z.array(z.string()),
        next: VisitNo.optional(),
        due: z.strictObject({ departAt: When, arriveAt: When, leaveAt: When, returnAt: When }).partial(),
        cards: z.array(Card),
        ring: z.array(Ring),
        unheard: z.boolean(),
        says: z.record(z.string(), z.string()),
      }),
    },
    problems: [],
    example: {
      answer: {
        visit: examples.visit,
        at: examples.visit.id,
        outing: [examples.visit.id],
        due: {},
        cards: [],
        ring: [],
        unheard: false,
        says: {},
      },
    },
  },
  'read-sheet': {
    tag: 'Visits',
    summary: 'Read the sheet for the folder',
    description: 'One page with all that somebody needs who looks for a colleague who is not back.',
    answers: {
      200: z.strictObject({ visit: Visit, hazards: z.array(Ask), expected: z.array(Expected), ring: z.array(Ring) }),
    },
    problems: [],
    example: { answer: { visit: examples.visit, hazards: [], expected: [], ring: [] } },
  },
  'visit-calendar': {
    tag: 'Bringing in and taking out',
    summary: 'Put a visit into a calendar',
    answers: {},
    also: { 'text/calendar': 'One event: the number of the visit and its times, and whether it was called off.' },
    problems: [],
    example: { answer: undefined },
  },
  'school-calendar': {
    tag: 'Bringing in and taking out',
    summary: 'Subscribe to the visits of a school',
    description:
      'From a month ago to a year ahead. A calendar program sends no headers, so the key of a machine of scope `calendar` stands in the address (`?key=`); it opens nothing else.',
    answers: {},
    also: { 'text/calendar': 'An event for each visit, with no name of anybody.' },
    problems: [],
    example: { answer: undefined },
  },
  board: {
    tag: 'While they are out',
    summary: 'See who is out now, the worst first',
    answers: { 200: z.strictObject({ visits: z.array(BoardRow) }) },
    problems: [],
    example: {
      answer: { visits: [{ visit: examples.visit.id, state: 'out', household: { id: 'h-2f6k9m3q' }, visitors: [], alarms: [] }] },
    },
  },
  timetable: {
    tag: 'Visits',
    summary: 'Ask for up to a hundred visits at once',
    description:
      'Each is answered as it would have been alone, and none holds up another. Sent again with the same key it makes none twice.',
    answers: {
      200: z.strictObject({
        visits: z.array(
          z.strictObject({
            ...Each,
            household: z.string().optional(),
            id: VisitNo.optional(),
            stage: Stage.optional(),
            unmet: z.array(Unmet.pick({ code: true, clauses: true, message: true, missing: true })).optional(),
            warnings: z
              .array(z.strictObject({ code: z.string(), message: z.string(), person: z.string(), with: z.array(z.string()) }))
              .optional(),
          }),
        ),
      }),
    },
    problems: ['school-left', 'key-reused'],
    example: {
      body: { visits: [examples.request] },
      answer: { visits: [{ status: 201, household: 'h-2f6k9m3q', id: examples.visit.id, stage: 'requested', unmet: [] }] },
    },
  },
  'read-timetable': {
    tag: 'Visits',
    summary: 'Read the timetable of some days',
    description: 'With `Accept: text/csv` as a table for a mail merge.',
    also: { 'text/csv': 'A line for each visit, with a line of names before them.' },
    answers: { 200: z.strictObject({ from: z.iso.date(), to: z.iso.date(), visits: z.array(letter) }) },
    problems: [],
    example: { query: { from: '2026-06-22' }, answer: { from: '2026-06-22', to: '2026-06-22', visits: [] } },
  },
  'answer-visits': {
    tag: 'Before leaving',
    summary: 'Give the same answers to many visits',
    answers: { 200: z.strictObject({ visits: z.array(z.strictObject({ ...Each, visit: VisitNo })) }) },
    problems: ['key-reused'],
    example: {
      body: { visits: [examples.visit.id], answers: { 'notice-how': 'letter' } },
      answer: { visits: [{ visit: examples.visit.id, status: 200 }] },
    },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

/** What each command does, with a body. */
const commands: Readonly<Record<CommandName, readonly [tag: Tag, summary: string, body: object, description?: string]>> = {
  amend: [
    'Before leaving',
    'Change what was asked for',
    { purpose: 'To meet the family, and the new baby' },
    'Whoever agreed to it may have to agree again.',
  ],
  reschedule: [
    'Before leaving',
    'Put it off to another day',
    { reason: 'The family is away', plan: { departAt: '2026-06-29T13:00:00+01:00', returnAt: '2026-06-29T14:30:00+01:00' } },
  ],
  answer: ['Before leaving', 'Answer what the policy asks', { answers: { 'notice-sent': '2026-06-15' } }],
  tick: ['Before leaving', 'Say that lines were read or done', { ticks: ['carry-phone'] }],
  'not-going': ['Before leaving', 'Say that somebody stays behind', { visitor: 'ada-teacher', reason: 'Ill' }],
  assess: ['Before leaving', 'Sign one’s own risk assessment', { answers: { aggression: { confirmed: true } }, signed: true }],
  authorise: ['Before leaving', 'Agree to it', { note: 'Take the school phone' }, 'As far as the policy asks the caller. Never a machine.'],
  decline: ['Before leaving', 'Decline it', { reason: 'Not before the review meeting' }],
  'send-back': ['Before leaving', 'Send it back to whoever asked', { reason: 'Who goes with you?' }],
  cancel: ['Before leaving', 'Call it off', { reason: 'The family has moved' }],
  depart: [
    'Before leaving',
    'Sign out of school',
    { visitor: 'all', ticks: ['carry-phone'] },
    'Refused while anything is `unmet`. From now on they are watched.',
  ],
  'text-page': ['Before leaving', 'Text a visitor the link to their page', {}],
  'depart-in-breach': ['While they are out', 'Say that they have left all the same', { visitor: 'all', reason: 'They are on their way' }],
  arrive: ['While they are out', 'Say that they are at the home', { visitor: 'all' }],
  'check-in': ['While they are out', 'Say that all is well', { words: 'Staying for tea' }],
  leave: ['While they are out', 'Say that they have left the home', { visitor: 'all', outcome: 'completed' }],
  return: ['While they are out', 'Say that they are back', { visitor: 'all' }],
  revise: ['While they are out', 'Say new times', { plan: { returnAt: '2026-06-22T15:00:00+01:00' }, toldBy: 'Ada', means: 'phone' }],
  correct: ['While they are out', 'Say that something was said by mistake', { what: 'return', so: 'Wrong visit' }],
  'raise-alarm': ['While they are out', 'Call for help', { kind: 'help' }],
  note: ['While they are out', 'Note something', { words: 'Their car is in the drive' }],
  acknowledge: ['Alarms', 'Take an alarm', { alarm: 'a1' }, 'Holds its ladder for a time. Never a machine.'],
  'log-attempt': ['Alarms', 'Note how an attempt to reach them went', { alarm: 'a1', rung: 1, result: 'no-answer' }],
  escalate: ['Alarms', 'Go on to the next step at once', { alarm: 'a1' }],
  'record-police': ['Alarms', 'Note that the police were rung', { alarm: 'a1', reference: 'CAD 77' }],
  'stand-down': [
    'Alarms',
    'Say that an alarm is over',
    { alarm: 'a1', how: 'They rang from the car', visitors: { 'ada-teacher': 'accounted-for' } },
  ],
  'write-up': ['Afterwards', 'Write it up', { answers: { 'any-concern': 'none' } }],
  'record-reference': ['Afterwards', 'Note where the record of it stands', { system: 'CPOMS', reference: '20417' }],
  'pass-on': ['Afterwards', 'Pass a concern on', { to: 'The DSL', words: 'As told on the day' }],
  close: ['Afterwards', 'Close it', {}],
};

/** One operation for each. */
export const commandContracts = Object.fromEntries(
  Object.entries(commands).map(([name, [tag, summary, body, description]]): [string, Contract] => [
    name,
    {
      tag,
      summary,
      ...(description === undefined ? {} : { description }),
      answers: { 200: VisitAfter },
      problems: ofCommand,
      example: { body, answer: examples.visit },
    },
  ]),
  // Each name has its contract, which a list of entries cannot say.
) as Readonly<Record<CommandName, Contract>>;
