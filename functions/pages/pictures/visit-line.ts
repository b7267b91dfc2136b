/** Where everything stands on the picture of a visit: a line from leaving to return, what was planned above what has been. */
import { epochOf, type Instant, instantOf } from '../../domain/time.ts';
import { hour } from '../words.ts';

/** One of those who go, as far as the clocks have seen them. */
export interface Traveller {
  readonly name: string;
  readonly leftSchoolAt?: Instant | undefined;
  readonly arrivedAt?: Instant | undefined;
  readonly cameAwayAt?: Instant | undefined;
  readonly backAt?: Instant | undefined;
  /** When they are next to be heard of. */
  readonly clocks: readonly Instant[];
}

export interface VisitTimes {
  /** In the order of the outing, as they were said last. */
  readonly planned: readonly Instant[];
  readonly travellers: readonly Traveller[];
  readonly alarms: readonly { readonly openedAt: Instant; readonly visitors: readonly string[] }[];
  readonly now: Instant;
}

/** Hundredths of the width. */
type X = number;

export interface VisitLine {
  readonly height: number;
  readonly axis: number;
  readonly ticks: readonly { readonly x: X; readonly label: string }[];
  readonly planned?: { readonly from: X; readonly to: X; readonly stops: readonly X[] };
  readonly rows: readonly {
    readonly name: string;
    /** Of the line; its name stands above it. */
    readonly y: number;
    readonly was?: { readonly from: X; readonly to: X };
    /** From when they were to be heard of until now. */
    readonly overdue?: { readonly from: X; readonly to: X };
    readonly contacts: readonly X[];
    readonly clocks: readonly X[];
  }[];
  readonly alarms: readonly { readonly x: X; readonly y: number }[];
  readonly now?: X;
}

/** Room for the half of an hour's name beside it. */
const [left, right] = [8, 92];
const plannedHeight = 44;
const rowHeight = 48;
const axisHeight = 34;
const minute = 60_000;
const steps = [5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * minute);
/** No more of them fit on a phone. */
const mostTicks = 5;

/** Nothing where no time is known. */
export function visitLine({ planned, travellers, alarms, now }: VisitTimes): VisitLine | undefined {
  const isOut = travellers.some(({ leftSchoolAt, backAt }) => leftSchoolAt !== undefined && backAt === undefined);
  const seen = travellers.flatMap(contactsOf);
  const times = [
    ...planned,
    ...seen,
    ...travellers.flatMap(({ clocks }) => clocks),
    ...alarms.map(({ openedAt }) => openedAt),
    ...(isOut ? [now] : []),
  ].map(epochOf);
  if (times.length === 0) return undefined;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const step = steps.find((one) => (last - first) / one <= mostTicks - 1) ?? Math.ceil((last - first) / (mostTicks - 1));
  const from = Math.floor(first / step) * step;
  const to = Math.max(Math.ceil(last / step) * step, from + step);
  const x = (at: Instant): X => at100(left + ((epochOf(at) - from) / (to - from)) * (right - left));
  const axis = plannedHeight + travellers.length * rowHeight;
  const rows = travellers.map((one, i) => rowOf(one, plannedHeight + i * rowHeight + 28, { x, now }));
  return {
    height: axis + axisHeight,
    axis,
    ticks: Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => {
      const at = instantOf(from + i * step);
      return { x: x(at), label: hour(at) };
    }),
    ...plannedLine(planned.map(x)),
    rows,
    alarms: alarms.flatMap(({ openedAt, visitors }) =>
      rows.filter(({ name }) => visitors.includes(name)).map(({ y }) => ({ x: x(openedAt), y })),
    ),
    ...(isOut ? { now: x(now) } : {}),
  };
}

function plannedLine(stops: readonly X[]): Pick<VisitLine, 'planned'> {
  const [from] = stops;
  const to = stops.at(-1);
  return from === undefined || to === undefined || stops.length < 2 ? {} : { planned: { from, to, stops } };
}

interface Scale {
  readonly x: (at: Instant) => X;
  readonly now: Instant;
}

function rowOf(one: Traveller, y: number, { x, now }: Scale): VisitLine['rows'][number] {
  const contacts = contactsOf(one);
  const [began] = contacts;
  const due = one.clocks.toSorted()[0];
  const end = one.backAt ?? now;
  const isLate = began !== undefined && one.backAt === undefined && due !== undefined && due < now;
  return {
    name: one.name,
    y,
    ...(began === undefined ? {} : { was: { from: x(began), to: x(isLate && due > began ? due : end) } }),
    ...(isLate ? { overdue: { from: x(due), to: x(now) } } : {}),
    contacts: contacts.map(x),
    clocks: one.clocks.map(x),
  };
}

const contactsOf = ({ leftSchoolAt, arrivedAt, cameAwayAt, backAt }: Traveller): readonly Instant[] =>
  [leftSchoolAt, arrivedAt, cameAwayAt, backAt].filter((at) => at !== undefined).toSorted();

const at100 = (x: number): X => Math.round(x * 100) / 100;
