/** Who reads what of the history of a visit: every type of event, and every field of each. */
import type { EventOf, VisitEvent } from '../visit/visit.ts';
import type { Row, Rows } from './reading.ts';

type Type = VisitEvent['type'];
type Stamp = 'type' | 'at' | 'by' | 'via' | 'key' | 'saidAt' | 'unread';

/** What every event has. The history itself is for persons. */
export const stampRows = {
  type: 'person',
  at: 'person',
  by: 'person',
  via: 'person',
  key: 'nobody',
  saidAt: 'nobody',
  /** Which fields could not be read, and not what was in them. */
  unread: 'person',
} as const satisfies Rows<Stamp>;

/** A type of event that is forgotten does not compile, nor a field of one. */
export const eventRows: { readonly [T in Type]: Rows<Exclude<Extract<keyof EventOf<T>, string>, Stamp>> } = {
  VisitRequested: { policy: 'nobody', follows: 'nobody', request: 'nobody' },
  VisitAmended: { changes: 'nobody' },
  VisitRescheduled: { to: 'person', reason: 'content' },
  // Which questions, of those whose class they read; the answers are on the page.
  QuestionsAnswered: { answers: 'its-own' },
  PromptsTicked: { visitor: 'person', ticks: 'person' },
  VisitorNotGoing: { visitor: 'person', reason: 'content' },
  RiskAssessed: { visitor: 'person', answers: 'nobody', mobile: 'nobody', safeWord: 'nobody', basis: 'nobody' },
  VisitAgreed: { agreements: 'person', basis: 'nobody', note: 'content' },
  AgreementsLapsed: { agreements: 'person' },
  VisitAuthorised: {},
  AuthorisationLapsed: {},
  VisitDeclined: { reason: 'content' },
  VisitSentBack: { reason: 'content' },
  VisitCancelled: { reason: 'content' },
  WatchSet: { watch: 'nobody' },
  WatchLinked: { visitor: 'person', lead: 'person' },
  AllegationMade: { policy: 'nobody', of: 'nobody', household: 'nobody', visitors: 'nobody', about: 'nobody', words: 'nobody' },
  // What of it says who is involved, or named in an answer, is for whoever reads the content.
  PersonLeft: { person: 'person', leftAt: 'person', as: 'person' },
  LookedAfter: { next: 'nobody' },
  ErrandBegun: { policy: 'nobody', errand: 'nobody' },
  DigestJoined: { entry: 'nobody' },
  DrillBegun: { policy: 'nobody', drill: 'nobody' },
  WatchCopied: { visitor: 'nobody', outSince: 'nobody', accountedForAt: 'nobody', contacts: 'nobody', stop: 'nobody' },
  WordsErased: { because: 'nobody', part: 'nobody' },

  VisitorDeparted: { visitor: 'person', plan: 'person', ticks: 'person', ahead: 'nobody' },
  VisitorDepartedInBreach: { visitor: 'person', plan: 'nobody', reason: 'content', ahead: 'nobody', unmet: 'person' },
  VisitorArrived: { visitor: 'person', words: 'added', metBy: 'content', place: 'person', beside: 'nobody' },
  VisitorCheckedIn: { visitor: 'person', words: 'added', place: 'person' },
  VisitorLeft: { visitor: 'person', words: 'added', outcome: 'logistics', next: 'logistics', place: 'person' },
  VisitorReturned: { visitor: 'person', words: 'added', seenBy: 'content', endsAt: 'person', unheard: 'nobody' },
  VisitorAccountedFor: { visitor: 'person' },
  TimesRevised: { visitor: 'nobody', plan: 'person', where: 'content', toldBy: 'logistics', means: 'logistics', spoken: 'person' },
  BreachFound: { visitors: 'person', unmet: 'person' },
  ContactCorrected: { visitor: 'person', what: 'person', so: 'added' },
  NoteMade: { words: 'content', visitor: 'person', place: 'nobody' },

  VisitorsNudged: { clock: 'person', due: 'person', visitors: 'person' },
  AlarmOpened: {
    alarm: 'person',
    kind: 'person',
    of: 'person',
    call: 'person',
    due: 'nobody',
    visitors: 'person',
    ladder: 'nobody',
    quiet: 'nobody',
    reads: 'nobody',
    words: 'nobody',
    position: 'nobody',
    place: 'person',
    beside: 'nobody',
  },
  AlarmJoined: { alarm: 'person', clock: 'person', visitors: 'person' },
  RungBegun: { alarm: 'person', rung: 'person', name: 'person', due: 'person', why: 'person', told: 'person', passedOver: 'person' },
  AlarmAcknowledged: { alarm: 'person', until: 'person' },
  AttemptLogged: { alarm: 'person', rung: 'person', who: 'logistics', means: 'logistics', result: 'person', words: 'content' },
  PoliceRung: { alarm: 'person', rangAt: 'person', rangBy: 'logistics', reference: 'logistics' },
  AlarmEnded: { alarm: 'person', because: 'person', how: ['added', 'its-own'], visitors: 'person' },

  NoticesMarked: { marks: 'person' },
  PageTexted: { visitor: 'person' },
  TaskOwed: { task: 'person', of: 'person' },

  VisitWrittenUp: { answers: 'its-own' },
  ReferenceRecorded: { system: 'content', reference: 'content' },
  PassedOn: { to: 'content', words: 'content' },
  VisitClosed: { seeming: 'outside', seemed: 'nobody' },
};

/** How a message ended that went out. */
export const markRows = {
  notice: 'nobody',
  to: 'person',
  channel: 'person',
  about: 'person',
  outcome: 'person',
  reference: 'nobody',
} as const satisfies Rows<keyof EventOf<'NoticesMarked'>['marks'][number]>;

/** Of one event, by the names of its fields. */
export const rowsOf = ({ type }: VisitEvent): Readonly<Record<string, Row>> => ({ ...stampRows, ...eventRows[type] });
