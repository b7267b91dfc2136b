/** What the World holds Doorstep to, whatever goes wrong: looked at after every write, at every send, and at the end. */
import { aboutByHand } from '../../functions/application/by-hand.ts';
import { canonical } from '../../functions/domain/canonical.ts';
import { running, type Running } from '../../functions/domain/policy/clocks.ts';
import { epochOf, type Instant, instantOf, lengthInMilliseconds } from '../../functions/domain/time.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { nameOf, silenced } from '../../functions/domain/visit/draft.ts';
import { begin, beginErrand, evolve } from '../../functions/domain/visit/evolve.ts';
import { nextRung, rungsOf } from '../../functions/domain/visit/ladder.ts';
import { leaseLength } from '../../functions/domain/visit/messages.ts';
import { going, isOut, openAlarms } from '../../functions/domain/visit/relations.ts';
import { shown } from '../../functions/domain/visit/shown.ts';
import type { Shadow } from '../../functions/domain/visit/shadow.ts';
import type { EventOf, NoticeAbout, OwedNotice, StoredVisit, Visit, VisitEvent } from '../../functions/domain/visit/visit.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { type Message, type Sent, sendTimeOut } from '../../functions/ports/notices.ts';
import type { VisitChange } from '../../functions/ports/visit-store.ts';
import type { TextReceived } from './stand-ins.ts';

const minute = 60_000;
const catchUp = 2 * minute;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** A notice as it was handed out to somebody, once. */
interface Taking {
  readonly notice: OwedNotice;
  readonly by: string;
  sent: number;
}
/** One time that a notice was handed to a provider. */
export interface Send {
  readonly visit: string;
  readonly notice: OwedNotice;
  readonly message: Message;
  readonly from: number;
  /** Its sender has its answer. */
  ended: boolean;
  accepted: boolean;
  /** Whoever sent it has come to grief, perhaps before noting how it ended. */
  excused: boolean;
  went: boolean;
}
interface Kept {
  visit: Visit;
  /** As it was before the last writes, the latest first. */
  readonly was: Visit[];
  dueAt?: Instant;
  /** Since when it has been due, or will be: not before that was written. */
  dueFrom: number;
  readonly takings: Taking[];
  isAside: boolean;
  /** Since when a clock has run out unheard, by clock and visitor. */
  late: ReadonlyMap<string, { readonly alarmAt: Instant; readonly from: number }>;
}
interface AlarmSeen {
  readonly visit: string;
  readonly alarm: string;
  readonly kind: string;
  readonly due: number;
  attemptedAt?: number;
  endedAt?: number;
}

export interface Promises {
  readonly kept: ReadonlyMap<string, Kept>;
  readonly broken: readonly string[];
  readonly alarms: ReadonlyMap<string, AlarmSeen>;
  readonly writes: number;
  readonly breaks: (what: string) => void;
  created(stored: StoredVisit, shadow: Shadow): void;
  appended(change: VisitChange): void;
  /** A person has been asked to check it by hand: nothing more is promised of it. */
  putAside(visit: string): void;
  /** After Doorstep has served what was due. */
  served(visit: Visit, known: Known, now: Instant): void;
  sends(randoms: ReadonlySet<string>, message: Message): Send;
  attempted(send: Send, went: boolean): void;
  answered(send: Send, outcome: Sent['outcome']): void;
  /** Whether this is more than the history says of a message of a ladder that was taken. */
  isNews(visit: string, notice: string, rank: 'delivered' | 'undelivered'): boolean;
  /** Nothing that is due has been left for longer than was promised. */
  look(): void;
  /** All is quiet: everybody told has been told that it is over, every text is explained. */
  atTheEnd(received: readonly TextReceived[], stored: (visit: string) => StoredVisit | undefined): void;
}

export interface Holding {
  readonly now: () => number;
  readonly knownOf: (visit: Visit) => Known;
  /** How long what is due may wait, and a call for help, in milliseconds. */
  readonly longest: { readonly overdue: number; readonly help: number };
}

export function promises({ now, knownOf, longest }: Holding): Promises {
  const kept = new Map<string, Kept>();
  const broken: string[] = [];
  const keys = new Set<string>();
  const alarms = new Map<string, AlarmSeen>();
  const begun = new Map<string, EventOf<'RungBegun'>>();
  const sends: Send[] = [];
  /** By person, the visits in whose item they are out. */
  const watchedIn = new Map<string, Set<string>>();
  const ranks = new Map<string, number>();
  let writes = 0;

  const breaks = (what: string): void => {
    if (broken.length < 20) broken.push(`${instantOf(now())} ${what}`);
  };
  const isAwaited = (visit: Visit, clock: string, visitor: string): boolean =>
    openAlarms(visit).some((alarm) => alarm.awaits.some((w) => w.clock === clock && w.visitor === visitor));

  const lateOf = (visit: Visit, runs: readonly Running[], was: Kept['late']): Kept['late'] =>
    new Map(
      runs
        .filter((r) => !isAwaited(visit, r.clock.id, r.visitor))
        .map(({ clock, visitor, alarmAt }) => {
          const key = `${clock.id}#${visitor}`;
          const before = was.get(key);
          return [key, before?.alarmAt === alarmAt ? before : { alarmAt, from: Math.max(epochOf(alarmAt), now()) }];
        }),
    );

  // ---------------------------------------------------------------------------------------------- after every write

  const everybodyIsWatched = (id: string, visit: Visit, runs: readonly Running[]): void => {
    for (const visitor of visit.visitors) {
      if (!isOut(visitor) || visitor.notGoing !== undefined) continue;
      const lead = visitor.lead === undefined ? undefined : kept.get(visitor.lead)?.visit;
      if (lead !== undefined && lead.visitors.some((v) => v.person === visitor.person && v.outSince !== undefined)) continue;
      const covered =
        runs.some((r) => r.visitor === visitor.person && r.clock.expects !== 'depart') ||
        openAlarms(visit).some((alarm) => alarm.visitors.includes(visitor.person));
      if (!covered) breaks(`1: ${visitor.person} is out on ${id} and nothing watches them`);
      for (const other of watchedIn.get(visitor.person) ?? [])
        if (other !== id) breaks(`11: ${visitor.person} is watched by ${id} and by ${other}`);
    }
  };

  /** Whoever wrote a visit may have read of the one that watches its people just before that one changed: it is poked then. */
  const justBefore = (known: Known): readonly Known[] =>
    [0, 1, 2, 3].map((n) => ({ ...known, leads: known.leads.map((lead) => kept.get(lead.visit)?.was[n] ?? lead) }));

  const dueIsSet = (id: string, visit: Visit, known: Known, dueAt: Instant | undefined): void => {
    const due = nextDue(visit, known, { held: true });
    if (due !== dueAt && !justBefore(known).some((so) => nextDue(visit, so, { held: true }) === dueAt))
      breaks(`2: ${id} is due ${String(due)} and its row says ${String(dueAt)}`);
    const owes = Object.keys(visit.owed).length > 0 || openAlarms(visit).some((alarm) => rungsOf(visit, alarm).length > 0);
    if (owes && dueAt === undefined) breaks(`2: ${id} owes something and is never due`);
  };

  const rungsAreInOrder = (id: string, before: Visit, after: Visit, events: readonly VisitEvent[]): void => {
    for (const event of events) {
      if (event.type !== 'RungBegun') continue;
      const key = `${id}/${event.alarm}`;
      const last = begun.get(key);
      const alarm = after.alarms.find((a) => a.id === event.alarm);
      const wait = alarm === undefined ? undefined : rungsOf(after, alarm)[(last?.rung ?? 0) - 1]?.wait;
      begun.set(key, event);
      const what = `rung ${String(event.rung)} of ${key}`;
      if (event.why !== 'escalated' && event.rung !== (last?.rung ?? 0) + 1) breaks(`3: ${what} begins after rung ${String(last?.rung)}`);
      if (event.why === 'due' && last !== undefined && last.passedOver === undefined && wait !== undefined) {
        const least = Math.min(lengthInMilliseconds(wait), catchUp);
        if (epochOf(event.at) - epochOf(last.at) < least) breaks(`3: ${what} follows the one before after too short a time`);
      }
      if (event.why === 'attempt-failed' && last !== undefined) {
        const since = after.history.slice(after.history.lastIndexOf(last));
        const about = since.some((e) => e.type === 'AttemptLogged' && e.alarm === event.alarm && e.rung === last.rung);
        if (!about) breaks(`12: ${what} begins for an attempt that names another rung`);
      }
      // One that nobody waits for any more ends in the same write.
      const isOpen = alarm?.ended === undefined;
      if (
        isOpen &&
        event.told.length > 0 &&
        !event.told.every((person) => silenced(after, person)) &&
        !isOwedOf(after, event.alarm, event.rung)
      )
        breaks(`3: ${what} begins and nobody is owed a message of it`);
    }
    for (const [key, { n, lastAt }] of Object.entries(after.tally)) {
      const was = before.tally[key];
      if (was !== undefined && n > was.n + 1) breaks(`3: ${id} ${key} repeats twice at once`);
      if (was !== undefined && n === was.n + 1 && epochOf(lastAt) - epochOf(was.lastAt) < minute)
        breaks(`3: ${id} ${key} repeats within a minute`);
    }
  };

  const alarmsEndAsTheyMay = (id: string, before: Visit, events: readonly VisitEvent[], after: Visit): void => {
    for (const event of events) {
      if (event.type === 'AlarmEnded') {
        const { kind, awaits = [] } = after.alarms.find((a) => a.id === event.alarm) ?? {};
        const with_ = events.map((e) => e.type);
        if (kind !== 'overdue' && event.because !== 'stood-down')
          breaks(`13: ${id}/${event.alarm}, ${String(kind)}, ended by ${event.because}`);
        // What nobody waits for any more, since they are watched in another item again, ends at whatever is written next.
        const known = knownOf(before);
        const waited = [known, ...justBefore(known)].every((so) =>
          running(before, so).some((r) => awaits.some((w) => w.clock === r.clock.id && w.visitor === r.visitor)),
        );
        // Nor does anybody wait for a departure that is not agreed to any more.
        if (with_.includes('AlarmAcknowledged') && !with_.includes('AuthorisationLapsed') && (waited || event.because !== 'contact'))
          breaks(`13: ${id}/${event.alarm} ended by an acknowledgement`);
        if (event.because === 'stood-down' && event.visitors === undefined)
          breaks(`13: ${id}/${event.alarm} stood down without a word of its visitors`);
      }
    }
    if (events.some((e) => e.type === 'AlarmAcknowledged')) {
      const held = after.alarms.filter((a) => a.held !== undefined && before.alarms.find((b) => b.id === a.id)?.held !== a.held);
      if (held.length > 1) breaks(`an acknowledgement on ${id} holds two alarms`);
    }
  };

  const leasesAreKept = (id: string, before: Visit, after: Visit, takings: Taking[]): void => {
    for (const notice of Object.values(after.owed)) {
      const was = before.owed[notice.id];
      const { lease, about } = notice;
      if (lease === undefined || (was?.lease?.by === lease.by && was.lease.until === lease.until)) continue;
      const takenAt = epochOf(lease.until) - leaseLength;
      takings.push({ notice, by: lease.by, sent: 0 });
      if (was?.lease !== undefined && epochOf(was.lease.until) > takenAt)
        breaks(`5: ${id} ${notice.id} is taken from somebody who still holds it`);
      if (about.kind === 'rung' && after.alarms.find((a) => a.id === about.alarm)?.ended !== undefined)
        breaks(`4: ${id} ${notice.id} of an alarm that has ended is taken to be sent`);
      const call = openAlarms(after).find((alarm) => alarm.kind === 'distress');
      if (call !== undefined && going(after).some((v) => v.person === notice.to))
        breaks(`15: ${notice.id} of ${id} is taken to be sent to ${notice.to}, while ${call.id} is open`);
    }
  };

  const noteAlarms = (id: string, events: readonly VisitEvent[], late: Kept['late']): void => {
    for (const event of events) {
      if (event.type === 'AlarmOpened') {
        const since = event.visitors.flatMap((v) => late.get(`${event.of}#${v}`)?.from ?? []);
        const due = event.kind === 'overdue' && since.length > 0 ? Math.min(...since) : epochOf(event.at);
        alarms.set(`${id}/${event.alarm}`, { visit: id, alarm: event.alarm, kind: event.kind, due });
      }
      if (event.type === 'AlarmEnded') {
        const seen = alarms.get(`${id}/${event.alarm}`);
        if (seen !== undefined) seen.endedAt = now();
      }
    }
  };

  const wrote = (entry: Kept, id: string, before: Visit, after: Visit, events: readonly VisitEvent[], shadow: Shadow): void => {
    writes += 1;
    for (const { key } of events) {
      if (key === undefined) continue;
      // Of visitors who are watched in several items it takes effect in each.
      const press = `${id}/${key.id}`;
      if (keys.has(press)) breaks(`10: the press ${press} has taken effect twice`);
      keys.add(press);
    }
    const known = knownOf(after);
    for (const visitor of after.visitors) {
      const there = watchedIn.get(visitor.person) ?? new Set();
      if (isOut(visitor) && visitor.lead === undefined) watchedIn.set(visitor.person, there.add(id));
      else there.delete(id);
    }
    noteAlarms(id, events, entry.late);
    entry.was.unshift(before);
    entry.was.length = Math.min(entry.was.length, 4);
    entry.visit = after;
    if (entry.dueAt !== shadow.dueAt && shadow.dueAt !== undefined) entry.dueFrom = Math.max(epochOf(shadow.dueAt), now());
    entry.dueAt = shadow.dueAt;
    const runs = running(after, known);
    entry.late = lateOf(after, runs, entry.late);
    everybodyIsWatched(id, after, runs);
    dueIsSet(id, after, known, shadow.dueAt);
    rungsAreInOrder(id, before, after, events);
    alarmsEndAsTheyMay(id, before, events, after);
    leasesAreKept(id, before, after, entry.takings);
    if (events.length > 0) callsAreKept(id, after, known);
    receiptsOnlyHurry(id, before, after, events);
  };

  /** What is known of a message only rises, and no receipt puts a ladder off. */
  const receiptsOnlyHurry = (id: string, before: Visit, after: Visit, events: readonly VisitEvent[]): void => {
    const marks = events.flatMap((event) => (event.type === 'NoticesMarked' ? event.marks : []));
    for (const { notice, outcome } of marks) {
      const rank = outcome === 'delivered' ? 3 : outcome === 'undelivered' ? 2 : 1;
      if (rank <= (ranks.get(`${id}/${notice}`) ?? 0)) breaks(`16: ${notice} of ${id} is ${outcome}, which is no news`);
      ranks.set(`${id}/${notice}`, rank);
    }
    if (events.length === 0 || marks.length === 0 || !marks.every(({ outcome }) => outcome === 'delivered' || outcome === 'undelivered'))
      return;
    for (const alarm of openAlarms(after)) {
      const was = before.alarms.find((a) => a.id === alarm.id);
      const [then, next] = [was && nextRung(before, was), nextRung(after, alarm)];
      if (then !== undefined && next !== undefined && epochOf(next.at) > Math.max(epochOf(then.at), now()))
        breaks(`16: a receipt puts ${alarm.id} of ${id} off from ${then.at} to ${next.at}`);
    }
  };

  /** Whoever is on a visit is shown nothing of a call for help, and a word that says so stands in no list. */
  const callsAreKept = (id: string, visit: Visit, known: Known): void => {
    const calls = visit.alarms.filter((alarm) => alarm.kind === 'distress');
    if (calls.length === 0) return;
    for (const { person } of going(visit)) {
      const seen = JSON.stringify(shown(visit, { person }, known, instantOf(now())));
      if (/"h\d+"|distress/.test(seen)) breaks(`8: ${person} is shown a call for help on ${id}`);
    }
  };

  // ---------------------------------------------------------------------------------------------- sends

  const theTaking = (randoms: ReadonlySet<string>, message: Message): Taking | undefined => {
    const takings = kept.get(message.ref.visit)?.takings ?? [];
    const fits = ({ notice }: Taking): boolean => notice.id === message.notice;
    return takings.find((t) => t.sent === 0 && randoms.has(t.by) && fits(t)) ?? takings.findLast((t) => fits(t));
  };

  /** The alarms that a digest tells of. */
  const inDigest = ({ visit }: Send): readonly AlarmSeen[] => {
    const errand = kept.get(visit)?.visit.errand;
    return (errand?.kind === 'digest' ? errand.of : []).flatMap((entry) => {
      const marks = kept.get(entry.visit)?.visit.history.flatMap((e) => (e.type === 'NoticesMarked' ? e.marks : [])) ?? [];
      const about = marks.find((m) => m.notice === entry.notice)?.about.match(/^rung:([^/]+)/)?.[1];
      return alarms.get(`${entry.visit}/${String(about)}`) ?? [];
    });
  };

  const isOwedOf = (visit: Visit, alarm: string, rung: number): boolean =>
    Object.values(visit.owed).some(({ about }) => about.kind === 'rung' && about.alarm === alarm && about.rung === rung);

  // ---------------------------------------------------------------------------------------------- at the end

  const digestHolds = (digest: string, id: string, notice: string): boolean => {
    const errand = kept.get(digest)?.visit.errand;
    return errand?.kind === 'digest' && errand.of.some((entry) => entry.visit === id && entry.notice === notice);
  };

  const saysToAct = ({ message }: Send, id: string): boolean => /act now on [^:]*: ([^.]*)/.exec(message.text)?.[1]?.includes(id) === true;

  /** A digest that asks somebody to act on an alarm does not tell that it is over as well, which nobody would see in it; nor comes after that was said. */
  const digestsComeBefore = (id: string, alarm: string, takings: readonly Taking[]): void => {
    const kindOf = (notice: string): string | undefined =>
      takings.find((t) => t.notice.id === notice && aboutAlarm(t.notice.about) === alarm)?.notice.about.kind;
    for (const { visit } of kept.values()) {
      if (visit.errand?.kind !== 'digest') continue;
      const { to, channel, of } = visit.errand;
      const kinds = of.flatMap((entry) => (entry.visit === id ? (kindOf(entry.notice) ?? []) : []));
      if (!kinds.includes('rung')) continue;
      // A provider that is down may put it off, and a crash may put a message in it that its visit still owes; what it asks for is as it is when it goes.
      const came = sends.find((s) => s.visit === visit.visit && saysToAct(s, id));
      if (came === undefined) continue;
      if (kinds.includes('over')) breaks(`4: ${to} was told of ${id}/${alarm} and of its end in one digest`);
      const over = sends.find(
        (s) => s.visit === id && s.notice.about.kind === 'over' && s.notice.about.alarm === alarm && s.message.contact === to && s.message.channel === channel, // prettier-ignore
      );
      if (over?.went === true && over.from < came.from) breaks(`4: ${to} heard of ${id}/${alarm} after it was over`);
    }
  };

  const toldOfTheEnd = (id: string, { visit, takings }: Kept): void => {
    for (const alarm of visit.alarms) {
      if (alarm.ended === undefined) continue;
      digestsComeBefore(id, alarm.id, takings);
      const of = sends.filter((s) => s.visit === id && aboutAlarm(s.notice.about) === alarm.id);
      for (const mark of visit.history.flatMap((e) => (e.type === 'NoticesMarked' ? e.marks : []))) {
        if (mark.outcome !== 'in-digest' || !mark.about.startsWith(`rung:${alarm.id}/`)) continue;
        const heard = visit.history.some(
          (e) =>
            e.type === 'NoticesMarked' &&
            e.marks.some((m) => m.about === `over:${alarm.id}` && m.to === mark.to && m.channel === mark.channel),
        );
        if (!heard) breaks(`4: ${mark.to} was told of ${id}/${alarm.id} in a digest and never that it is over`);
        const digest = sends.find((s) => digestHolds(s.visit, id, mark.notice));
        const over = of.find((s) => s.notice.about.kind === 'over' && s.message.contact === mark.to && s.message.channel === mark.channel);
        if (digest === undefined) breaks(`lost: ${mark.notice} of ${id} went in a digest that was never sent`);
        else if (over !== undefined && over.from < digest.from && saysToAct(digest, id))
          breaks(`4: ${mark.to} heard of ${id}/${alarm.id} after it was over`);
      }
      const told = of.filter((s) => s.went && s.notice.about.kind === 'rung');
      for (const { message } of told) {
        const over = of.filter(
          (s) => s.notice.about.kind === 'over' && s.message.contact === message.contact && s.message.channel === message.channel,
        );
        const last = Math.max(
          ...told.filter((s) => s.message.contact === message.contact && s.message.channel === message.channel).map((s) => s.from),
        );
        const isVisitor = visit.visitors.some((v) => v.person === message.contact);
        const wasMarked = visit.history.some(
          (e) =>
            e.type === 'NoticesMarked' &&
            e.marks.some((m) => m.about === `over:${alarm.id}` && m.to === message.contact && m.channel === message.channel),
        );
        if (over.length === 0 && !wasMarked && !isVisitor)
          breaks(`4: ${message.contact} was told of ${id}/${alarm.id} by ${message.channel} and never that it is over`);
        if (over.length > 0 && over.every((s) => s.from < last))
          breaks(`4: ${message.contact} heard of ${id}/${alarm.id} after it was over`);
      }
    }
  };

  const isExplained = ({ message: { contact, channel, about, ref } }: TextReceived): boolean => {
    const { visit, isAside } = kept.get(ref.visit) ?? {};
    if (visit === undefined) return false;
    if (about === aboutByHand) return isAside === true;
    const marked = visit.history.some(
      (e) => e.type === 'NoticesMarked' && e.marks.some((m) => m.to === contact && m.channel === channel && m.about === about),
    );
    const tally = visit.tally[about.startsWith('rung:') ? about.slice('rung:'.length) : about];
    return (
      marked || tally?.to.includes(contact) === true || Object.values(visit.owed).some((n) => n.to === contact && nameOf(n.about) === about)
    );
  };

  return {
    kept,
    broken,
    alarms,
    get writes() {
      return writes;
    },
    breaks,
    created: (stored, shadow) => {
      const [first, ...rest] = stored.history;
      if (first?.type !== 'VisitRequested' && first?.type !== 'ErrandBegun') return;
      const blank = first.type === 'VisitRequested' ? begin(stored, first) : beginErrand(stored, first);
      const visit = { ...rest.reduce(evolve, blank), version: stored.version, owed: stored.owed, tally: stored.tally };
      const entry: Kept = { visit, dueFrom: now(), takings: [], isAside: false, late: new Map(), was: [] };
      kept.set(stored.visit, entry);
      wrote(entry, stored.visit, blank, visit, stored.history, shadow);
    },
    appended: ({ ref, after: version, events, owed, tally, shadow }) => {
      const entry = kept.get(ref.visit);
      if (entry === undefined) throw new Error(`${ref.visit} was never made`);
      const before = entry.visit;
      if (before.version !== version) throw new Error(`${ref.visit} is at ${String(before.version)}, not ${String(version)}`);
      const after = { ...events.reduce(evolve, before), version: version + 1, owed, tally };
      wrote(entry, ref.visit, before, after, events, shadow);
    },
    putAside: (visit) => {
      const entry = kept.get(visit);
      if (entry !== undefined) entry.isAside = true;
    },
    served: (visit, known, at) => {
      const due = nextDue(visit, known, { held: true });
      if (due !== undefined && due <= at) breaks(`2: ${visit.visit} was served and is still due at ${due}`);
    },
    sends: (randoms, message) => {
      const taking = theTaking(randoms, message);
      if (taking === undefined) throw new Error(`${message.about} is sent to ${message.contact} and was handed to nobody`);
      const { notice } = taking;
      const what = `${message.ref.visit} ${notice.id} (${message.about}) to ${message.contact} by ${message.channel}`;
      taking.sent += 1;
      if (taking.sent > 1) breaks(`5: ${what} is sent twice on one lease`);
      const before = sends.filter((s) => s.visit === message.ref.visit && s.notice.id === notice.id);
      if (before.some((s) => !s.ended && s.from + sendTimeOut > now())) breaks(`5: ${what} has two sends in the air`);
      if (before.some((s) => s.accepted && !s.excused)) breaks(`5: ${what} is sent again, though it was taken`);
      if (before.some((s) => s.went) && !/^\(May be a repeat/.test(message.text)) breaks(`11: ${what} is a repeat and does not say so`);
      const send: Send = {
        visit: message.ref.visit,
        notice,
        message,
        from: now(),
        ended: false,
        accepted: false,
        excused: false,
        went: false,
      };
      sends.push(send);
      return send;
    },
    attempted: (send, went) => {
      send.went ||= went;
      const alarm = send.notice.about.kind === 'rung' ? alarms.get(`${send.visit}/${send.notice.about.alarm}`) : undefined;
      for (const seen of alarm === undefined ? inDigest(send) : [alarm]) seen.attemptedAt ??= Math.min(now(), send.from + sendTimeOut);
    },
    answered: (send, outcome) => {
      send.ended = true;
      send.accepted = outcome === 'accepted';
    },
    isNews: (id, notice, rank) => {
      const marks = kept.get(id)?.visit.history.flatMap((event) => (event.type === 'NoticesMarked' ? event.marks : [])) ?? [];
      const last = marks.findLast((mark) => mark.notice === notice);
      if (last?.about.startsWith('rung:') !== true) return false;
      return ['accepted', 'uncertain'].includes(last.outcome) || (last.outcome === 'undelivered' && rank === 'delivered');
    },
    look: () => {
      for (const [id, { visit, dueAt, dueFrom, late, isAside }] of kept) {
        if (isAside) continue;
        if (dueAt !== undefined && dueFrom + longest.overdue < now()) breaks(`late: ${id} has been due since ${dueAt}`);
        for (const [what, { from }] of late)
          if (from + longest.overdue < now())
            breaks(`1: ${what} of ${id} is overdue by ${seconds(now() - from)} and no alarm is open (${String(visit.alarms.length)})`);
      }
    },
    atTheEnd: (received, stored) => {
      for (const [id, entry] of kept) {
        toldOfTheEnd(id, entry);
        const row = stored(id);
        if (row !== undefined && canonical(row.history) !== canonical(entry.visit.history))
          breaks(`15: the history of ${id} is not what was written, in order`);
      }
      for (const text of received) if (!isExplained(text)) breaks(`6: nothing explains ${text.message.about} to ${text.message.contact}`);
      for (const [key, { kind, due, attemptedAt, endedAt }] of alarms) {
        const waited = (attemptedAt ?? endedAt ?? now()) - due;
        if (waited > (kind === 'distress' ? longest.help : longest.overdue))
          breaks(`late: the first message of ${key} went ${seconds(waited)} after it was due`);
      }
    },
  };
}

const aboutAlarm = (about: NoticeAbout): string | undefined => (about.kind === 'rung' || about.kind === 'over' ? about.alarm : undefined);
