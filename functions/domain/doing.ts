/**
 * How a school is doing, in counts by month: visits that went, whether they were back on time, alarms, and how long it took until
 * somebody answered and until it was over. Nobody is named in it, and nothing that is still going on.
 */
import { inLondon, type Instant, startOfDay } from './time.ts';
import { answersTo, secondsBetween } from './visit/answers-to-alarm.ts';
import type { Card } from './visit/shadow.ts';
import { isVeiled, knownTo } from './visit/veil.ts';
import type { AlarmKind, Visit } from './visit/visit.ts';
import { isAlarming } from './visit/went.ts';

/** Whole months, so that nobody learns of one day by taking one answer from another: `2026-09`, both counted. */
export interface Months {
  readonly from: string;
  readonly to: string;
}

export interface Times {
  readonly n: number;
  /** In seconds; null where there were none. */
  readonly median: number | null;
  readonly worst: number | null;
}

export interface TimesOfRung {
  /** Its place on the ladder; 0: before anybody was told. */
  readonly rung: number;
  /** First answered while it was the last that had begun. */
  readonly answered: Times;
  /** Over while it was. */
  readonly ended: Times;
}

export interface Counts {
  /** That went: somebody set out. */
  readonly visits: number;
  readonly onTime: number;
  readonly late: number;
  /** Alarms that are over. */
  readonly overdue: number;
  readonly help: number;
  readonly concern: number;
  readonly answered: Times;
  readonly ended: Times;
  readonly rungs: readonly TimesOfRung[];
}

export interface Doing {
  readonly months: readonly (Counts & { readonly month: string })[];
  readonly total: Counts;
}

export interface EndedAlarm {
  readonly openedAt: Instant;
  readonly kind: AlarmKind;
  readonly answered?: { readonly rung: number; readonly seconds: number };
  readonly ended: { readonly rung: number; readonly seconds: number };
}

export const monthOf = (at: Instant): string => inLondon(at).date.slice(0, 7);

/** A September is where a school year begins. */
export const schoolYearOf = (month: string): string =>
  `${month.slice(5) < '09' ? String(Number(month.slice(0, 4)) - 1) : month.slice(0, 4)}-09`;

/** Each of them, in order; none where the last is before the first. */
export function monthsIn({ from, to }: Months): readonly string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}`;
}

/** Before it nothing counts. */
export const beginningOf = ({ from }: Months): Instant => startOfDay(`${from}-01`);

/**
 * Those of a visit's alarms that this viewer may count: none that is still open, and none of a visit that they are on or behind
 * the veil of, since a number that rises tells of a call for help as well as a name does.
 */
export const alarmsToCount = (whole: Visit, person: string | undefined): readonly EndedAlarm[] =>
  isVeiled(whole, person)
    ? []
    : knownTo(whole, person).alarms.flatMap((alarm) => {
        if (alarm.ended === undefined || !isAlarming(whole, alarm)) return [];
        const { openedAt, kind } = alarm;
        const [first] = answersTo(whole, alarm.id);
        const ended = { rung: alarm.rung?.index ?? 0, seconds: secondsBetween(openedAt, alarm.ended.at) };
        return [
          {
            ...{ openedAt, kind, ended },
            ...(first === undefined ? {} : { answered: { rung: first.rung, seconds: secondsBetween(openedAt, first.at) } }),
          },
        ];
      });

export function doing(months: Months, visits: readonly Pick<Card, 'outAt' | 'back'>[], alarms: readonly EndedAlarm[]): Doing {
  const wanted = monthsIn(months);
  const isIn = (at: Instant | undefined): boolean => at !== undefined && wanted.includes(monthOf(at));
  const visitsThen = visits.filter(({ outAt }) => isIn(outAt));
  const alarmsThen = alarms.filter(({ openedAt }) => isIn(openedAt));
  return {
    months: wanted.map((month) => ({
      month,
      ...counts(
        visitsThen.filter(({ outAt }) => outAt !== undefined && monthOf(outAt) === month),
        alarmsThen.filter(({ openedAt }) => monthOf(openedAt) === month),
      ),
    })),
    total: counts(visitsThen, alarmsThen),
  };
}

function counts(visits: readonly Pick<Card, 'back'>[], alarms: readonly EndedAlarm[]): Counts {
  const back = (how: Card['back']): number => visits.filter((visit) => visit.back === how).length;
  const of = (kind: AlarmKind): number => alarms.filter((alarm) => alarm.kind === kind).length;
  const answered = alarms.flatMap((alarm) => alarm.answered ?? []);
  const ended = alarms.map((alarm) => alarm.ended);
  const rungs = [...new Set([...answered, ...ended].map(({ rung }) => rung))].toSorted((a, b) => a - b);
  return {
    ...{ visits: visits.length, onTime: back('on-time'), late: back('late') },
    ...{ overdue: of('overdue'), help: of('distress'), concern: of('concern') },
    answered: timesOf(answered),
    ended: timesOf(ended),
    rungs: rungs.map((rung) => ({
      rung,
      answered: timesOf(answered.filter((one) => one.rung === rung)),
      ended: timesOf(ended.filter((one) => one.rung === rung)),
    })),
  };
}

/** Of an even number of them the median is half-way between the two in the middle. */
function timesOf(those: readonly { readonly seconds: number }[]): Times {
  const sorted = those.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[place] ?? 0;
  const n = sorted.length;
  if (n === 0) return { n, median: null, worst: null };
  return { n, median: Math.round((at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2), worst: at(n - 1) };
}
