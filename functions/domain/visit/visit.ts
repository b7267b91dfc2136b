/**
 * The words of a visit: what can have happened (events), what must still go out (owed), how often the last rung has
 * repeated (tally), and what the three add up to (Visit).
 */
import * as z from 'zod';
import { Alarm, Call, Contact, Test } from '../policy/policy.ts';
import { Channel } from '../contacts.ts';
import { HouseholdId } from '../household.ts';
import { PersonId, SchoolId } from '../person.ts';
import { Instant, Length } from '../time.ts';

/** `HV-7K2M9Q`. */
export const VisitId = z.string().regex(/^HV-[0-9A-Z]{6,13}$/, 'like HV-7K2M9Q');
export type VisitId = z.infer<typeof VisitId>;

/** `AL-7K2M9Q`: what was said against a visitor. It is an item of the same shape, since it is watched in the same way. */
export const AllegationId = z.string().regex(/^AL-[0-9A-Z]{6,13}$/, 'like AL-7K2M9Q');
export type AllegationId = z.infer<typeof AllegationId>;
/** `ER-7K2M9Q`: something that the school itself owes by a time, watched in the same way. */
export const ErrandId = z.string().regex(/^ER-[0-9A-Z]{5,13}$/, 'like ER-7K2M9Q');
export type ErrandId = z.infer<typeof ErrandId>;
/** `DR-7K2M9Q`: a drill of one of the school's ladders, climbed in the same way. */
export const DrillId = z.string().regex(/^DR-[0-9A-Z]{6,13}$/, 'like DR-7K2M9Q');
export type DrillId = z.infer<typeof DrillId>;
/** A visit, an allegation, an errand or a drill. */
export const ItemId = z.union([VisitId, AllegationId, ErrandId, DrillId]);
export type ItemId = z.infer<typeof ItemId>;

export interface VisitRef {
  readonly school: string;
  readonly visit: ItemId;
}

// ------------------------------------------------------------------------------------------------ what a request says

const EndPlace = z.enum(['school', 'home', 'other']);
/** The times that were told, and where the outing starts and ends. */
export const Plan = z.strictObject({
  departAt: Instant.optional(),
  arriveAt: Instant.optional(),
  leaveAt: Instant.optional(),
  returnAt: Instant.optional(),
  startsFrom: EndPlace.default('school'),
  endsAt: EndPlace.default('school'),
});
export type Plan = Readonly<z.infer<typeof Plan>>;

export const PlanChange = z.strictObject({
  departAt: Instant.optional(),
  arriveAt: Instant.optional(),
  leaveAt: Instant.optional(),
  returnAt: Instant.optional(),
  startsFrom: EndPlace.optional(),
  endsAt: EndPlace.optional(),
});
export type PlanChange = Readonly<z.infer<typeof PlanChange>>;
export type PlannedTime = 'departAt' | 'arriveAt' | 'leaveAt' | 'returnAt';

const words = z.string().max(2000);
/** A question's answer: one value, several, the fields of a record, or the rows of a list. */
export const AnswerValue = z.union([
  z.string().max(2000),
  z.boolean(),
  z.number(),
  z.array(z.unknown()).max(100),
  z.record(z.string(), z.unknown()),
]);
export type AnswerValue = z.infer<typeof AnswerValue>;

export const Answer = z.strictObject({
  question: z.string(),
  /** Of a question about each visitor or adult: which. */
  subject: z.string().optional(),
  value: AnswerValue,
});
export type Answer = Readonly<z.infer<typeof Answer>>;

export const Going = z.strictObject({ person: PersonId, onVisit: z.string().max(100).optional() });

export const Round = z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/), order: z.int().min(1).max(50) });

const request = {
  type: z.string().max(100).optional(),
  reason: z.string().max(100).optional(),
  purpose: words.optional(),
  pupil: z.string().max(100).nullable().optional(),
  household: HouseholdId,
  visitors: z
    .array(Going)
    .min(1)
    .max(12)
    .refine((going) => new Set(going.map((v) => v.person)).size === going.length, 'each person once'),
  plan: Plan,
  round: Round.optional(),
  involved: z.array(PersonId).max(20).optional(),
};
export const Request = z.strictObject(request);
export type Request = Readonly<z.infer<typeof Request>>;

// ------------------------------------------------------------------------------------------------ what a school owes itself

/**
 * `upkeep`: what is kept no longer is erased, as long as there is a school. `review`: its policy was to be looked at again by this
 * day.
 * `test`: a message to one person by one way, to see that it arrives; its code comes back from whoever had it.
 */
/** A message that goes in a digest: its visit, whether something is to be done about it, and of a step which alarm's. */
export const DigestEntry = z.strictObject({ visit: ItemId, notice: z.string(), act: z.boolean(), alarm: z.string().optional() });
export type DigestEntry = Readonly<z.infer<typeof DigestEntry>>;

export const Errand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('upkeep') }),
  z.strictObject({ kind: z.literal('review'), due: z.iso.date() }),
  z.strictObject({ kind: z.literal('test'), to: PersonId, channel: Channel, code: z.string() }),
  /** Many messages to one person in one. */
  z.strictObject({ kind: z.literal('digest'), to: PersonId, channel: Channel, due: Instant, of: z.array(DigestEntry) }),
]);
export type Errand = Readonly<z.infer<typeof Errand>>;

/** What a drill is of, as that stood when it was asked for. */
export const Drill = z.strictObject({
  /** As the watch names it: `missing`, or `$help-ladder` where the school set it. */
  ladder: z.string(),
  /** What climbs that ladder in earnest. */
  kind: z.enum(['overdue', 'distress', 'concern', 'allegation']),
  startsAt: Instant,
  /** It is over by then, whoever has answered. Absent: of a rehearsal, whose time is made up. */
  until: Instant.optional(),
  reason: words.optional(),
});
export type Drill = Readonly<z.infer<typeof Drill>>;

// ------------------------------------------------------------------------------------------------ the watch, as it was copied

/** A clock of the policy with the school's settings put in, as it stood when the watch began. */
export const WatchClock = z.strictObject({
  id: z.string(),
  expects: Contact,
  due: z.enum(['departAt', 'arriveAt', 'leaveAt', 'returnAt']),
  runsFrom: z.enum(['authorised', 'departed']),
  /** The fixed hours of the day that cap what was planned. */
  hours: z.array(z.string()).optional(),
  heardBy: z.array(z.string()).optional(),
  endsOn: z.array(z.strictObject({ contact: Contact, when: z.array(Test) })).optional(),
  nudge: z.strictObject({ after: Length, tell: z.array(z.string()), say: z.string() }).optional(),
  grace: Length,
  ladder: z.string(),
});
export type WatchClock = Readonly<z.infer<typeof WatchClock>>;

export const WatchRung = z.strictObject({
  id: z.string(),
  do: z.enum(['ring-visitors', 'ring-address', 'tell', 'ring-police']),
  tell: z.array(z.string()),
  instead: z.array(z.string()).optional(),
  wait: Length,
  say: z.string(),
  /** Absent: the school's own rung, with no clause behind it. */
  clauses: z.array(z.string()).optional(),
});
export type WatchRung = Readonly<z.infer<typeof WatchRung>>;

/** Everything the watch goes by. Copied on to the visit so that a change of policy, settings or staff never changes a watch that runs. */
export const Watch = z.strictObject({
  clocks: z.array(WatchClock),
  ladders: z.record(z.string(), z.array(WatchRung)),
  /** How long "I have it" holds a ladder. */
  hold: Length,
  /** How long somebody is taken to be out who went without a time to be back. */
  assumedStay: Length.optional(),
  /** Numbers and addresses of whoever the ladders tell, tried beside the present ones. */
  contacts: z.record(z.string(), z.strictObject({ mobile: z.string().optional(), email: z.string().optional() })),
});
export type Watch = Readonly<z.infer<typeof Watch>>;

// ------------------------------------------------------------------------------------------------ events

export const Via = z.enum(['form', 'api', 'phone-link', 'text', 'timer', 'sweep', 'system']);
export type Via = z.infer<typeof Via>;

const happened = {
  at: Instant,
  /** A person's id, `machine:<id>`, or `doorstep` where nobody did it. */
  by: z.string(),
  via: Via,
  /** What the caller sent with the press, so that a second one is known again. */
  key: z.strictObject({ id: z.string(), body: z.string() }).optional(),
  /** The phone's own time: recorded, never trusted. */
  saidAt: z.string().optional(),
  /** What could not be read, as it was sent; asked for afterwards. */
  unread: z.record(z.string(), z.unknown()).optional(),
};

export const AlarmKind = z.enum(['overdue', 'distress', 'concern', 'allegation', 'drill']);
export type AlarmKind = z.infer<typeof AlarmKind>;
export const AttemptResult = z.enum(['reached-safe', 'reached-needs-help', 'no-answer']);
/**
 * How a message ended: taken by a provider, perhaps taken, surely not, or put in a digest. What a provider says later of one
 * that it took stands after that: it was shown on the phone, or never got there.
 */
export const MarkOutcome = z.enum(['accepted', 'uncertain', 'failed', 'in-digest', 'delivered', 'undelivered']);
export type MarkOutcome = z.infer<typeof MarkOutcome>;

const person = PersonId;
/** A later home of the outing, with the times planned for it. */
const Ahead = z.strictObject({ visit: VisitId, arriveAt: Instant.optional(), leaveAt: Instant.optional() });
export type Ahead = Readonly<z.infer<typeof Ahead>>;
/** At which stop of a round: absent at the visit's own home. */
const place = VisitId.optional();
const event = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...happened, ...shape });

export const VisitEvent = z.discriminatedUnion('type', [
  // before the door
  event('VisitRequested', {
    policy: z.strictObject({ id: z.string(), version: z.string() }),
    follows: VisitId.optional(),
    request: Request,
  }),
  event('VisitAmended', { changes: z.strictObject(request).partial().extend({ plan: PlanChange.optional() }) }),
  event('VisitRescheduled', { to: VisitId.optional(), reason: words }),
  event('QuestionsAnswered', { answers: z.array(Answer) }),
  event('PromptsTicked', { visitor: person, ticks: z.array(z.string()) }),
  event('VisitorNotGoing', { visitor: person, reason: words }),
  event('RiskAssessed', {
    visitor: person,
    answers: z.array(Answer),
    mobile: z.string().optional(),
    safeWord: z.string().optional(),
    basis: z.string(),
  }),
  event('VisitAgreed', { agreements: z.array(z.string()), basis: z.string(), note: words.optional() }),
  event('AgreementsLapsed', { agreements: z.array(z.string()) }),
  event('VisitAuthorised', {}),
  event('AuthorisationLapsed', {}),
  event('VisitDeclined', { reason: words }),
  /** Something is to be mended before whoever says so can agree. What others agreed to stands. */
  event('VisitSentBack', { reason: words }),
  event('VisitCancelled', { reason: words }),
  /** The watch's rules as they stand from now on. */
  event('WatchSet', { watch: Watch }),
  /** On a later visit of an outing: this visitor is watched in the item of another, the lead. */
  event('WatchLinked', { visitor: person, lead: VisitId }),

  /** What an item begins with that is no visit: something was said against somebody on one. */
  event('AllegationMade', {
    policy: z.strictObject({ id: z.string(), version: z.string() }),
    /** On which visit. */
    of: VisitId,
    household: HouseholdId,
    /** Everybody who goes on it, and of whom it is said: none of them is ever told. */
    visitors: z.array(person),
    about: z.array(person).min(1),
    words,
  }),

  /** How this visitor's watch was, which another item kept that is no more to be read: this one stands by itself from now on. */
  event('WatchCopied', {
    visitor: person,
    outSince: Instant.optional(),
    accountedForAt: Instant.optional(),
    contacts: z.partialRecord(Contact, Instant),
    stop: z
      .strictObject({
        arrivedAt: Instant.optional(),
        metAt: Instant.optional(),
        leftAt: Instant.optional(),
        outcome: z.string().optional(),
      })
      .optional(),
  }),
  /** What was said is gone; that it happened stays, when and by which duty. `asked`: somebody asked for it. `kept-no-longer`: its period is over. */
  event('WordsErased', {
    because: z.enum(['asked', 'kept-no-longer']),
    /** What was about one person is gone; the rest of it stays. */
    part: z.literal(true).optional(),
  }),

  /** What an item begins with that is about no visit: an errand of the school's own. */
  event('ErrandBegun', { policy: z.strictObject({ id: z.string(), version: z.string() }), errand: Errand }),
  /** Nobody is out: a ladder of the school's is climbed to see who answers. */
  event('DrillBegun', { policy: z.strictObject({ id: z.string(), version: z.string() }), drill: Drill }),

  /** Of the upkeep: it is done, and until then nothing will be kept too long. */
  event('LookedAfter', { next: Instant }),
  /** Another message goes in a digest. */
  event('DigestJoined', { entry: DigestEntry }),

  // after the door
  event('VisitorDeparted', {
    visitor: person,
    plan: PlanChange.optional(),
    ticks: z.array(z.string()),
    /** The later homes of their round, in order. */
    ahead: z.array(Ahead).optional(),
  }),
  event('VisitorDepartedInBreach', {
    visitor: person,
    plan: PlanChange.optional(),
    reason: words.optional(),
    ahead: z.array(Ahead).optional(),
    unmet: z.array(z.strictObject({ code: z.string(), clauses: z.array(z.string()) })),
  }),
  event('VisitorArrived', {
    visitor: person,
    words: words.optional(),
    metBy: words.optional(),
    place,
    /** Who goes on the visit to that home, where it is another. */
    beside: z.array(person).optional(),
  }),
  event('VisitorCheckedIn', { visitor: person, words: words.optional(), place }),
  event('VisitorLeft', { visitor: person, words: words.optional(), outcome: z.string().optional(), next: z.string().optional(), place }),
  event('VisitorReturned', {
    visitor: person,
    words: words.optional(),
    seenBy: words.optional(),
    endsAt: z.string().optional(),
    /** Nobody has heard of it whose hearing the policy asks for (SB-50): they are watched on. */
    unheard: z.literal(true).optional(),
  }),
  /** Every clock of theirs has ended, though they did not say that they are back (a call that ends the watch, a stand-down). */
  event('VisitorAccountedFor', { visitor: person }),
  event('TimesRevised', {
    /** Whose times; absent: everybody's. */
    visitor: person.optional(),
    plan: PlanChange,
    where: words.optional(),
    toldBy: words.optional(),
    means: words.optional(),
    spoken: z.boolean(),
  }),
  /** Somebody is out, and what the policy asks no longer holds: one of a pair is not going after all. */
  event('BreachFound', { visitors: z.array(person), unmet: z.array(z.strictObject({ code: z.string(), clauses: z.array(z.string()) })) }),
  event('ContactCorrected', { visitor: person, what: Contact, so: words.optional() }),
  event('NoteMade', { words: words.optional(), visitor: person.optional(), place }),

  // alarms
  event('VisitorsNudged', { clock: z.string(), due: Instant, visitors: z.array(person) }),
  event('AlarmOpened', {
    alarm: z.string(),
    kind: AlarmKind,
    /** The policy's alarm, or the clock that ran out. */
    of: z.string(),
    call: Call.optional(),
    /** Of a clock: when it ran out, which an outage may have made long ago. Of a drill: when it is to begin. */
    due: Instant.optional(),
    visitors: z.array(person),
    ladder: z.string(),
    quiet: z.array(z.enum(['visitors', 'address'])),
    reads: Alarm.shape.reads,
    words: words.optional(),
    position: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
    /** At whose home: where they are, or were last. */
    place,
    /** Of a call for help: who may be in that house besides, on another visit. */
    beside: z.array(person).optional(),
  }),
  event('AlarmJoined', { alarm: z.string(), clock: z.string(), visitors: z.array(person) }),
  event('RungBegun', {
    alarm: z.string(),
    /** Its place on the ladder; the first is 1. */
    rung: z.int(),
    name: z.string(),
    /** When the policy wanted it, which an outage may have delayed. */
    due: Instant,
    why: z.enum(['due', 'attempt-failed', 'nobody-reached', 'hold-ended', 'escalated']),
    told: z.array(z.string()),
    passedOver: z.enum(['quiet', 'empty']).optional(),
  }),
  event('AlarmAcknowledged', { alarm: z.string(), until: Instant }),
  event('AttemptLogged', {
    alarm: z.string(),
    rung: z.int(),
    who: words.optional(),
    means: words.optional(),
    result: AttemptResult,
    words: words.optional(),
  }),
  event('PoliceRung', { alarm: z.string(), rangAt: Instant.optional(), rangBy: words.optional(), reference: words.optional() }),
  event('AlarmEnded', {
    alarm: z.string(),
    /** `lapsed`: a drill that nobody ended. */
    because: z.enum(['contact', 'revised', 'cancelled', 'stood-down', 'lapsed']),
    how: words.optional(),
    visitors: z.record(z.string(), z.union([z.literal('accounted-for'), Instant])).optional(),
  }),

  // what went out, and what is owed by hand
  event('NoticesMarked', {
    marks: z.array(
      z.strictObject({
        notice: z.string(),
        to: z.string(),
        channel: z.enum(['text', 'email']),
        about: z.string(),
        outcome: MarkOutcome,
        reference: z.string().optional(),
      }),
    ),
  }),
  /** Somebody whom the visit names has left the school: in what it names them, as `visitors` or `@contact-person`. */
  event('PersonLeft', {
    person,
    /** As their record says it: somebody may come back, and leave again. */
    leftAt: z.string(),
    as: z.array(z.string()).min(1),
  }),
  /** The link to a visitor's own page was to be sent to them; whether it went is in no mark that they are shown. */
  event('PageTexted', { visitor: person }),
  event('TaskOwed', { task: z.string(), of: z.array(z.string()) }),

  // after the visit
  event('VisitWrittenUp', { answers: z.array(Answer) }),
  event('ReferenceRecorded', { system: z.string().max(100), reference: z.string().max(200) }),
  event('PassedOn', { to: words, words }),
  event('VisitClosed', {
    /** Closed as far as whoever is on the visit may know; a call for help that they are not told of keeps it open. */
    seeming: z.literal(true).optional(),
    /** It seemed closed to them before, and is now: no news to them. */
    seemed: z.literal(true).optional(),
  }),
]);
export type VisitEvent = Readonly<z.infer<typeof VisitEvent>>;
export type EventOf<Type extends VisitEvent['type']> = Extract<VisitEvent, { type: Type }>;

// ------------------------------------------------------------------------------------------------ what must still go out

/** What a message is about; also its address in the history: `rung:a1/2`, `over:a1`, `nudge:return`, `notice:copy`, `page`, `task:family-told`, `errand:review`. */
export const NoticeAbout = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rung'),
    alarm: z.string(),
    rung: z.int(),
    /** 0 the first time, then the number of the repeat */ cycle: z.int(),
  }),
  z.strictObject({ kind: z.literal('over'), alarm: z.string() }),
  z.strictObject({ kind: z.literal('nudge'), clock: z.string() }),
  z.strictObject({ kind: z.literal('notice'), notice: z.string() }),
  z.strictObject({ kind: z.literal('page') }),
  z.strictObject({ kind: z.literal('task'), task: z.string() }),
  z.strictObject({ kind: z.literal('errand'), errand: z.enum(['review', 'test', 'digest']) }),
]);
export type NoticeAbout = Readonly<z.infer<typeof NoticeAbout>>;

/** One message that is owed to one contact by one channel. */
export const OwedNotice = z.strictObject({
  id: z.string(),
  to: PersonId,
  channel: z.enum(['text', 'email']),
  about: NoticeAbout,
  queuedAt: Instant,
  /** Whose it is to send, and until when nobody else may: a notice is leased in the write that hands it out. */
  lease: z.strictObject({ by: z.string(), until: Instant }).optional(),
  /** How often it was handed out and may have gone; from the second time on it says that it may be a repeat. */
  tries: z.int(),
  /** How often it surely did not go, and was put off. */
  putOff: z.int().optional(),
  timeOuts: z.int(),
  /** Not to be sent before. */
  notBefore: Instant.optional(),
});
export type OwedNotice = Readonly<z.infer<typeof OwedNotice>>;

/** How often something has repeated, in place of an event each: `a1/3` a rung, `task:…` a reminder, `errand` of an errand how often it was seen to. */
export const Repeats = z.strictObject({
  n: z.int(),
  firstAt: Instant,
  lastAt: Instant,
  accepted: z.int(),
  failed: z.int(),
  uncertain: z.int(),
  to: z.array(PersonId),
  /** When the last of them that went in a digest has come. */
  digestBy: Instant.optional(),
});
export type Repeats = Readonly<z.infer<typeof Repeats>>;

export const Owed = z.record(z.string(), OwedNotice);
export type Owed = Readonly<z.infer<typeof Owed>>;
export const Tally = z.record(z.string(), Repeats);
export type Tally = Readonly<z.infer<typeof Tally>>;

// ------------------------------------------------------------------------------------------------ what it adds up to

export interface Visitor {
  readonly person: PersonId;
  /** What they are on this visit: lead, class-teacher. */
  readonly onVisit?: string;
  readonly notGoing?: string;
  readonly mobile?: string;
  readonly safeWord?: string;
  /** When each was last said, as the server heard it. */
  readonly contacts: Readonly<Partial<Record<Contact, Instant>>>;
  /** When the watch of this visitor began: the first thing heard of them after the door. */
  readonly outSince?: Instant;
  readonly accountedForAt?: Instant;
  readonly inBreach: boolean;
  /** Each stop of the outing, the visit's own home being the first. */
  readonly stops: readonly Stop[];
  readonly next?: string;
  /** Later homes of the round, with the times planned for each. */
  readonly ahead?: readonly Ahead[];
  readonly endsAt?: string;
  /** When a stand-down says they are now expected. */
  readonly expectedAt?: Instant;
  /** Times said of them alone since the door. */
  readonly revised?: Readonly<Partial<Record<PlannedTime, Instant>>>;
  /** The visit whose item watches them. */
  readonly lead?: VisitId;
}

export interface Stop {
  readonly visit: VisitId;
  readonly arrivedAt?: Instant;
  /** When somebody of the home met them, first. */
  readonly metAt?: Instant;
  readonly leftAt?: Instant;
  readonly outcome?: string;
  /** Who goes on the visit to that home, where it is another. */
  readonly beside?: readonly PersonId[];
}

/** Somebody who may have been reached. `until`: what is in the air or in a digest reaches them by then. */
export interface Told {
  readonly person: PersonId;
  readonly channel: 'text' | 'email';
  readonly until?: Instant;
}

export interface OpenedAlarm {
  readonly id: string;
  readonly kind: AlarmKind;
  readonly of: string;
  readonly call?: Call;
  /** Clocks that have run out, by visitor: what an overdue alarm waits for. */
  readonly awaits: readonly { readonly clock: string; readonly visitor: PersonId }[];
  readonly visitors: readonly PersonId[];
  readonly ladder: string;
  readonly quiet: readonly ('visitors' | 'address')[];
  readonly reads: z.infer<typeof Alarm>['reads'];
  readonly words?: string;
  /** Where the phone said that it was. */
  readonly position?: { readonly latitude: number; readonly longitude: number };
  readonly place?: VisitId;
  readonly beside?: readonly PersonId[];
  readonly openedAt: Instant;
  /** When its first rung was or is due, where that is not when it opened. */
  readonly due?: Instant;
  /** The rung that was begun last, and since when; `asked` is the moment somebody asked for the next at once. */
  readonly rung?: {
    readonly index: number;
    readonly begunAt: Instant;
    readonly due: Instant;
    readonly told: readonly PersonId[];
    readonly passedOver: boolean;
  };
  readonly goOn?: { readonly from: Instant; readonly why: 'attempt-failed' | 'hold-ended' };
  readonly held?: { readonly by: string; readonly until: Instant };
  readonly attempts: readonly EventOf<'AttemptLogged'>[];
  readonly police?: EventOf<'PoliceRung'>;
  readonly ended?: EventOf<'AlarmEnded'>;
  /** Whoever may have been reached about it. */
  readonly told: readonly Told[];
  /** Of the rung begun last: how its messages ended. */
  readonly sent: { readonly reached: number; readonly failed: number };
}

export interface GivenAnswer {
  readonly value: AnswerValue;
  readonly by: string;
  readonly at: Instant;
  /** Of a signature: what was signed. */
  readonly basis?: string;
}

export interface Agreement {
  readonly agreement: string;
  readonly by: string;
  readonly at: Instant;
  readonly basis: string;
}

export interface Visit extends VisitRef, Omit<Request, 'visitors' | 'plan'> {
  /** How many writes there have been. */
  readonly version: number;
  readonly policy: { readonly id: string; readonly version: string };
  readonly follows?: VisitId;
  /** Of an item that is no visit: what was said, of whom, on which visit. */
  readonly allegation?: { readonly of: VisitId; readonly about: readonly PersonId[]; readonly words: string };
  /** Since when nothing stands in it but that it happened. */
  readonly erasedAt?: Instant;
  /** Of an item that is about no visit: what the school owes. */
  readonly errand?: Errand;
  /** Of an item that is about no visit: which ladder is tried. */
  readonly drill?: Drill;
  /** Of the upkeep: when it is next to be done. */
  readonly lookAgainAt?: Instant;
  readonly requester: string;
  readonly requestedAt: Instant;
  readonly changedAt: Instant;
  readonly visitors: readonly Visitor[];
  readonly plan: Plan;
  /** Times that were said after the door: no fixed hour caps these. */
  readonly revised: Readonly<Partial<Record<PlannedTime, Instant>>>;
  readonly whereabouts?: string;
  /** By question, or `question#subject`. */
  readonly answers: Readonly<Record<string, GivenAnswer>>;
  readonly agreements: readonly Agreement[];
  readonly authorised: boolean;
  readonly ended?: 'declined' | 'cancelled';
  /** `prompt#person`. */
  readonly ticks: readonly string[];
  readonly watch?: Watch;
  /** `clock@due` of the nudges that went out. */
  readonly nudged: readonly string[];
  readonly alarms: readonly OpenedAlarm[];
  readonly tasks: readonly { readonly task: string; readonly of: readonly string[]; readonly since: Instant }[];
  readonly writtenUp: boolean;
  readonly closed: boolean;
  /** Closed in the eyes of whoever is on it. */
  readonly seemsClosed: boolean;
  readonly references: readonly { readonly system: string; readonly reference: string }[];
  /** Key to the body that came with it. */
  readonly keys: Readonly<Record<string, string>>;
  readonly history: readonly VisitEvent[];
  readonly owed: Owed;
  readonly tally: Tally;
}

/** A visit as it is kept: the three parts of which everything else is made. */
export const StoredVisit = z.strictObject({
  school: SchoolId,
  visit: ItemId,
  version: z.int().min(1),
  history: z.array(VisitEvent).min(1),
  owed: Owed,
  tally: Tally,
  /** The row's own clock as it stands, which the shadow of the visit should say. */
  dueAt: Instant.optional(),
});
export type StoredVisit = Readonly<z.infer<typeof StoredVisit>>;
