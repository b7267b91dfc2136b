/** From what happens once to what is used in a month. */
import { assumed, type Size } from './assumptions.ts';
import { type Counted, type Happening, happenings } from './count.ts';
import type { Deployed } from './deployed.ts';
import type { PriceName } from './prices.ts';

/** How often each thing happens in a month. */
export function timesOf({ schools, staff, visits }: Size): Readonly<Record<Happening, number>> {
  const { screens, hours, everySeconds } = assumed.board;
  return {
    quiet: visits * (1 - assumed.late - assumed.nobodyBack),
    late: visits * assumed.late,
    nobodyBack: visits * assumed.nobodyBack,
    drill: schools * assumed.drills,
    page: staff * assumed.pagesOfEach,
    board: schools * screens * assumed.workingDays * ((hours * 3_600) / everySeconds),
    sweep: assumed.sweeps,
    audit: assumed.sweeps * schools,
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const gigabyte = 1e9;
const memory = 0.5;

/** How much of each thing that has a price. What nobody must have stands in `optional`. */
export function monthOf(
  size: Size,
  counted: Readonly<Record<Happening, Counted>>,
  deployed: Deployed,
): Readonly<Record<PriceName, number>> {
  const times = timesOf(size);
  const all = (of: (one: Counted) => number): number => sum(happenings.map((name) => times[name] * of(counted[name])));
  const { milliseconds, logBytes } = assumed;
  const requests = all((one) => one.requests);
  const checks = all((one) => one.checks);
  const boards = times.board * counted.board.requests;
  const logs =
    (requests * (logBytes.invocation + logBytes.request) + checks * logBytes.invocation + times.sweep * logBytes.sweep) / gigabyte;
  const took =
    boards * milliseconds.board +
    (requests - boards) * milliseconds.page +
    checks * milliseconds.check +
    times.sweep * milliseconds.sweep +
    times.audit * milliseconds.auditOfASchool;
  const visitsKept = (all((one) => one.kept) * assumed.monthsKept) / gigabyte;
  // A board that has not changed is answered with a few bytes.
  const bytes = all((one) => one.bytesOut) - boards * (1 - assumed.board.changed) * counted.board.bytesOut;
  return {
    'lambda-gb-second': (took / 1_000) * memory,
    'lambda-request': requests + checks + times.sweep,
    'http-request': requests,
    'table-write': all(({ writes }) => sum(Object.values(writes))),
    'table-read': all(({ reads }) => sum(Object.values(reads))),
    'table-storage': visitsKept,
    'table-backup': visitsKept,
    key: 1,
    'key-request': assumed.keyRequests,
    'queue-request': assumed.emptyReceives + checks * assumed.requestsOfAPoke,
    publish: checks + all(({ emails }) => emails),
    email: all(({ emails }) => emails),
    text: all(({ parts }) => parts),
    timer: all(({ timers }) => timers),
    'log-gb': logs,
    'log-storage': logs * 3,
    metric: deployed.metrics,
    'alarm-metric': deployed.alarmMetrics,
    dashboard: 1,
    'signing-in': size.staff,
    secret: 1,
    'data-out': bytes / gigabyte,
    'hosted-zone': 1,
  };
}
