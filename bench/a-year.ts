/** A school's year, a visit on each of its working days on which nobody comes back in time: what the process holds on to. */
import { Instant } from '../functions/domain/time.ts';
import { afternoonAt, hampton } from '../test/support/afternoon.ts';
import { answers, at, head, induction, teacher, ticks } from '../test/support/hampton-visit.ts';
import type { Measured } from './measure.ts';

const days = 365;
/** By then everything that is remembered once has been. */
const settledBy = 40;

/** What is held at the end to what was held in the second month, after everything that nobody needs is cleared away. */
export async function memoryOverAYear(): Promise<Measured> {
  let early = 0;
  let visits = 0;
  for (let day = 0; day < days; day += 1) {
    if (isWorkingDay(day)) {
      await afternoonOf(day);
      visits += 1;
    }
    if (day === settledBy) early = held();
  }
  const late = held();
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  return { value: late / early, unit: 'times', note: `${megabytes(early)} MB after ${String(settledBy)} days, ${megabytes(late)} MB after ${String(days)}: ${String(visits)} visits` }; // prettier-ignore
}

function held(): number {
  for (let i = 0; i < 3; i += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** From a Monday on. */
const isWorkingDay = (day: number): boolean => day % 7 < 5;

async function afternoonOf(day: number): Promise<void> {
  const date = new Date(Date.parse(at('08:30')) + day * 86_400_000).toISOString().slice(0, 10);
  const on = <T>(value: T): T =>
    // The same on another day.
    JSON.parse(JSON.stringify(value).replaceAll(at('08:30').slice(0, 10), date)) as T;
  const time = (hour: string): Instant => Instant.parse(on(at(hour)));
  const a = await afternoonAt(hampton(), time('08:30'));
  await a.request(teacher, on(induction));
  await a.says(teacher, 'answer', { answers: on(answers) });
  await a.says(head, 'authorise', {});
  await a.until(time('13:00'));
  const gone = await a.says(teacher, 'depart', { visitor: 'all', ticks: [...ticks] });
  if (gone.outcome !== 'accepted') throw new Error(`day ${date}: nobody could leave`);
  await a.until(time('15:35'));
  const { alarms, visitors } = await a.visit();
  for (const { id } of alarms) {
    const said = Object.fromEntries(visitors.map((v) => [v.person, 'accounted-for' as const]));
    await a.says(head, 'stand-down', { alarm: id, how: 'Spoke to both of them', visitors: said });
  }
  await a.until(time('16:00'));
}
