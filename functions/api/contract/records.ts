/** Contracts of what a school keeps besides its visits: homes, people, its policy and settings, machines. */
import * as z from 'zod';
import { Agreed } from '../../domain/policy/policy.ts';
import type { OperationId } from '../routes.ts';
import type { Contract } from './contract.ts';
import * as examples from './examples.ts';
import { Contacts, Done, Each, Home, next, ShownMachine, Somebody, VisitNo, When } from './shapes.ts';

const Day = z.iso.date();

const homes = {
  'list-households': {
    tag: 'Homes',
    summary: 'Find homes',
    description: 'By a part of the name or address (`q`), or by a child (`pupil`), who may have several.',
    answers: { 200: z.strictObject({ households: z.array(Home), next }) },
    problems: [],
    example: { query: { q: 'okafor' }, answer: { households: [examples.home] } },
  },
  'read-household': {
    tag: 'Homes',
    summary: 'Read a home',
    answers: { 200: Home },
    problems: [],
    example: { answer: examples.home },
  },
  'write-household': {
    tag: 'Homes',
    summary: 'Put a home',
    description:
      'All of it, in the place of what was there: read it first. Hazards are added and ended, never lost. Another address is a move, and what visits found out about the old one ends with it.',
    answers: { 200: Home, 201: Home },
    problems: ['merged', 'changed', 'precondition-required'],
    example: {
      body: { name: 'The Okafors', address: '14 Mill Lane', phones: ['07700 900123'], pupils: [{ id: 'MIS-20417', name: 'Daniel' }] },
      answer: examples.home,
    },
  },
  'visits-of-household': {
    tag: 'Homes',
    summary: 'List the visits to a home, the last first',
    answers: {
      200: z.strictObject({
        visits: z.array(
          z.strictObject({
            visit: VisitNo,
            stage: z.string(),
            plannedAt: When.optional(),
            type: z.string().optional(),
            visitors: z.array(z.string()).optional(),
            outcomes: z.array(z.unknown()).optional(),
            entered: z.boolean().optional(),
            incidents: z.array(z.strictObject({ kind: z.string(), openedAt: When, endedAt: When.nullable() })).optional(),
          }),
        ),
        next,
      }),
    },
    problems: [],
    example: { answer: { visits: [{ visit: 'HV-7K2M9QRA', stage: 'closed', plannedAt: '2026-06-22T12:00:00.000Z' }] } },
  },
  'history-of-household': {
    tag: 'Homes',
    summary: 'Read what the record of a home was before',
    answers: {
      200: z.strictObject({
        history: z.array(z.strictObject({ household: z.string(), at: z.string().nullable(), by: z.string().nullable(), record: Home })),
      }),
    },
    problems: [],
    example: { answer: { history: [{ household: examples.home.id, ...examples.done, record: examples.home }] } },
  },
  'merge-households': {
    tag: 'Homes',
    summary: 'Make one home of two',
    answers: { 200: Home },
    problems: ['not-merged'],
    example: { body: { from: 'h-3c8n2w7p' }, answer: examples.home },
  },
  'list-duplicates': {
    tag: 'Homes',
    summary: 'List homes that look like one home twice',
    answers: {
      200: z.strictObject({
        duplicates: z.array(
          z.strictObject({
            households: z.array(z.strictObject({ id: z.string(), name: z.string(), address: z.string().optional() })),
            why: z.array(z.enum(['same-address', 'same-phone', 'same-child-and-name'])),
          }),
        ),
      }),
    },
    problems: [],
    example: { answer: { duplicates: [] } },
  },
  'answer-households': {
    tag: 'Homes',
    summary: 'Keep the same answers with many homes',
    answers: { 200: z.strictObject({ households: z.array(z.strictObject({ ...Each, household: z.string() })) }) },
    problems: [],
    example: {
      body: { households: [examples.home.id], answers: { 'offer-answer': 'accepted' } },
      answer: { households: [{ household: examples.home.id, status: 200 }] },
    },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

const people = {
  'list-people': {
    tag: 'People',
    summary: 'List the staff',
    answers: { 200: z.strictObject({ people: z.array(Somebody) }) },
    problems: [],
    example: { query: { duty: 'visitor' }, answer: { people: [examples.person] } },
  },
  'read-person': {
    tag: 'People',
    summary: 'Read a person’s record',
    answers: { 200: Somebody },
    problems: [],
    example: { answer: examples.person },
  },
  'write-person': {
    tag: 'People',
    summary: 'Put a person’s record',
    description: 'All of it, in the place of what was there: read it first. Whoever has left is not put, but said to have left.',
    answers: { 200: Somebody, 201: Somebody },
    problems: ['would-leave-nobody', 'changed', 'precondition-required'],
    example: {
      body: { name: 'Ada Brown', firstName: 'Ada', duties: ['visitor'], roles: ['class-teacher'], mobile: '07700 900101' },
      answer: examples.person,
    },
  },
  'person-left': {
    tag: 'People',
    summary: 'Say that somebody has left the school',
    description: 'They stay named in what they did. Somebody who is out is watched until they are back.',
    answers: { 200: Somebody },
    problems: ['would-leave-nobody'],
    example: { body: {}, answer: { ...examples.person, leftAt: '2026-07-17T15:00:00.000Z' } },
  },
  'person-back': {
    tag: 'People',
    summary: 'Say that somebody is there after all',
    answers: { 200: Somebody },
    problems: [],
    example: { body: {}, answer: examples.person },
  },
  'person-read-policy': {
    tag: 'People',
    summary: 'Say that one has read the policy',
    answers: { 200: Somebody },
    problems: [],
    example: { body: {}, answer: { ...examples.person, hasReadPolicy: true } },
  },
  'test-contacts': {
    tag: 'People',
    summary: 'Send somebody a test message',
    answers: { 202: z.strictObject({ person: z.string(), channels: z.array(z.enum(['text', 'email'])), said: z.string() }) },
    problems: ['no-contact', 'too-often', 'key-reused'],
    example: {
      body: { channel: 'text' },
      answer: { person: examples.person.id, channels: ['text'], said: 'A test message is on its way.' },
    },
  },
  'confirm-contact': {
    tag: 'People',
    summary: 'Give back the code of a test message',
    answers: { 200: z.strictObject({ person: z.string(), contacts: Contacts }) },
    problems: ['wrong-code', 'nothing-to-confirm', 'no-contact'],
    example: {
      body: { channel: 'text', code: '204170' },
      answer: { person: examples.person.id, contacts: { text: { state: 'confirmed', since: '2026-06-01T08:00:00.000Z' } } },
    },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

const Settings = z.strictObject({
  version: z.int(),
  policy: z.strictObject({ id: z.string(), version: z.string() }),
  settings: z.array(
    z.strictObject({
      id: z.string(),
      ask: z.string(),
      type: z.string(),
      clauses: z.array(z.string()),
      options: z.array(z.string()).optional(),
      value: z.unknown(),
      source: z.enum(['school', 'policy', 'unset']).describe('Who says so. While anything is `unset` that a watch needs nobody leaves.'),
    }),
  ),
});
const settings = { version: 4, policy: { id: 'moorside', version: '3' }, settings: [] } as const;

const Version = z.strictObject({
  version: z.string(),
  id: z.string(),
  title: z.string(),
  proposed: Done.nullable(),
  agreed: z.array(z.strictObject({ ...Agreed.shape, at: When })),
  inForce: z.boolean(),
  waits: z.boolean(),
  since: z.string().nullish(),
});
const version = { version: '3', id: 'moorside', title: 'Home visits', proposed: null, agreed: [], inForce: true, waits: false } as const;
const ClauseList = z.array(z.looseObject({ id: z.string(), says: z.string() }));
const Review = z.strictObject({
  every: z.string(),
  due: Day.nullable(),
  overdue: z.boolean(),
  last: z.strictObject({ on: Day, by: z.string(), note: z.string().optional(), at: z.string().optional() }).nullable(),
});
const AgreedTo = z.strictObject({
  policy: z.strictObject({ id: z.string(), version: z.string() }),
  agreed: z.strictObject({ ...Agreed.shape, at: When }).nullable(),
  missing: z
    .array(z.strictObject({ id: z.string(), ask: z.string(), clauses: z.array(z.string()) }))
    .describe('Settings without which nobody leaves.'),
});
const WithElements = z.array(z.looseObject({ id: z.string() }));

const policy = {
  'read-policy': {
    tag: 'Policy and settings',
    summary: 'Read the rules that a visit goes by',
    answers: {
      200: z.strictObject({
        id: z.string(),
        title: z.string(),
        version: z.string(),
        about: WithElements,
        settings: WithElements,
        forms: WithElements,
        questions: WithElements,
        gates: WithElements,
        prompts: WithElements,
        clocks: WithElements,
        ladders: WithElements,
        alarms: WithElements,
        notices: WithElements,
        access: z.array(z.unknown()),
        promises: z.array(z.unknown()),
        clauses: ClauseList,
        review: Review.extend({ mayRecord: z.boolean() }).nullable(),
      }),
    },
    problems: [],
    example: {
      answer: {
        ...{ id: 'moorside', title: 'Home visits', version: '3', about: [], settings: [], forms: [], questions: [], gates: [] },
        ...{ prompts: [], clocks: [], ladders: [], alarms: [], notices: [], access: [], promises: [], clauses: [], review: null },
      },
    },
  },
  'record-review': {
    tag: 'Policy and settings',
    summary: 'Say that the policy was looked at again',
    answers: { 200: z.strictObject({ review: Review.nullable() }) },
    problems: ['changed'],
    example: {
      body: { on: '2026-06-01' },
      answer: { review: { every: 'P1Y', due: '2027-06-01', overdue: false, last: { on: '2026-06-01', by: 'moorside-head' } } },
    },
  },
  'list-policies': {
    tag: 'Policy and settings',
    summary: 'List the versions of the policy',
    answers: { 200: z.strictObject({ policies: z.array(Version) }) },
    problems: [],
    example: { answer: { policies: [version] } },
  },
  'propose-policy': {
    tag: 'Policy and settings',
    summary: 'Propose a version of the policy',
    answers: { 201: Version },
    problems: ['version-there-already', 'school-left'],
    example: {
      body: { version: '4', policy: { id: 'moorside' }, clauses: [] },
      answer: { ...version, version: '4', inForce: false, waits: true },
    },
  },
  'read-policy-version': {
    tag: 'Policy and settings',
    summary: 'Read a version of the policy',
    answers: { 200: Version.extend({ policy: z.looseObject({ id: z.string() }), clauses: ClauseList }) },
    problems: [],
    example: { answer: { ...version, policy: { id: 'moorside' }, clauses: [] } },
  },
  'compare-policy': {
    tag: 'Policy and settings',
    summary: 'See what a version would change',
    answers: {
      200: z.strictObject({
        from: z.string().nullable(),
        to: z.string(),
        title: z.strictObject({ before: z.string(), after: z.string() }).optional(),
        clauses: z.array(
          z.strictObject({
            clause: z.string(),
            words: z.enum(['new', 'gone', 'reworded', 'same']),
            before: z.string().nullable(),
            after: z.string().nullable(),
            elements: z.array(z.looseObject({})),
          }),
        ),
        agrees: z.strictObject({ by: z.array(z.unknown()), clauses: z.array(z.string()), you: z.boolean() }),
        settings: z.strictObject({
          unset: z.array(z.strictObject({ id: z.string(), ask: z.string(), clauses: z.array(z.string()) })),
          unasked: z.array(z.string()),
        }),
      }),
    },
    problems: [],
    example: {
      answer: { from: '3', to: '4', clauses: [], agrees: { by: [], clauses: [], you: false }, settings: { unset: [], unasked: [] } },
    },
  },
  'agree-to-policy': {
    tag: 'Policy and settings',
    summary: 'Agree to a version of the policy',
    answers: { 200: AgreedTo, 201: AgreedTo },
    problems: ['would-leave-nobody', 'changed'],
    example: {
      body: { note: 'Agreed by the governors' },
      answer: { policy: { id: 'moorside', version: '4' }, agreed: examples.done, missing: [] },
    },
  },
  'read-settings': {
    tag: 'Policy and settings',
    summary: 'Read what the school has set',
    answers: { 200: Settings },
    problems: [],
    example: { answer: settings },
  },
  'read-settings-history': {
    tag: 'Policy and settings',
    summary: 'Read how the settings came to be',
    answers: {
      200: z.strictObject({
        history: z.array(
          z.strictObject({
            version: z.int(),
            at: z.string().nullable(),
            by: z.string().nullable(),
            values: z.array(z.strictObject({ id: z.string(), before: z.unknown(), after: z.unknown() })),
            policy: z.strictObject({ before: z.string().nullable(), after: z.string().nullable() }).optional(),
            reviewed: z.looseObject({}).optional(),
          }),
        ),
      }),
    },
    problems: [],
    example: { answer: { history: [] } },
  },
  'write-settings': {
    tag: 'Policy and settings',
    summary: 'Put the school’s settings',
    answers: { 200: Settings },
    problems: ['would-leave-nobody', 'changed'],
    example: { body: { values: { 'overdue-grace': 'PT15M' } }, answer: settings },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

const machines = {
  'list-machines': {
    tag: 'Machines',
    summary: 'List the machines that may call',
    answers: { 200: z.strictObject({ machines: z.array(ShownMachine) }) },
    problems: [],
    example: { answer: { machines: [examples.machine] } },
  },
  'make-machine': {
    tag: 'Machines',
    summary: 'Make a machine, and its key',
    answers: { 201: ShownMachine.extend({ key: z.string().describe('In this answer, and in none after it.') }) },
    problems: ['key-shown', 'key-reused'],
    example: { body: { name: 'Arbor', scope: 'write' }, answer: { ...examples.machine, key: 'doorstep_…' } },
  },
  'revoke-machine': {
    tag: 'Machines',
    summary: 'Take a machine’s key from it',
    answers: { 200: ShownMachine },
    problems: [],
    example: { body: {}, answer: { ...examples.machine, revoked: examples.done } },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;

export const recordContracts = { ...homes, ...people, ...policy, ...machines } as const;
