/**
 * What the operations answer, as far as pages read it: made by domain/visit/shown.ts and its neighbours, of which every field
 * but those named without `?` may be kept from a reader, and is then not there.
 */
import type { Check } from '../domain/preflight.ts';
import type { Doing } from '../domain/doing.ts';
import type { Delivery, Webhook } from '../domain/webhook.ts';
import type { Machine } from '../domain/machine.ts';
import type { ToldInDrill } from '../domain/visit/drill-report.ts';
import type { RehearsedVisit } from '../domain/visit/rehearse-visit.ts';
import type { Rehearsal } from '../domain/visit/rehearse.ts';
import type { BoardRow, Action } from '../domain/visit/shown.ts';
import type { VisitToDo } from '../domain/visit/to-do.ts';
import type { PhoneCard } from '../domain/visit/phone-card.ts';
import type { VisitSheet } from '../domain/visit/sheet.ts';
import type { StageCard } from '../domain/visit/stage-card.ts';
import type { Foreseen } from '../domain/visit/foresee.ts';
import type { Instant } from '../domain/time.ts';
import type { Channel, ContactState } from '../domain/contacts.ts';
import type { Person } from '../domain/person.ts';
import type { Policy, ReadingClass } from '../domain/policy/policy.ts';
import type { Hold } from '../domain/hold.ts';
import type { ForeseenErasure, listErased } from '../application/erasures.ts';
import type { PolicyChanges, VersionShown } from '../application/keep-policies.ts';
import type { PolicyToDo } from '../application/policy-to-do.ts';
import type { SettingsChange } from '../domain/policy/settings-history.ts';

export interface ShownVisitor {
  readonly person: string;
  readonly name?: string;
  readonly onVisit?: string;
  readonly state: string;
  readonly notGoing?: boolean;
  readonly signedOutAt?: Instant | null;
  readonly arrivedAt?: Instant | null;
  readonly leftAt?: Instant | null;
  readonly accountedForAt?: Instant | null;
  readonly inBreach?: boolean;
  readonly expectedAt?: Instant;
  readonly watchedBy?: string;
  readonly next?: string;
  readonly mobile?: string;
  readonly vehicle?: string;
  readonly safeWord?: string;
  readonly emergencyContact?: { readonly name: string; readonly phone: string; readonly relationship?: string };
}

export interface ShownClock {
  readonly id: string;
  readonly visitor: string;
  readonly expects: string;
  readonly dueAt: Instant;
  readonly nudgeAt?: Instant;
  readonly alarmAt: Instant;
  readonly state: 'running' | 'due' | 'overdue';
}

export interface ShownRung {
  readonly rung: number;
  readonly id: string;
  readonly do: 'ring-visitors' | 'ring-address' | 'tell' | 'ring-police';
  readonly say: string;
  readonly wait: string;
  /** Whose it is. */
  readonly tell: readonly string[];
  /** Nobody is to be rung for it now. */
  readonly quiet?: true;
  readonly clauses: readonly string[];
  readonly setBySchool: boolean;
}

export interface ShownAlarm {
  readonly id: string;
  readonly kind: 'overdue' | 'distress' | 'concern';
  readonly of: string;
  readonly visitors: readonly string[];
  readonly openedAt: Instant;
  readonly at: string;
  readonly endedAt: Instant | null;
  readonly ended?: string;
  readonly rung?: number;
  readonly repeats?: number;
  readonly nextAt?: Instant;
  readonly ladder?: readonly ShownRung[];
  readonly heldBy?: string | null;
  readonly heldUntil?: Instant | null;
  readonly attempts?: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly rung: number;
    readonly who?: string;
    readonly means?: string;
    readonly result: string;
  }[];
  readonly told?: readonly string[];
  readonly police?: { readonly rangAt: Instant; readonly rangBy?: string; readonly reference?: string } | null;
  readonly position?: { readonly latitude: number; readonly longitude: number };
  readonly words?: string;
  readonly how?: string;
  readonly says?: string;
}

export interface ShownHome {
  readonly id: string;
  readonly name?: string;
  readonly address?: string;
  readonly phones?: readonly string[];
  readonly adults?: readonly unknown[];
  readonly pupils?: readonly unknown[];
  readonly hazards?: readonly unknown[];
  readonly animals?: string;
  readonly [field: string]: unknown;
}

export interface Plan {
  readonly departAt?: Instant;
  readonly arriveAt?: Instant;
  readonly leaveAt?: Instant;
  readonly returnAt?: Instant;
  readonly startsFrom?: string;
  readonly endsAt?: string;
}

export interface Visit {
  readonly id: string;
  readonly school?: string;
  readonly stage: 'requested' | 'authorised' | 'out' | 'returned' | 'written-up' | 'closed' | 'declined' | 'cancelled';
  readonly actions: readonly Action[];
  readonly type?: string;
  readonly reason?: string;
  readonly purpose?: string;
  readonly policy?: { readonly id: string; readonly version: string };
  readonly round?: { readonly id: string; readonly order: number };
  readonly follows?: string;
  readonly requester?: string;
  readonly requestedAt?: Instant;
  readonly changedAt?: Instant;
  readonly pupil?: string | null;
  readonly plan?: Plan;
  /** Times said since the door. */
  readonly revised?: Plan;
  readonly household?: ShownHome;
  readonly visitors?: readonly ShownVisitor[];
  readonly clocks?: readonly ShownClock[];
  readonly alarms?: readonly ShownAlarm[];
  readonly answers?: Readonly<Record<string, { readonly value: unknown; readonly by: string; readonly at: Instant }>>;
  readonly agreements?: readonly Readonly<Record<string, unknown>>[];
  readonly tasks?: readonly { readonly task: string; readonly of: readonly string[]; readonly since?: Instant; readonly done: boolean }[];
  readonly references?: readonly { readonly system: string; readonly reference: string }[];
  readonly history?: readonly (Readonly<Record<string, unknown>> & { readonly type: string; readonly at: Instant; readonly by: string })[];
}

export interface ListedVisit {
  readonly id: string;
  readonly stage?: Visit['stage'];
  readonly type?: string;
  readonly household?: string;
  readonly plannedAt?: Instant;
  readonly requester?: string;
  readonly visitors?: readonly { readonly person: string; readonly state: string }[];
  readonly changedAt?: Instant;
  readonly watched?: boolean;
  readonly unreadable?: boolean;
}

export interface DrillLine {
  readonly id: string;
  readonly ladder: string;
  readonly begunBy: string;
  readonly startsAt: Instant;
  readonly state: 'waiting' | 'under-way' | 'over';
  readonly secondsToAnswer: number | null;
  readonly endedAt: Instant | null;
  readonly endedBy?: string;
  readonly ended?: 'stood-down' | 'lapsed';
}

export interface ShownDrillRung extends Pick<ShownRung, 'rung' | 'do' | 'say'> {
  readonly begunAt: Instant | null;
  readonly passedOver?: 'quiet' | 'empty';
  readonly told: readonly ToldInDrill[];
  readonly repeats: number;
  readonly answeredAt: Instant | null;
  readonly answeredBy: string | null;
  readonly secondsToAnswer: number | null;
}

export interface ShownDrill extends DrillLine {
  readonly reason?: string;
  readonly heldBy: string | null;
  readonly heldUntil: Instant | null;
  readonly nextAt?: Instant;
  readonly rungs: readonly ShownDrillRung[];
  readonly firstAnswer: { readonly at: Instant; readonly by: string; readonly rung: number } | null;
  readonly neverAnswered: readonly string[];
  readonly how?: string;
}

/** Of somebody else no more than the first four, unless the reader keeps the records of people. */
export interface ShownPerson
  extends Pick<Person, 'id' | 'name' | 'duties' | 'roles'>, Partial<Omit<Person, 'id' | 'name' | 'duties' | 'roles' | 'contacts'>> {
  readonly contacts?: Readonly<Partial<Record<Channel, { readonly state: ContactState; readonly since?: Instant }>>>;
  readonly hasReadPolicy?: boolean;
  readonly trainingRunOut?: readonly string[];
}

export interface ShownMachine extends Pick<Machine, 'id' | 'name' | 'scope' | 'made'> {
  readonly usedOn: string | null;
  readonly revoked: NonNullable<Machine['revoked']> | null;
}

export interface ShownWebhook extends Pick<Webhook, 'url' | 'types' | 'made'> {
  readonly id: string;
  readonly oldSecretUntil: Instant | null;
  readonly off: NonNullable<Webhook['off']> | null;
}
export interface ShownDelivery extends Omit<Delivery, 'failed'> {
  readonly id: string;
  readonly nextAt: Instant | null;
}

export interface ShownReview {
  readonly every: string;
  readonly due: string | null;
  readonly overdue: boolean;
  readonly last: { readonly on: string; readonly by: string; readonly note?: string } | null;
  /** Whoever asks may say that it is done. */
  readonly mayRecord: boolean;
}

/** Of a person the record, of a home or a child the homes; each with what it was before. */
export interface ShownEverything {
  readonly person?: ShownPerson;
  readonly before?: readonly object[];
  readonly households?: readonly { readonly household: ShownHome; readonly before: readonly object[] }[];
  readonly visits: readonly Visit[];
  readonly allegations: readonly { readonly id: string }[];
  readonly drills: readonly DrillLine[];
  readonly withheld: readonly { readonly id: string; readonly classes: readonly ReadingClass[] }[];
  readonly holds: readonly Hold[];
}

/** By operation. One that is not here is answered as a record of anything. */
export interface Shapes {
  readonly 'read-visit': Visit;
  readonly 'read-card': StageCard;
  readonly 'read-phone': Omit<PhoneCard, 'visit'> & { readonly visit: Visit };
  readonly 'read-sheet': Omit<VisitSheet, 'visit'> & { readonly visit: Visit };
  readonly 'foresee-visit': Foreseen;
  readonly 'list-households': { readonly households: readonly ShownHome[]; readonly next?: string };
  readonly 'read-household': ShownHome;
  readonly 'list-duplicates': {
    readonly duplicates: readonly {
      readonly households: readonly { readonly id: string; readonly name: string; readonly address?: string }[];
      readonly why: readonly ('same-address' | 'same-phone' | 'same-child-and-name')[];
    }[];
  };
  readonly 'list-visits': { readonly visits: readonly ListedVisit[]; readonly next?: string };
  readonly 'to-do': { readonly visits: readonly VisitToDo[]; readonly isWhole: boolean; readonly policy: readonly PolicyToDo[] };
  readonly board: { readonly visits: readonly BoardRow[] };
  /** The school's policy laid over Doorstep's own, with the words of each clause that it cites. */
  readonly 'read-policy': Policy & {
    readonly version: string;
    readonly clauses: readonly { readonly id: string; readonly says: string }[];
    /** `null`: the policy says nothing of one. */
    readonly review: ShownReview | null;
  };
  readonly 'list-people': { readonly people: readonly ShownPerson[] };
  readonly 'read-person': ShownPerson;
  readonly 'list-machines': { readonly machines: readonly ShownMachine[] };
  readonly 'make-machine': ShownMachine & { readonly key: string };
  readonly 'revoke-machine': ShownMachine;
  readonly 'list-webhooks': { readonly webhooks: readonly ShownWebhook[] };
  readonly 'make-webhook': ShownWebhook & { readonly secret: string };
  readonly 'rotate-webhook': ShownWebhook & { readonly secret: string };
  readonly 'read-webhook': ShownWebhook & { readonly deliveries: readonly ShownDelivery[]; readonly next?: string };
  readonly 'read-doing': Doing & { readonly at: Instant; readonly from: string; readonly to: string; readonly isWhole: boolean };
  readonly 'read-preflight': { readonly at: Instant; readonly checks: readonly Check[] };
  readonly 'list-drills': { readonly drills: readonly DrillLine[] };
  readonly 'begin-drill': ShownDrill;
  readonly 'read-drill': ShownDrill;
  readonly rehearse: { readonly at: Instant; readonly ladders: readonly Rehearsal[] };
  readonly 'rehearse-visit': RehearsedVisit & { readonly version: string };
  readonly 'list-policies': { readonly policies: readonly VersionShown[] };
  readonly 'read-policy-version': VersionShown;
  readonly 'compare-policy': PolicyChanges & { readonly agrees: { readonly you: boolean } };
  readonly 'list-holds': { readonly holds: readonly Hold[] };
  readonly 'place-hold': Hold;
  readonly 'list-erasures': Awaited<ReturnType<typeof listErased>>;
  readonly 'foresee-erasure': ForeseenErasure;
  /** `done: false`: there was no time for all of it, and the same again goes on. */
  readonly erase: { readonly done: boolean; readonly visits: number };
  readonly everything: ShownEverything;
  readonly 'read-settings': {
    readonly settings: readonly (Pick<Policy['settings'][number], 'id' | 'ask' | 'type' | 'clauses'> & {
      readonly options?: readonly string[];
      readonly value: unknown;
      readonly source: string;
    })[];
  };
  readonly 'read-settings-history': { readonly history: readonly SettingsChange[] };
}
