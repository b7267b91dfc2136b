/**
 * What may be asked of a visit: the body of each command, and who asks. The name of a command is the last part of its
 * address, `POST …/visits/{visit}/{command}`.
 */
import * as z from 'zod';
import { Contact } from '../policy/policy.ts';
import { HazardGiven, Household } from '../household.ts';
import { PersonId } from '../person.ts';
import { Instant } from '../time.ts';
import { AnswerValue, AttemptResult, type DigestEntry, PlanChange, Request, VisitId, type Via } from './visit.ts';

const words = z.string().max(2000);
const reason = z.string().trim().min(1, 'say why').max(2000);
/** Whom it is about: a person's id, or everybody on the visit. Left out, the caller. */
const visitor = z.union([z.literal('all'), PersonId]).optional();
/** The phone's own time. Recorded, never trusted. */
const at = z.string().max(40).optional();
/** By question; of a question about visitors or adults, by person within. */
const answers = z.record(z.string(), AnswerValue);

/** A home that is not known yet, given with the request. */
export const NewHousehold = Household.pick({ name: true, address: true, phones: true, adults: true, pupils: true, animals: true }).extend({
  hazards: z.array(HazardGiven).default([]),
  answers: z.record(z.string(), AnswerValue).default({}),
});
export type NewHousehold = z.infer<typeof NewHousehold>;

/** `POST /visits` */
export const RequestBody = z.strictObject({
  ...Request.shape,
  household: z.union([Request.shape.household, NewHousehold]),
  follows: VisitId.optional(),
  answers: answers.default({}),
});
export type RequestBody = z.infer<typeof RequestBody>;

/** Asked before the door: may be refused. */
export const beforeTheDoor = {
  amend: z.strictObject({ ...Request.shape, plan: PlanChange }).partial(),
  reschedule: z.strictObject({ reason, plan: PlanChange }),
  answer: z.strictObject({ answers }),
  /** Lines of the policy that somebody has read or done; at any stage, by their ids. */
  tick: z.strictObject({ visitor, ticks: z.array(z.string()).min(1) }),
  'not-going': z.strictObject({ visitor, reason }),
  assess: z.strictObject({
    visitor,
    answers: answers.default({}),
    mobile: z.string().max(40).optional(),
    safeWord: z.string().trim().min(2).max(60).optional(),
    signed: z.literal(true, 'sign it: true'),
  }),
  authorise: z.strictObject({ to: z.array(z.string()).min(1).optional(), note: words.optional() }),
  decline: z.strictObject({ reason }),
  'send-back': z.strictObject({ reason }),
  cancel: z.strictObject({ reason }),
  depart: z.strictObject({ visitor, plan: PlanChange.optional(), ticks: z.array(z.string()).default([]), at }),
  /** Sends a visitor the link to their own page for the phone, by text. */
  'text-page': z.strictObject({ visitor }),
} as const;

/** Said after the door: never refused, so every field may be missing. */
export const afterTheDoor = {
  'depart-in-breach': z.strictObject({ visitor, plan: PlanChange.optional(), reason: words.optional(), at }),
  arrive: z.strictObject({ visitor, words: words.optional(), metBy: words.optional(), at }),
  'check-in': z.strictObject({ visitor, words: words.optional(), at }),
  leave: z.strictObject({
    visitor,
    words: words.optional(),
    outcome: z.string().max(100).optional(),
    next: z.string().max(100).optional(),
    at,
  }),
  return: z.strictObject({ visitor, words: words.optional(), seenBy: words.optional(), endsAt: z.string().max(100).optional(), at }),
  revise: z.strictObject({
    visitor,
    plan: PlanChange.optional(),
    place: words.optional(),
    toldBy: words.optional(),
    means: words.optional(),
    at,
  }),
  correct: z.strictObject({ visitor, what: Contact.optional(), so: words.optional(), at }),
  'raise-alarm': z.strictObject({
    visitor,
    kind: z.enum(['help', 'violence', 'illness', 'child-alone', 'child-in-danger', 'other']).optional(),
    words: words.optional(),
    position: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).optional(),
    at,
  }),
  note: z.strictObject({ visitor, words: words.optional(), at }),
} as const;

const alarm = z.string().regex(/^[ah]\d{1,3}$/, 'an alarm of this visit, like a1');
/** The first rung is 1. */
const rung = z.int().min(1).max(50);

/** About an alarm: refused where there is no such alarm, or where something that it must say is missing. */
export const aboutAnAlarm = {
  acknowledge: z.strictObject({
    alarm,
    until: Instant.optional(),
    /** Who had it when the caller looked; null: nobody. */ seen: PersonId.nullable().optional(),
  }),
  'log-attempt': z.strictObject({
    alarm,
    /** The rung it is about: about an older one it is recorded and moves nothing. */ rung,
    who: words.optional(),
    means: words.optional(),
    result: AttemptResult,
    words: words.optional(),
  }),
  escalate: z.strictObject({ alarm, /** The rung that the caller saw. */ rung: rung.optional(), to: rung.optional() }),
  'record-police': z.strictObject({ alarm, at: Instant.optional(), by: words.optional(), reference: words.optional() }),
  'stand-down': z.strictObject({
    alarm,
    how: z.string().trim().min(1, 'say how you know').max(2000),
    visitors: z.record(z.string(), z.union([z.literal('accounted-for'), Instant])).default({}),
  }),
} as const;

/** After the visit: may be refused. */
export const afterTheVisit = {
  'write-up': z.strictObject({ answers: answers.default({}) }),
  'record-reference': z.strictObject({ system: z.string().trim().min(1).max(100), reference: z.string().trim().min(1).max(200) }),
  'pass-on': z.strictObject({ to: z.string().trim().min(1).max(2000), words: reason }),
  close: z.strictObject({}),
} as const;

export const commandBodies = { ...beforeTheDoor, ...afterTheDoor, ...aboutAnAlarm, ...afterTheVisit } as const;
export type CommandName = keyof typeof commandBodies;
export type AfterTheDoor = keyof typeof afterTheDoor;
type Said<Name extends CommandName> = Omit<z.infer<(typeof commandBodies)[Name]>, 'type'>;
/** What kind of visit it becomes stands beside the command's own name, which goes by `type` too. */
interface NewType {
  readonly visitType?: string;
}
export type CommandOf<Name extends CommandName> = { readonly type: Name } & Readonly<Said<Name>> &
  (Name extends 'amend' ? NewType : unknown);
/** What a person or a machine may ask of a visit that exists. */
export type Command = { [Name in CommandName]: CommandOf<Name> }[CommandName];

/** The command of a name and a body that was read by that name's schema. */
export function commandOf(name: CommandName, { type: visitType, ...body }: Readonly<Record<string, unknown>>): Command {
  // The name and its own body are one of the commands, which the compiler cannot pair.
  return { ...body, ...(name === 'amend' && visitType !== undefined ? { visitType } : {}), type: name } as Command;
}

export const isAfterTheDoor = (name: CommandName): name is AfterTheDoor => name in afterTheDoor;

/** Who asked, how, and what came with it. */
export interface Press {
  /** A person of this school; absent for a machine. */
  readonly person?: PersonId;
  /** A person's id or `machine:<id>`: what the history says. */
  readonly by: string;
  readonly via: Via;
  /** The caller's key and a hash of what came with it: the same again changes nothing. */
  readonly key?: { readonly id: string; readonly body: string };
  /** The phone's own time. */
  readonly saidAt?: string;
  /** What could not be read, as it was sent. */
  readonly unread?: Readonly<Record<string, unknown>>;
  /** All that was sent, where not all of it could be read: listened to, and not kept. */
  readonly whole?: unknown;
}

/** What Doorstep itself does to a visit, in `overdue-check` and `sweep`: never asked for over HTTP. */
export type Upkeep =
  /** Serve everything that is due, and hand out what must be sent under this lease. */
  | { readonly type: 'look'; readonly lease: string }
  /** The school's records were looked after: nothing will be kept too long before `next`. */
  | { readonly type: 'looked-after'; readonly next: Instant }
  /** How sends ended that were made under this lease; where none is named, under whichever holds the message. */
  | { readonly type: 'mark'; readonly results: readonly SendResult[]; readonly lease?: string }
  /** Another message goes in a digest. */
  | { readonly type: 'join'; readonly entry: DigestEntry }
  /** What a provider says later of a message that it took. */
  | ({ readonly type: 'receipt' } & Receipt);

/** It was shown on the phone, or will never get there. Safe in any order, late, doubled, and of messages that nobody knows. */
export interface Receipt {
  readonly notice: string;
  readonly rank: 'undelivered' | 'delivered';
}

export interface SendResult {
  readonly notice: string;
  /** `later`: not done, try again; `unknown`: timed out, may have been done; `in-digest`: it goes with others. */
  readonly outcome: 'accepted' | 'failed' | 'later' | 'unknown' | 'in-digest';
  readonly reference?: string;
}
