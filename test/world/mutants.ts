/** Doorstep with one of its rules taken away, each by itself. */
import type { SettleDeps } from '../../functions/application/settle.ts';
import { sweep as realSweep } from '../../functions/application/sweep.ts';
import { type Instant, plusMilliseconds } from '../../functions/domain/time.ts';
import { evolve } from '../../functions/domain/visit/evolve.ts';
import { leaseLength } from '../../functions/domain/visit/messages.ts';
import { openAlarms } from '../../functions/domain/visit/relations.ts';
import { rungsOf } from '../../functions/domain/visit/ladder.ts';
import type { Owed, OwedNotice, Visit, VisitEvent } from '../../functions/domain/visit/visit.ts';
import type { VisitChange } from '../../functions/ports/visit-store.ts';
import { type Application, doorstep } from '../support/world.ts';

type Decide = Application['rules']['decide'];
type KeepUp = Application['rules']['keepUp'];
type Settle = Application['settle'];

const deciding = (make: (real: Decide) => Decide): Application => ({
  ...doorstep,
  rules: { ...doorstep.rules, decide: make(doorstep.rules.decide) },
});
const keepingUp = (make: (real: KeepUp) => KeepUp): Application => ({
  ...doorstep,
  rules: { ...doorstep.rules, keepUp: make(doorstep.rules.keepUp) },
});
/** In `overdue-check` and in the sweep alike. */
const settlingWith = (change: (deps: SettleDeps) => Partial<SettleDeps>): Application => ({
  ...doorstep,
  settle: ((deps, poke) => doorstep.settle({ ...deps, ...change(deps) }, poke)) satisfies Settle,
  sweep: (deps, now) => doorstep.sweep({ ...deps, ...change(deps) }, now),
});
const writing = (
  change: (visits: SettleDeps['visits']) => (written: VisitChange) => ReturnType<SettleDeps['visits']['append']>,
): Application => settlingWith((deps) => ({ visits: { ...deps.visits, append: change(deps.visits) } }));

const withOwed = (visit: Visit, keep: (notice: OwedNotice) => OwedNotice | undefined): Visit => ({
  ...visit,
  owed: Object.fromEntries(
    Object.entries(visit.owed).flatMap(([id, notice]) => {
      const kept = keep(notice);
      return kept === undefined ? [] : [[id, kept]];
    }),
  ) satisfies Owed,
});
const stamped = (happening: object, at: Instant): VisitEvent =>
  // A mutant's own event, stamped as Doorstep's.
  ({ at, by: 'doorstep', via: 'timer', ...happening }) as VisitEvent;

export interface Mutant {
  readonly what: string;
  readonly application: Application;
  /** The faults of the scenarios that must fail on it. */
  readonly killedBy: readonly string[];
}

export const mutants: readonly Mutant[] = [
  {
    what: 'an early timer is dropped',
    application: settlingWith((deps) => ({
      timers: { ensure: async (timer) => (timer.again === undefined ? deps.timers.ensure(timer) : undefined) },
    })),
    killedBy: ['F06'],
  },
  {
    what: 'an early timer is put back under its own name, which is still taken',
    application: settlingWith((deps) => ({ timers: { ensure: ({ again: _again, ...timer }) => deps.timers.ensure(timer) } })),
    killedBy: ['F06'],
  },
  {
    what: 'a rung begins and its notices are not queued',
    application: keepingUp((real) => (visit, upkeep, known, now) => {
      const decision = real(visit, upkeep, known, now);
      return {
        ...decision,
        visit: withOwed(decision.visit, (n) => (n.about.kind === 'rung' && visit.owed[n.id] === undefined ? undefined : n)),
      };
    }),
    killedBy: ['well'],
  },
  {
    what: 'an acknowledgement ends the alarm',
    application: deciding((real) => (visit, command, press, known, now, elsewhere) => {
      const decision = real(visit, command, press, known, now, elsewhere);
      if (command.type !== 'acknowledge' || !decision.accepted) return decision;
      const ended = stamped({ type: 'AlarmEnded', alarm: command.alarm, because: 'stood-down', by: press.by }, now);
      return { ...decision, visit: evolve(decision.visit, ended), events: [...decision.events, ended] };
    }),
    killedBy: ['F18'],
  },
  {
    what: 'an acknowledgement holds every alarm',
    application: deciding((real) => (visit, command, press, known, now, elsewhere) => {
      const decision = real(visit, command, press, known, now, elsewhere);
      if (command.type !== 'acknowledge' || !decision.accepted) return decision;
      return openAlarms(visit)
        .filter((alarm) => alarm.id !== command.alarm)
        .reduce((so, alarm) => {
          const also = real(so.visit, { ...command, alarm: alarm.id }, { ...press, key: undefined }, known, now, elsewhere);
          return also.accepted ? { ...also, events: [...so.events, ...also.events] } : so;
        }, decision);
    }),
    killedBy: ['F17'],
  },
  {
    what: 'arriving clears the wait for the return',
    application: deciding((real) => (visit, command, press, known, now, elsewhere) => {
      const decision = real(visit, command, press, known, now, elsewhere);
      if (command.type !== 'arrive' || !decision.accepted) return decision;
      const cleared = decision.events.flatMap((e) =>
        e.type === 'VisitorArrived' ? [stamped({ type: 'VisitorAccountedFor', visitor: e.visitor }, now)] : [],
      );
      return { ...decision, visit: cleared.reduce(evolve, decision.visit), events: [...decision.events, ...cleared] };
    }),
    killedBy: ['well'],
  },
  {
    what: 'the return of one counts for all',
    application: deciding(
      (real) => (visit, command, press, known, now, elsewhere) =>
        real(visit, command.type === 'return' ? { ...command, visitor: 'all' } : command, press, known, now, elsewhere),
    ),
    killedBy: ['well'],
  },
  {
    what: 'the sweep stops at the first bad row',
    application: {
      ...doorstep,
      sweep: async (deps, now) => {
        const { visits } = await deps.visits.due(now, 0);
        for (const { ref } of visits) await doorstep.settle(deps, ref);
        return { due: visits.length, rescued: visits.length, failures: [], unreadable: 0, oldest: 0, repeats: 0 };
      },
    },
    killedBy: ['F23'],
  },
  {
    what: 'the sweep reads one page',
    application: {
      ...doorstep,
      sweep: (deps, now) =>
        realSweep(
          { ...deps, visits: { ...deps.visits, due: async (...asked) => ({ visits: (await deps.visits.due(...asked)).visits }) } },
          now,
        ),
    },
    killedBy: ['F23'],
  },
  {
    what: 'the last rung does not repeat',
    application: keepingUp((real) => (visit, upkeep, known, now) => {
      const decision = real(visit, upkeep, known, now);
      const quiet = withOwed(decision.visit, (n) => (n.about.kind === 'rung' && n.about.cycle > 0 ? undefined : n));
      return { ...decision, visit: quiet };
    }),
    killedBy: ['well'],
  },
  {
    what: 'a repeat of the last rung comes at once where nobody was reached',
    application: keepingUp((real) => (visit, upkeep, known, now) => {
      const unheard = openAlarms(visit).flatMap((alarm) => {
        const key = `${alarm.id}/${String(rungsOf(visit, alarm).length)}`;
        const was = visit.tally[key];
        return was !== undefined && was.failed > 0 && was.accepted + was.uncertain === 0
          ? [[key, { ...was, lastAt: was.firstAt }] as const]
          : [];
      });
      return real(
        upkeep.type === 'look' ? { ...visit, tally: { ...visit.tally, ...Object.fromEntries(unheard) } } : visit,
        upkeep,
        known,
        now,
      );
    }),
    killedBy: ['F12'],
  },
  {
    what: 'a lease is owned by the key of the poke, the same for everybody',
    application: settlingWith(() => ({ newRandom: () => 'the-visit' })),
    killedBy: ['F03', 'F25', 'F26'],
  },
  {
    what: 'a lease keeps nobody else off',
    application: keepingUp((real) => (visit, upkeep, known, now) => {
      const decision = real(visit, upkeep, known, now);
      if (upkeep.type !== 'look') return decision;
      const lease = { by: upkeep.lease, until: plusMilliseconds(now, leaseLength) };
      return {
        ...decision,
        visit: withOwed(decision.visit, (n) =>
          n.lease === undefined || n.lease.by === upkeep.lease ? n : { ...n, lease, tries: n.tries + 1 },
        ),
      };
    }),
    killedBy: ['F03'],
  },
  {
    what: 'a visit is due at once while a message is in the air',
    application: writing((visits) => (written) => {
      const inTheAir = Object.values(written.owed).some((n) => n.lease !== undefined);
      const [first] = Object.values(written.owed).map((n) => n.queuedAt);
      return visits.append(inTheAir && first !== undefined ? { ...written, shadow: { ...written.shadow, dueAt: first } } : written);
    }),
    killedBy: ['well'],
  },
  {
    what: 'a mark overwrites what was written meanwhile',
    application: writing((visits) => async (written) => {
      const first = await visits.append(written);
      if (first === 'written') return first;
      const now = await visits.read(written.ref);
      return now === undefined ? first : visits.append({ ...written, after: now.version });
    }),
    killedBy: ['F26', 'F27', 'F32'],
  },
  {
    what: 'a press that is tried again is decided without a look for its key',
    application: deciding(
      (real) => (visit, command, press, known, now, elsewhere) => real({ ...visit, keys: {} }, command, press, known, now, elsewhere),
    ),
    killedBy: ['F02'],
  },
  {
    what: 'whoever holds a message whose lease has lapsed is not counted as told',
    application: deciding(
      (real) => (visit, command, press, known, now, elsewhere) =>
        real(
          command.type === 'stand-down'
            ? withOwed(visit, (n) =>
                n.about.kind === 'rung' && n.tries > 0 && (n.lease === undefined || n.lease.until <= now) ? undefined : n,
              )
            : visit,
          command,
          press,
          known,
          now,
          elsewhere,
        ),
    ),
    killedBy: ['F32'],
  },
  {
    what: 'an attempt moves the ladder, whichever rung it is about',
    application: deciding(
      (real) => (visit, command, press, known, now, elsewhere) =>
        real(
          visit,
          command.type === 'log-attempt'
            ? { ...command, rung: visit.alarms.find((a) => a.id === command.alarm)?.rung?.index ?? command.rung }
            : command,
          press,
          known,
          now,
          elsewhere,
        ),
    ),
    killedBy: ['F31'],
  },
  {
    what: 'a mark that is decided twice counts twice',
    application: keepingUp(
      (real) => (visit, upkeep, known, now) => real(visit, upkeep.type === 'mark' ? { ...upkeep, lease: undefined } : upkeep, known, now),
    ),
    killedBy: ['F11'],
  },
  {
    what: 'a message that was delivered holds the ladder',
    application: keepingUp((real) => (visit, upkeep, known, now) => {
      const decision = real(visit, upkeep, known, now);
      if (upkeep.type !== 'receipt' || upkeep.rank !== 'delivered') return decision;
      const held = openAlarms(decision.visit).map(({ id }) =>
        stamped({ type: 'AlarmAcknowledged', alarm: id, until: plusMilliseconds(now, 1_800_000) }, now),
      );
      return { ...decision, visit: held.reduce(evolve, decision.visit), events: [...decision.events, ...held] };
    }),
    killedBy: ['F15'],
  },
  {
    what: 'what is known of a message falls, by whichever receipt comes last',
    application: keepingUp((real) => (visit, upkeep, known, now) => {
      if (upkeep.type !== 'receipt') return real(visit, upkeep, known, now);
      const isReceipt = (e: VisitEvent): boolean => e.type === 'NoticesMarked' && e.marks.every(({ outcome }) => /delivered/.test(outcome));
      return real({ ...visit, history: visit.history.filter((e) => !isReceipt(e)) }, upkeep, known, now);
    }),
    killedBy: ['F16'],
  },
  {
    what: 'nobody is asked about a visit that cannot be read',
    application: settlingWith((deps) => ({ visits: { ...deps.visits, aside: async () => Promise.resolve(undefined) } })),
    killedBy: ['F23'],
  },
  {
    what: 'a visit that cannot be read is not put off',
    application: settlingWith((deps) => ({ visits: { ...deps.visits, putAside: async () => Promise.resolve('conflict') } })),
    killedBy: ['F23'],
  },
  {
    what: 'a rung whose every message failed waits for its time',
    application: keepingUp(
      (real) => (visit, upkeep, known, now) =>
        real(
          { ...visit, alarms: visit.alarms.map((alarm) => ({ ...alarm, sent: { ...alarm.sent, reached: alarm.sent.reached + 1 } })) },
          upkeep,
          known,
          now,
        ),
    ),
    killedBy: ['F13'],
  },
  {
    what: 'nothing is counted, and everybody gets every message by itself',
    application: settlingWith(() => ({ pace: { count: async () => Promise.resolve(undefined), giveBack: async () => Promise.resolve() } })),
    killedBy: ['F24'],
  },
];
