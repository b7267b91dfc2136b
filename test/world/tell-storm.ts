/** What many stormy afternoons came to, a line for each family of faults. */
import type { WorldOptions } from '../support/world.ts';
import { familyNames, type FamilyName, type Report, stormyAfternoon } from './stormy-afternoon.ts';

/** The seed says the family too, so that it alone replays the afternoon. */
export const familyOf = (seed: number): FamilyName => familyNames[seed % familyNames.length]!;

export const seedsFrom = (first: number, runs: number): readonly number[] => Array.from({ length: runs }, (_, i) => first + i);

export async function storm(
  seeds: readonly number[],
  options: WorldOptions = {},
  after: (report: Report) => void = () => undefined,
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const seed of seeds) {
    const report = await stormyAfternoon(seed, familyOf(seed), options);
    reports.push(report);
    after(report);
  }
  return reports;
}

/** Those on which something was. */
export const broken = (reports: readonly Report[]): readonly Report[] => reports.filter((report) => report.broken.length > 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

export function tell(reports: readonly Report[]): string {
  const lines = familyNames.flatMap((family) => {
    const of = reports.filter((report) => report.family === family);
    if (of.length === 0) return [];
    const faults = new Map<string, number>();
    for (const { mishaps } of of) for (const [what, n] of Object.entries(mishaps)) faults.set(what, (faults.get(what) ?? 0) + n);
    const worst = of.reduce((a, b) => (a.worst.overdue >= b.worst.overdue ? a : b));
    const help = of.reduce((a, b) => (a.worst.help >= b.worst.help ? a : b));
    return [
      `${family}: ${String(of.length)} runs, ${String(sum(of.map((r) => r.steps)))} steps, ${String(sum(of.map((r) => r.presses)))} presses, ` +
        `${String(sum(of.map((r) => r.writes)))} writes, ${String(sum(of.map((r) => r.sent)))} messages`,
      `  from due to the first message at worst ${inSeconds(worst.worst.overdue)} (seed ${String(worst.seed)}), ` +
        `of a call for help ${inSeconds(help.worst.help)} (seed ${String(help.seed)}); timers at most ${String(Math.max(...of.map((r) => r.timers)))}`,
      `  faults: ${[...faults].map(([what, n]) => `${what} ${String(n)}`).join(', ') || 'of time and order only'}`,
    ];
  });
  const schools = [...new Set(reports.map(({ school }) => school))].map((name) => {
    const of = reports.filter(({ school }) => school === name);
    return `${name}: ${String(of.length)} runs, ${String(sum(of.map((r) => r.departures)))} departures, ${String(sum(of.map((r) => r.calls)))} calls for help`;
  });
  const verdict = broken(reports).flatMap((r) => [
    `BROKEN under ${r.family}, replay with: npm run storm -- --runs 1 --seed ${String(r.seed)}`,
    ...r.broken.map((what) => `  ${what}`),
  ]);
  return [...lines, ...schools, ...(verdict.length === 0 ? ['Nothing lost, nothing broken.'] : verdict)].join('\n');
}
