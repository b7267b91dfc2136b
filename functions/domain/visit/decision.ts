import type { Channel, ContactState } from '../contacts.ts';
import type { Household } from '../household.ts';
import type { Staff } from '../person.ts';
import type { Policy, Settings, Test } from '../policy/policy.ts';
import type { Visit, VisitEvent } from './visit.ts';

/** What a decision goes by besides the visit and the time: read first, all of it. */
export interface Known {
  /** The policy at the visit's version, laid over Doorstep's own rules. */
  readonly rules: Policy;
  readonly settings: Settings;
  /** Everybody who works there now. */
  readonly staff: Staff;
  /** Whoever has left: named where they are named already, and asked nothing. */
  readonly former?: Staff | undefined;
  readonly household: Household | undefined;
  /** The other visits of its round, each with its home: the first departure is decided against them all. */
  readonly round: readonly { readonly visit: Visit; readonly household: Household | undefined }[];
  /** The visits whose items watch somebody who is on this one. */
  readonly leads: readonly Visit[];
}

/** Values that would do, where not every one does; `not` those that would not. */
export interface WouldDo {
  readonly is?: readonly (string | boolean | number)[];
  readonly not?: readonly (string | boolean | number)[];
  readonly atLeast?: number;
}

interface Choices {
  readonly options?: readonly { readonly id: string; readonly say: string }[];
}

/** What would satisfy what is unmet, so that a form, an MIS or a script can go on without knowing the policy. */
export type Wants =
  | ({
      readonly kind: 'answer';
      readonly question: string;
      readonly ask: string;
      readonly type: string;
      readonly about: string;
      readonly fields?: Readonly<Record<string, string>>;
      /** Of a record: any one of these sets of fields will do. Absent: all of them. */
      readonly enough?: readonly (readonly string[])[];
      /** Of a hazard: what the form has printed, to be confirmed or raised. Absent: it is present, and measures are taken, or it is not. */
      readonly printed?: Readonly<Record<string, string>>;
      /** A day before this one. */
      readonly before?: string;
      /** Whose answer counts, where not everybody's does: duties and relations. */
      readonly by?: readonly string[];
      /** Of a person, and of each person in a record: one of these duties and relations. */
      readonly among?: readonly string[];
      /** Of a person: none of the visitors. */
      readonly offVisit?: true;
      /** The form that the question stands on. */
      readonly form?: string;
    } & Choices &
      WouldDo)
  | { readonly kind: 'agreement'; readonly agreement: string; readonly by: readonly string[] }
  | { readonly kind: 'test'; readonly test: Omit<Test, 'is' | 'not'> & WouldDo }
  /** Parts of the plan: its times, and where it starts and ends. */
  | ({ readonly kind: 'plan'; readonly times: readonly string[] } & WouldDo)
  /** A field of the request, or of its home, to be given with `amend` or with the household. */
  | ({ readonly kind: 'request'; readonly field: string; readonly ask: string; readonly type: string } & Choices & WouldDo)
  /** A field of somebody's record. */
  | { readonly kind: 'person'; readonly person: string; readonly field: string }
  | { readonly kind: 'settings'; readonly settings: readonly string[] }
  /** Somebody who can be reached then, for each of these rungs: they tell these. */
  | { readonly kind: 'receivers'; readonly rungs: readonly string[]; readonly tell: readonly string[] }
  /** These contacts to be confirmed: a test message there, and its code given back. */
  | {
      readonly kind: 'contacts';
      readonly contacts: readonly { readonly person: string; readonly channel: Channel; readonly state: ContactState }[];
    }
  | { readonly kind: 'tick'; readonly prompt: string };

/** One thing that stands in the way of a step. */
export interface Unmet {
  /** The gate's id, or Doorstep's own word for it. */
  readonly code: string;
  readonly clauses: readonly string[];
  readonly message: string;
  /** Whose or what is missing: `mobile#ada-teacher`, `$rung-wait`, a duty. */
  readonly missing: readonly string[];
  readonly wants: Wants;
  /** The visit it is about, where that is another of the round. */
  readonly visit?: string;
}

/** Why a command was refused besides gates that are unmet. Each has its sentence in draft.ts. */
export type RefusalCode =
  | 'unmet'
  | 'not-at-this-stage'
  | 'already-out'
  | 'unknown-visitor'
  | 'sign-your-own'
  | 'own-visit'
  | 'not-yours-to-agree'
  | 'a-person-must'
  | 'unknown-question'
  | 'wrong-answer'
  | 'not-yours-to-answer'
  | 'unknown-prompt'
  | 'unknown-alarm'
  | 'alarm-over'
  | 'own-alarm'
  | 'not-yours-to-stand-down'
  | 'unknown-rung'
  | 'say-of-each-visitor'
  | 'expected-in-the-past'
  | 'unknown-person'
  | 'unknown-household'
  | 'times-out-of-order'
  | 'another-day'
  | 'said-elsewhere'
  | 'alarm-open'
  | 'unknown-ladder'
  | 'drill-running'
  | 'no-policy';

export interface Refusal {
  readonly code: RefusalCode;
  /** For whoever asked: what to mend. */
  readonly message: string;
  readonly clauses: readonly string[];
  readonly unmet: readonly Unmet[];
  /** Of an answer that is not taken: to which question, and about whom. */
  readonly answer?: { readonly question: string; readonly subject?: string };
}

/** The facts that now happen and what they make of the visit, or why not. No events and nothing else changed: already so. */
export type Decision =
  | { readonly accepted: true; readonly visit: Visit; readonly events: readonly VisitEvent[] }
  | {
      readonly accepted: false;
      readonly refusal: Refusal;
      /** What happens all the same: a safe word was in what is refused. */
      readonly heard?: { readonly visit: Visit; readonly events: readonly VisitEvent[] };
    };
