import type { Contact } from '../policy/policy.ts';
import { type Instant, lengthInMilliseconds, plusMilliseconds } from '../time.ts';
import type {
  Agreement,
  Ahead,
  Answer,
  EventOf,
  GivenAnswer,
  OpenedAlarm,
  PlanChange,
  Stop,
  Visit,
  Visitor,
  VisitEvent,
  VisitId,
  VisitRef,
} from './visit.ts';

/** A visit begins with its request. */
export function begin(ref: VisitRef, requested: EventOf<'VisitRequested'>): Visit {
  const { visitors, plan, ...request } = requested.request;
  return { ...beginning(ref, requested), ...request, ...present('follows', requested.follows), visitors: visitors.map(expected), plan };
}

/** An allegation begins with what was said. Nobody goes anywhere: whoever is on the visit is named so that they are not told. */
export const beginAllegation = (ref: VisitRef, made: EventOf<'AllegationMade'>): Visit => ({
  ...beginning(ref, made),
  household: made.household,
  visitors: made.visitors.map((person) => expected({ person })),
  plan: { startsFrom: 'school', endsAt: 'school' },
  allegation: { of: made.of, about: made.about, words: made.words },
});

/** An errand is about no home, and nobody goes anywhere. */
export const beginErrand = (ref: VisitRef, begun: EventOf<'ErrandBegun'>): Visit => ({ ...aboutNoHome(ref, begun), errand: begun.errand });

/** Of a drill too: nobody is out, so that nobody can be missing. */
export const beginDrill = (ref: VisitRef, begun: EventOf<'DrillBegun'>): Visit => ({ ...aboutNoHome(ref, begun), drill: begun.drill });

const aboutNoHome = (ref: VisitRef, first: Parameters<typeof beginning>[1]): Visit => ({
  ...beginning(ref, first),
  household: 'none',
  visitors: [],
  plan: { startsFrom: 'school', endsAt: 'school' },
});

function beginning(
  ref: VisitRef,
  first: EventOf<'VisitRequested' | 'AllegationMade' | 'ErrandBegun' | 'DrillBegun'>,
): Omit<Visit, 'household' | 'visitors' | 'plan'> {
  const { at, by, key, policy } = first;
  return {
    school: ref.school,
    visit: ref.visit,
    version: 0,
    policy,
    requester: by,
    requestedAt: at,
    changedAt: at,
    revised: {},
    answers: {},
    agreements: [],
    authorised: false,
    ticks: [],
    nudged: [],
    alarms: [],
    tasks: [],
    writtenUp: false,
    closed: false,
    seemsClosed: false,
    references: [],
    keys: key === undefined ? {} : { [key.id]: key.body },
    history: [first],
    owed: {},
    tally: {},
  };
}

/** Applies a fact that has already happened. It never refuses: refusing is `decide`'s work. */
export function evolve(visit: Visit, event: VisitEvent): Visit {
  const kept: Visit = {
    ...visit,
    changedAt: event.at,
    history: [...visit.history, event],
    keys: event.key === undefined ? visit.keys : { ...visit.keys, [event.key.id]: event.key.body },
  };
  return apply(kept, event);
}

/** Many facts at once, as they stand in a history: what grows with each of them is put together once. */
export function evolveAll(visit: Visit, events: readonly VisitEvent[]): Visit {
  const pressed = events.flatMap(({ key }) => (key === undefined ? [] : [[key.id, key.body] as const]));
  return {
    ...events.reduce(apply, visit),
    changedAt: events.at(-1)?.at ?? visit.changedAt,
    history: [...visit.history, ...events],
    keys: { ...visit.keys, ...Object.fromEntries(pressed) },
  };
}

/** Whatever happens on a visit after it was erased is there to read again, and is kept for as long as anything is. */
function apply(visit: Visit, event: VisitEvent): Visit {
  if (visit.erasedAt === undefined || event.type === 'WordsErased') return applied(visit, event);
  const { erasedAt: _erasedAt, ...again } = visit;
  return applied(again, event);
}

function applied(visit: Visit, event: VisitEvent): Visit {
  switch (event.type) {
    case 'VisitRequested':
    case 'VisitSentBack':
    case 'AllegationMade':
    case 'ErrandBegun':
    case 'DrillBegun':
      return visit;
    case 'DigestJoined':
      return visit.errand?.kind === 'digest' ? { ...visit, errand: { ...visit.errand, of: [...visit.errand.of, event.entry] } } : visit;
    case 'LookedAfter':
      return { ...visit, lookAgainAt: event.next };
    case 'WordsErased':
      // What somebody owed of it is owed no more: nothing is left that could be answered.
      return event.part === true ? visit : { ...visit, erasedAt: event.at, tasks: [] };
    case 'VisitAmended':
      return amended(visit, event);
    case 'VisitRescheduled':
    case 'VisitCancelled':
      return { ...visit, ended: 'cancelled' };
    case 'VisitDeclined':
      return { ...visit, ended: 'declined' };
    case 'QuestionsAnswered':
      return { ...visit, answers: withAnswers(visit.answers, event.answers, event) };
    case 'VisitWrittenUp':
      return { ...visit, writtenUp: true, answers: withAnswers(visit.answers, event.answers, event) };
    case 'PromptsTicked':
      return { ...visit, ticks: [...visit.ticks, ...event.ticks.map((tick) => `${tick}#${event.visitor}`)] };
    case 'VisitorNotGoing':
      return patch(visit, event.visitor, () => ({ notGoing: event.reason }));
    case 'RiskAssessed': {
      const assessed = { ...visit, answers: withAnswers(visit.answers, event.answers, event, event.basis) };
      return patch(assessed, event.visitor, () => ({ ...present('mobile', event.mobile), ...present('safeWord', event.safeWord) }));
    }
    case 'VisitAgreed': {
      const given = event.agreements.map((agreement): Agreement => ({ agreement, by: event.by, at: event.at, basis: event.basis }));
      return { ...visit, agreements: [...visit.agreements.filter((a) => !event.agreements.includes(a.agreement)), ...given] };
    }
    case 'AgreementsLapsed':
      return { ...visit, agreements: visit.agreements.filter((a) => !event.agreements.includes(a.agreement)) };
    case 'VisitAuthorised':
      return { ...visit, authorised: true };
    case 'AuthorisationLapsed':
      return { ...visit, authorised: false };
    case 'WatchSet':
      return { ...visit, watch: event.watch };
    case 'WatchLinked':
      return patch(visit, event.visitor, () => ({ lead: event.lead }));

    case 'WatchCopied': {
      const { outSince, accountedForAt, contacts, stop } = event;
      const stops = stop === undefined ? [] : [{ visit: visit.visit, ...stop }];
      return patch(visit, event.visitor, () => ({ lead: undefined, outSince, accountedForAt, contacts, stops }));
    }

    case 'VisitorDeparted': {
      const told = {
        ...visit,
        plan: planned(visit, event.plan),
        revised: withoutThose(visit.revised, event.plan),
        ticks: [...visit.ticks, ...event.ticks.map((tick) => `${tick}#${event.visitor}`)],
      };
      return out(told, event.visitor, event.at, (was) => ({
        contacts: { ...was.contacts, depart: event.at },
        lead: undefined,
        ahead: event.ahead,
      }));
    }
    case 'VisitorDepartedInBreach': {
      const told = { ...visit, plan: planned(visit, event.plan), revised: withoutThose(visit.revised, event.plan) };
      // Somebody who was back and goes again starts afresh.
      return out(told, event.visitor, event.at, (was) => ({
        contacts: was.accountedForAt === undefined ? { ...was.contacts, depart: event.at } : { depart: event.at },
        outSince: was.accountedForAt === undefined ? (was.outSince ?? event.at) : event.at,
        inBreach: true,
        lead: undefined,
        ahead: event.ahead ?? was.ahead,
        ...(was.accountedForAt === undefined ? {} : { accountedForAt: undefined, expectedAt: undefined, revised: undefined, stops: [] }),
      }));
    }
    case 'VisitorArrived':
      return out(withoutWaiting(visit, event), event.visitor, event.at, (was) => ({
        contacts: { ...was.contacts, arrive: event.at },
        ...atNextHome(was, event),
        stops: withStop(was.stops, event.place ?? visit.visit, (stop) => ({
          ...stop,
          arrivedAt: stop.arrivedAt ?? event.at,
          ...present('metAt', stop.metAt ?? (event.metBy === undefined ? undefined : event.at)),
          ...present('beside', event.beside),
        })),
      }));
    case 'VisitorCheckedIn':
      return out(visit, event.visitor, event.at, () => ({}));
    case 'VisitorLeft':
      return out(withoutWaiting(visit, event), event.visitor, event.at, (was) => ({
        contacts: { ...was.contacts, leave: event.at },
        ...onwardsFrom(was, visit.visit, event),
        stops: withStop(was.stops, event.place ?? visit.visit, (stop) => ({
          ...stop,
          leftAt: event.at,
          ...present('outcome', event.outcome),
        })),
        ...present('next', event.next),
      }));
    case 'VisitorReturned':
      return out(visit, event.visitor, event.at, (was) => ({
        contacts: { ...was.contacts, return: event.at },
        ...(event.unheard === true ? {} : { accountedForAt: event.at }),
        ...present('endsAt', event.endsAt),
      }));
    case 'VisitorAccountedFor':
      return patch(visit, event.visitor, () => ({ accountedForAt: event.at }));
    case 'TimesRevised':
      return revised(visit, event);
    case 'BreachFound':
      return event.visitors.reduce((so, person) => patch(so, person, () => ({ inBreach: true })), visit);
    case 'ContactCorrected':
      return open(patch(visit, event.visitor, (was) => corrected(was, event.what)));
    case 'NoteMade':
    case 'PageTexted':
    case 'PersonLeft':
      return visit;

    case 'VisitorsNudged':
      return { ...visit, nudged: [...visit.nudged, ...event.visitors.map((visitor) => nudgeKey(event.clock, visitor, event.due))] };
    case 'AlarmOpened':
      return event.kind === 'distress' ? openUnseen(withAlarm(visit, event)) : open(withAlarm(visit, event));
    case 'AlarmJoined':
      return onAlarm(visit, event.alarm, (was) => ({
        awaits: [...was.awaits, ...event.visitors.map((visitor) => ({ clock: event.clock, visitor }))],
        visitors: [...new Set([...was.visitors, ...event.visitors])],
        ...(was.held !== undefined && was.held.until > event.at
          ? { held: undefined, goOn: { from: event.at, why: 'hold-ended' as const } }
          : {}),
      }));
    case 'RungBegun':
      return onAlarm(visit, event.alarm, () => ({
        rung: { index: event.rung, begunAt: event.at, due: event.due, told: event.told, passedOver: event.passedOver !== undefined },
        goOn: undefined,
        held: undefined,
        sent: { reached: 0, failed: 0 },
      }));
    case 'AlarmAcknowledged':
      return onAlarm(visit, event.alarm, () => ({ held: { by: event.by, until: event.until }, goOn: undefined }));
    case 'AttemptLogged':
      return onAlarm(visit, event.alarm, (was) => ({
        attempts: [...was.attempts, event],
        // About an older rung it moves nothing.
        ...(event.result !== 'reached-safe' && event.rung === was.rung?.index
          ? { held: undefined, goOn: { from: event.at, why: 'attempt-failed' as const } }
          : {}),
      }));
    case 'PoliceRung':
      return onAlarm(visit, event.alarm, () => ({ police: event }));
    case 'AlarmEnded':
      return alarmEnded(visit, event);
    case 'NoticesMarked':
      return event.marks.reduce((so, mark) => marked(so, mark, event.at), visit);
    case 'TaskOwed':
      return { ...visit, tasks: [...visit.tasks, { task: event.task, of: event.of, since: event.at }] };

    case 'ReferenceRecorded':
      return { ...visit, references: [...visit.references, { system: event.system, reference: event.reference }] };
    case 'PassedOn':
      return visit;
    case 'VisitClosed':
      return event.seeming === true ? { ...visit, seemsClosed: true } : { ...visit, closed: true, seemsClosed: false };
  }
}

// ------------------------------------------------------------------------------------------------ who

const expected = (going: { readonly person: string; readonly onVisit?: string | undefined }): Visitor => ({
  person: going.person,
  ...present('onVisit', going.onVisit),
  contacts: {},
  inBreach: false,
  stops: [],
});

/** Whoever is not on the visit yet comes on to it: a watch is never refused. */
function patch(visit: Visit, person: string, change: (was: Visitor) => Loose<Visitor>): Visit {
  const was = visit.visitors.find((v) => v.person === person) ?? expected({ person });
  const now = settled<Visitor>({ ...was, ...change(was) });
  return { ...visit, visitors: visit.visitors.includes(was) ? visit.visitors.map((v) => (v === was ? now : v)) : [...visit.visitors, now] };
}

/** Heard of after the door: they are out, whatever was planned for them, and though the visit had been called off. */
function out(visit: Visit, person: string, at: Instant, change: (was: Visitor) => Loose<Visitor>): Visit {
  const { ended: _ended, ...on } = visit;
  return open(
    patch(on, person, (was) => ({
      // By when they were expected to have gone is no time to be back by.
      ...(was.outSince === undefined ? { expectedAt: undefined } : {}),
      outSince: was.outSince ?? at,
      notGoing: undefined,
      ...change(was),
    })),
  );
}

/** What happens after the door opens a closed visit again. */
const open = (visit: Visit): Visit => (visit.closed || visit.seemsClosed ? { ...visit, closed: false, seemsClosed: false } : visit);
/** A call for help does so too, and whoever is on the visit sees it as it was. */
const openUnseen = (visit: Visit): Visit => (visit.closed ? { ...visit, closed: false, seemsClosed: true } : visit);

const withAlarm = (visit: Visit, event: EventOf<'AlarmOpened'>): Visit => ({ ...visit, alarms: [...visit.alarms, opened(event)] });

function corrected(was: Visitor, what: Contact): Loose<Visitor> {
  const contacts = Object.fromEntries(Object.entries(was.contacts).filter(([contact]) => contact !== what));
  const ended = what === 'return' || (what === 'leave' && was.contacts.return === undefined);
  const stops = was.stops.map((stop, i) =>
    i === was.stops.length - 1
      ? settled<Stop>({
          ...stop,
          ...(what === 'arrive' ? { arrivedAt: undefined, metAt: undefined } : {}),
          ...(what === 'leave' ? { leftAt: undefined } : {}),
        })
      : stop,
  );
  return { contacts, stops, ...(ended ? { accountedForAt: undefined } : {}) };
}

/** To the home that comes next: the one that they named, or the one after this in their round. Nowhere, where they named something else. */
function comesNext({ ahead = [], stops }: Visitor, own: VisitId, { place = own, next }: EventOf<'VisitorLeft'>): Ahead | undefined {
  // A late word about a home before says nothing of where they go now.
  if (stops.length > 0 && stops.at(-1)?.visit !== place) return undefined;
  const following =
    next === undefined ? ahead[ahead.findIndex((home) => home.visit === place) + 1] : ahead.find((home) => home.visit === next);
  return following?.arriveAt === undefined && following?.leaveAt === undefined ? undefined : following;
}

/** Going on to a later home of the round: its own times are waited for, and neither the arrival nor the leaving of the one before counts for it (T10). */
function onwardsFrom(was: Visitor, own: VisitId, event: EventOf<'VisitorLeft'>): Loose<Visitor> {
  const home = comesNext(was, own, event);
  return home === undefined ? {} : waitingAt(was, { ...was.contacts }, home, event.at);
}

/** What is waited for at a home: no time that has gone by before they can be there, since nobody was told another. */
function waitingAt({ revised }: Visitor, { arrive, leave, ...contacts }: Visitor['contacts'], home: Ahead, now: Instant): Loose<Visitor> {
  const arriveAt = home.arriveAt !== undefined && home.arriveAt > now ? home.arriveAt : undefined;
  const leaveAt = home.leaveAt !== undefined && home.leaveAt > now ? home.leaveAt : undefined;
  const { arriveAt: _arriveAt, leaveAt: _leaveAt, ...others } = revised ?? {};
  return {
    contacts: {
      ...contacts,
      ...(arriveAt === undefined ? { arrive: arrive ?? now } : {}),
      ...(leaveAt === undefined ? { leave: leave ?? now } : {}),
    },
    revised: { ...others, ...present('arriveAt', arriveAt), ...present('leaveAt', leaveAt) },
  };
}

const nextHome = ({ stops, ahead }: Visitor, place: string | undefined): Ahead | undefined =>
  stops.some((stop) => stop.visit === place) ? undefined : ahead?.find(({ visit }) => visit === place);

/** At a later home without a word of having left the one before. */
function atNextHome(was: Visitor, { place, at }: EventOf<'VisitorArrived'>): Loose<Visitor> {
  const home = nextHome(was, place);
  return home === undefined ? {} : waitingAt(was, { ...was.contacts, arrive: at }, { ...home, arriveAt: undefined }, at);
}

/** They have been heard of: no alarm waits any more for the arrival at the home that they are at or leave, nor, where they leave it, for that. */
function withoutWaiting(visit: Visit, event: EventOf<'VisitorArrived' | 'VisitorLeft'>): Visit {
  // Whoever is at the next home has left the one before.
  const isThere = event.type === 'VisitorArrived' && !visit.visitors.some((v) => v.person === event.visitor && nextHome(v, event.place));
  const heard: readonly Contact[] = isThere ? ['arrive'] : ['arrive', 'leave'];
  const isHeard = (clock: string, visitor: string): boolean =>
    visitor === event.visitor && visit.watch?.clocks.some((c) => c.id === clock && heard.includes(c.expects)) === true;
  if (!visit.alarms.some((alarm) => alarm.ended === undefined && alarm.awaits.some((w) => isHeard(w.clock, w.visitor)))) return visit;
  const alarms = visit.alarms.map((alarm) => ({ ...alarm, awaits: alarm.awaits.filter((w) => !isHeard(w.clock, w.visitor)) }));
  return { ...visit, alarms };
}

function withStop(stops: readonly Stop[], visit: VisitId, change: (stop: Stop) => Stop): readonly Stop[] {
  return stops.some((stop) => stop.visit === visit)
    ? stops.map((stop) => (stop.visit === visit ? change(stop) : stop))
    : [...stops, change({ visit })];
}

// ------------------------------------------------------------------------------------------------ what was asked

function amended(visit: Visit, { changes }: EventOf<'VisitAmended'>): Visit {
  const { visitors, plan, ...rest } = changes;
  const going = visitors?.map((going) => ({
    ...goingAgain(visit.visitors.find((v) => v.person === going.person) ?? expected(going)),
    ...present('onVisit', going.onVisit),
  }));
  return { ...visit, ...rest, plan: planned(visit, plan), ...(going === undefined ? {} : { visitors: going }) };
}

/** Named anew among the visitors, they are going after all. */
const goingAgain = ({ notGoing: _notGoing, ...visitor }: Visitor): Visitor => visitor;

const planned = (visit: Visit, plan: PlanChange | undefined): Visit['plan'] =>
  settled<Visit['plan']>({ ...visit.plan, ...settled<PlanChange>(plan ?? {}) });

/** New times are of one visitor or of everybody. Where the outing ends changes only on a word that somebody heard: it may end the watch. */
function revised(visit: Visit, { visitor, plan, where, spoken }: EventOf<'TimesRevised'>): Visit {
  const { startsFrom: _startsFrom, endsAt, ...times } = plan;
  const said = { ...visit, plan: spoken ? { ...visit.plan, ...present('endsAt', endsAt) } : visit.plan, ...present('whereabouts', where) };
  if (Object.keys(times).length === 0) return said;
  if (visitor !== undefined) return patch(said, visitor, (was) => ({ revised: { ...was.revised, ...times }, expectedAt: undefined }));
  return {
    ...said,
    revised: { ...visit.revised, ...times },
    visitors: visit.visitors.map((v) =>
      settled<Visitor>({ ...v, expectedAt: undefined, revised: v.revised === undefined ? undefined : withoutThose(v.revised, times) }),
    ),
  };
}

/** Times that were said before, without those that are said anew. */
const withoutThose = (times: Visit['revised'], anew: PlanChange | undefined): Visit['revised'] =>
  Object.fromEntries(Object.entries(times).filter(([time]) => !Object.hasOwn(anew ?? {}, time)));

function withAnswers(
  was: Visit['answers'],
  given: readonly Answer[],
  { by, at }: { readonly by: string; readonly at: Instant },
  basis?: string,
): Visit['answers'] {
  return {
    ...was,
    ...Object.fromEntries(
      given.map((answer): [string, GivenAnswer] => [
        answerKey(answer.question, answer.subject),
        { value: answer.value, by, at, ...present('basis', basis) },
      ]),
    ),
  };
}

export const answerKey = (question: string, subject: string | undefined): string =>
  subject === undefined || subject === '' ? question : `${question}#${subject}`;
export const nudgeKey = (clock: string, visitor: string, due: Instant): string => `${clock}#${visitor}@${due}`;

// ------------------------------------------------------------------------------------------------ alarms

function opened(event: EventOf<'AlarmOpened'>): OpenedAlarm {
  return {
    id: event.alarm,
    kind: event.kind,
    of: event.of,
    ...present('call', event.call),
    awaits: event.kind === 'overdue' ? event.visitors.map((visitor) => ({ clock: event.of, visitor })) : [],
    visitors: event.visitors,
    ladder: event.ladder,
    quiet: event.quiet,
    reads: event.reads,
    ...present('words', event.words),
    ...present('position', event.position),
    ...present('place', event.place),
    ...present('beside', event.beside),
    openedAt: event.at,
    ...present('due', event.due),
    attempts: [],
    told: [],
    sent: { reached: 0, failed: 0 },
  };
}

function onAlarm(visit: Visit, id: string, change: (was: OpenedAlarm) => Loose<OpenedAlarm>): Visit {
  return {
    ...visit,
    alarms: visit.alarms.map((alarm) => (alarm.id === id ? settled<OpenedAlarm>({ ...alarm, ...change(alarm) }) : alarm)),
  };
}

function alarmEnded(visit: Visit, event: EventOf<'AlarmEnded'>): Visit {
  const ended = onAlarm(visit, event.alarm, () => ({ ended: event, held: undefined, goOn: undefined }));
  return Object.entries(event.visitors ?? {}).reduce(
    (so, [person, now]) => (now === 'accounted-for' ? accountFor(so, person, event.at) : expectedBy(so, person, now, event.at)),
    ended,
  );
}

/** Of somebody who never went it says that they are not going; of somebody who is back nothing new, by which they could tell that there was a call for help. */
const accountFor = (visit: Visit, person: string, at: Instant): Visit =>
  patch(visit, person, (was) => (was.outSince === undefined ? { notGoing: 'stood down' } : { accountedForAt: was.accountedForAt ?? at }));

/** Watched until then, whatever was said of them before. Who has not gone out is not put out by it. */
const expectedBy = (visit: Visit, person: string, expectedAt: Instant, at: Instant): Visit => {
  const { leave: _leave, return: _return, ...contacts } = visit.visitors.find((v) => v.person === person)?.contacts ?? {};
  const isOut = visit.visitors.some((v) => v.person === person && v.outSince !== undefined);
  return isOut
    ? out(visit, person, at, () => ({ expectedAt, contacts, accountedForAt: undefined }))
    : patch(visit, person, () => ({ expectedAt }));
};

type Mark = EventOf<'NoticesMarked'>['marks'][number];

/** How a first message of a rung ended; what repeats is counted in the tally. */
function marked(visit: Visit, mark: Mark, at: Instant): Visit {
  const [, alarm, rung] = /^rung:([ah]\d+)\/(\d+)$/.exec(mark.about) ?? [];
  if (alarm === undefined) return visit;
  const { reached, failed } = countedFor(mark);
  const { to: person, channel } = mark;
  const until = mark.outcome === 'in-digest' ? { until: plusMilliseconds(at, digestArrives) } : {};
  return onAlarm(visit, alarm, (was) => ({
    told: reached > 0 ? [...was.told, { person, channel, ...until }] : was.told,
    sent: Number(rung) === was.rung?.index ? { reached: was.sent.reached + reached, failed: was.sent.failed + failed } : was.sent,
  }));
}

/** Due within a minute, found by the sweep a minute later at the latest: what follows on it waits for so long. */
export const digestArrives = lengthInMilliseconds('PT2M');

/** What a mark adds to how many of its rung's messages went, and how many surely did not. */
function countedFor({ outcome }: Mark): OpenedAlarm['sent'] {
  switch (outcome) {
    case 'accepted':
    case 'uncertain':
    case 'in-digest':
      return { reached: 1, failed: 0 };
    case 'failed':
      return { reached: 0, failed: 1 };
    case 'undelivered':
      return { reached: -1, failed: 1 };
    // Taken it was counted already; and what comes after an `undelivered` may have hurried a ladder, and slows none.
    case 'delivered':
      return { reached: 0, failed: 0 };
  }
}

// ------------------------------------------------------------------------------------------------ absent values

type Loose<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** Leaves out what is undefined: an absent value is absent, in the state as in JSON. Most often nothing is, and copying costs. */
function settled<T extends object>(value: Loose<T>): T {
  const whole = Object.values(value).includes(undefined)
    ? Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined))
    : value;
  // Only optional keys are ever given as undefined, and those are taken out here.
  return whole as T;
}

/** `{ [key]: value }`, or nothing where there is no value. */
export const present = <Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } =>
  // A computed key widens to string; it is the Key given.
  (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
