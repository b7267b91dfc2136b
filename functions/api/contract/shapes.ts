/**
 * What the API answers, for its contract. Every field but those named as always there may be kept from a reader (docs/reading.md),
 * and is then left out.
 */
import * as z from 'zod';
import { Household } from '../../domain/household.ts';
import { Machine } from '../../domain/machine.ts';
import { Person } from '../../domain/person.ts';
import { Contact } from '../../domain/policy/policy.ts';
import { AlarmKind, AttemptResult } from '../../domain/visit/visit.ts';
import { Stage, VisitorState } from '../../domain/visit/stage.ts';

export const When = z.iso
  .datetime()
  .meta({ id: 'Time', description: 'A moment in UTC, ISO 8601.', examples: ['2026-06-22T13:00:00.000Z'] });
const Day = z.iso.date().describe('A day in London.');
export const VisitNo = z.string().meta({ id: 'VisitId', description: 'The number of a visit.', examples: ['HV-7K2M9QRA'] });
const Id = z.string();
const PersonNo = Id.describe('The id of a person of the school.');
const Clauses = z.array(z.string()).describe('The clauses of the policy behind it, like `HA-33`. `DS-…` are Doorstep’s own.');
export const Done = z.strictObject({ at: z.string(), by: z.string() });

// ------------------------------------------------------------------------------------------------ what stands in the way

export const Unmet = z
  .strictObject({
    code: z.string().describe('The gate of the policy, or Doorstep’s own word for it.'),
    clauses: Clauses,
    message: z.string(),
    missing: z.array(z.string()).describe('Whose or what is missing: a question, a duty, `mobile#` and a person.'),
    wants: z.looseObject({ kind: z.string() }).describe('What would satisfy it, by its kind: an answer, an agreement, times, a tick.'),
    visit: VisitNo.optional().describe('The visit that it is about, where that is another of the round.'),
  })
  .meta({ id: 'Unmet', description: 'One thing that stands in the way of a step.' });

const Action = z
  .strictObject({
    name: z.string(),
    allowed: z.boolean(),
    unmet: z.array(Unmet).optional(),
    outstanding: z.array(Unmet).optional().describe('Not in the way yet, and to be done.'),
    agreements: z.array(z.string()).optional().describe('Of `authorise`: all that the caller may agree to.'),
  })
  .meta({ id: 'Action', description: 'What the caller may do now: the name of a command.' });

// ------------------------------------------------------------------------------------------------ homes and people

export const Home = z
  .strictObject({ id: Id })
  .extend(
    z
      .strictObject({
        ...Household.omit({ id: true, movedAt: true, mergedAt: true, mergedInto: true, hazards: true, answers: true }).shape,
        hazards: z.array(
          z.strictObject({
            what: z.string(),
            on: Day.optional(),
            saidBy: z.string().optional(),
            lookAgainOn: Day.optional(),
            endedOn: Day.optional(),
            endedBy: z.string().optional(),
            lookAgain: z.boolean().optional().describe('Somebody is to look at it again.'),
          }),
        ),
        answers: z.record(z.string(), z.strictObject({ value: z.unknown(), by: z.string(), at: z.string() })),
      })
      .partial().shape,
  )
  .meta({ id: 'Home', description: 'A home, with everybody who lives there, as far as the caller may read it.' });

const ContactState = z.strictObject({
  state: z.enum(['unconfirmed', 'confirmed', 'opted-out', 'failing']),
  since: z.string().optional(),
});
export const Contacts = z.strictObject({ text: ContactState.optional(), email: ContactState.optional() });

export const Somebody = Person.pick({ id: true, name: true, duties: true, roles: true })
  .extend({
    ...Person.omit({ id: true, name: true, duties: true, roles: true, contacts: true, becomes: true }).partial().shape,
    contacts: Contacts.optional().describe('How each way to them stands.'),
    hasReadPolicy: z.boolean().optional(),
    trainingRunOut: z.array(z.string()).optional(),
  })
  .meta({ id: 'Person', description: 'Somebody of the staff. Of most a caller reads who they are and what they do.' });

export const ShownMachine = Machine.pick({ id: true, name: true, scope: true, made: true })
  .extend({ usedOn: Day.nullable(), revoked: Done.nullable() })
  .meta({ id: 'Machine' });

// ------------------------------------------------------------------------------------------------ a visit

const Times = z.strictObject({ departAt: When, arriveAt: When, leaveAt: When, returnAt: When }).partial();
const Plan = Times.extend({ startsFrom: z.string().optional(), endsAt: z.string().optional() });
const Stop = z.strictObject({
  visit: VisitNo,
  arrivedAt: When.nullish(),
  leftAt: When.nullish(),
  outcome: z.string().optional(),
});

export const Visitor = z
  .strictObject({
    person: PersonNo,
    name: z.string().optional(),
    onVisit: z.string().optional().describe('What they do on it.'),
    state: VisitorState,
    notGoing: z.boolean(),
    signedOutAt: When.nullable(),
    arrivedAt: When.nullable(),
    leftAt: When.nullable(),
    accountedForAt: When.nullable().describe('Back, and heard by whom the policy names.'),
    inBreach: z.boolean().describe('They left though the policy says no.'),
    expectedAt: When.optional(),
    watchedBy: VisitNo.optional().describe('The visit of the same outing by which they are watched.'),
    stops: z.array(Stop),
    next: z.string().optional(),
    mobile: z.string().optional(),
    vehicle: z.string().optional(),
    safeWord: z.string().optional(),
    emergencyContact: z.looseObject({}).optional(),
  })
  .meta({ id: 'Visitor' });

const Clock = z.strictObject({
  id: Id,
  visitor: PersonNo,
  expects: Contact,
  dueAt: When,
  nudgeAt: When.optional(),
  alarmAt: When,
  state: z.enum(['running', 'due', 'overdue']),
});

const Rung = z.strictObject({
  rung: z.int(),
  id: Id,
  do: z.enum(['ring-visitors', 'ring-address', 'tell', 'ring-police']),
  say: z.string(),
  wait: z.string(),
  tell: z.array(PersonNo),
  quiet: z.literal(true).optional().describe('Nobody is to be rung for it now.'),
  clauses: Clauses,
  setBySchool: z.boolean(),
});

const Attempt = z.strictObject({
  at: When,
  by: z.string(),
  rung: z.int(),
  result: AttemptResult,
  who: z.string().optional(),
  means: z.string().optional(),
});

export const Alarm = z
  .strictObject({
    id: z.string().describe('`a1` of lateness, `h1` of a call for help.'),
    kind: AlarmKind,
    of: z.string(),
    visitors: z.array(PersonNo),
    openedAt: When,
    at: z.string(),
    endedAt: When.nullable(),
    ended: z.string().optional(),
    says: z.string().optional(),
    rung: z.int().optional(),
    repeats: z.int().optional(),
    nextAt: When.optional(),
    ladder: z.array(Rung).optional(),
    heldBy: PersonNo.nullish().describe('Who has it.'),
    heldUntil: When.nullish(),
    attempts: z.array(Attempt).optional(),
    told: z.array(PersonNo).optional(),
    police: z.strictObject({ rangAt: When, rangBy: z.string().optional(), reference: z.string().optional() }).nullish(),
    position: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
    words: z.string().optional(),
    how: z.string().optional(),
  })
  .meta({ id: 'Alarm', description: 'Something is wrong, and who sees to it. A machine hears of lateness alone.' });

export const Visit = z
  .strictObject({
    id: VisitNo,
    stage: Stage,
    actions: z.array(Action),
  })
  .extend(
    z
      .strictObject({
        school: Id,
        type: z.string(),
        policy: z.strictObject({ id: Id, version: z.string() }),
        round: z.strictObject({ id: z.string(), order: z.int() }),
        follows: VisitNo,
        pupil: z.string().nullable(),
        household: Home,
        requester: z.string(),
        requestedAt: When,
        changedAt: When,
        visitors: z.array(Visitor),
        plan: Plan,
        revised: Plan.describe('Times said since they left.'),
        clocks: z.array(Clock),
        alarms: z.array(Alarm),
        answers: z.record(z.string(), z.strictObject({ value: z.unknown(), by: z.string(), at: When })),
        agreements: z.array(z.strictObject({ agreement: z.string(), by: z.string(), at: When })),
        tasks: z.array(z.strictObject({ task: z.string(), of: z.array(z.string()), since: When.optional(), done: z.boolean() })),
        history: z
          .array(z.looseObject({ type: z.string(), at: When, by: z.string() }))
          .describe('What happened, oldest first, each with the fields of its type as far as the caller may read them.'),
        reason: z.string(),
        purpose: z.string(),
        whereabouts: z.string(),
        involved: z.array(z.string()),
        references: z.array(z.strictObject({ system: z.string(), reference: z.string() })),
      })
      .partial().shape,
  )
  .meta({ id: 'Visit', description: 'A visit as the caller is shown it. What they may not read is left out.' });

/** As it is answered to a command: with what is to be said of the command itself. */
export const VisitAfter = Visit.extend({
  unread: z.array(z.string()).optional().describe('Fields of the body that were not understood. They are kept as they were sent.'),
  said: z.string().optional().describe('What the school says to whoever raises an alarm.'),
}).meta({ id: 'VisitAfter', description: 'The visit as it is after the command.' });

export const VisitLine = z
  .strictObject({
    id: VisitNo,
    stage: Stage.optional(),
    type: z.string().optional(),
    household: Id.optional(),
    plannedAt: When.optional(),
    requester: z.string().optional(),
    visitors: z.array(z.strictObject({ person: PersonNo, state: VisitorState })).optional(),
    unreadable: z.literal(true).optional().describe('It cannot be read: somebody is asked to look.'),
  })
  .meta({ id: 'VisitLine' });

// ------------------------------------------------------------------------------------------------ what is asked at a stage

const Ask = z.looseObject({ id: Id, ask: z.string(), type: z.string(), about: z.string(), clauses: Clauses });
const Prompt = z.looseObject({ id: Id, say: z.string(), clauses: Clauses });
export const Card = z
  .strictObject({ stage: z.string(), prompts: z.array(Prompt), questions: z.array(Ask) })
  .meta({ id: 'StageCard', description: 'What the policy shows and asks the caller at a stage.' });
export { Ask, Prompt };

export const Ring = z.strictObject({ name: z.string(), numbers: z.array(z.string()) });

// ------------------------------------------------------------------------------------------------ of many

/** Of many that were sent at once, what became of one. */
export const Each = {
  status: z.int().describe('As it would have been answered alone.'),
  problem: z.looseObject({ type: z.string() }).optional().describe('Why it was not done.'),
};
/** Of a list. */
export const next = z.string().optional().describe('Send it as `after` for the next page. Absent: there is none.');
