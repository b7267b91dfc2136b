/** docs/storm.md: what many stormy afternoons came to, for whoever wants to know how late an alarm can be. */
import { families, type FamilyName, familyNames, type Report } from './stormy-afternoon.ts';
import { broken } from './tell-storm.ts';

/** What each family of faults does. */
const faults: Readonly<Record<FamilyName, string>> = {
  none: 'nothing but people, in every order',
  'sweep alone': 'every timer and every poke of the API lost',
  'sweep dead': 'no sweep at all',
  crashes: 'functions die before and after any call',
  races: 'lost races, lost answers, requests made twice',
  'store away': 'the table away four times, three minutes each',
  queue: 'the queue of pokes away, losing, doubling and delaying',
  provider: 'messages throttled, unanswered, refused',
  receipts: 'receipts late, doubled, out of order, of nobody',
  scheduler: 'timers away, lost, early, late, doubled',
  index: 'indexes late by a minute, and standing still',
  clocks: 'clocks five seconds apart',
  mixed: 'any of these together',
};

const sum = (of: readonly Report[], what: (report: Report) => number): number => of.reduce((so, report) => so + what(report), 0);
const count = (n: number): string => n.toLocaleString('en-GB');
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
const worst = (of: readonly Report[], what: keyof Report['worst']): string => {
  const report = of.reduce((a, b) => (a.worst[what] >= b.worst[what] ? a : b));
  return `${seconds(report.worst[what])} (${String(report.seed)})`;
};
const promised = (milliseconds: number): string => (milliseconds < 3_600_000 ? seconds(milliseconds) : 'none');
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function storyOf(reports: readonly Report[]): string {
  const blown = familyNames.filter((family) => reports.some((report) => report.family === family));
  const byFamily = blown.map((family) => {
    const of = reports.filter((report) => report.family === family);
    const { promise } = families[family];
    return row([
      family,
      faults[family],
      count(of.length),
      count(sum(of, (r) => r.sent)),
      count(sum(of, (r) => allOf(r.mishaps))),
      worst(of, 'overdue'),
      promised(promise.overdue),
      worst(of, 'help'),
      promised(promise.help),
    ]);
  });
  const schools = [...new Set(reports.map(({ school }) => school))].sort().map((school) => {
    const of = reports.filter((report) => report.school === school);
    return row([school, count(of.length), count(sum(of, (r) => r.departures)), count(sum(of, (r) => r.calls))]);
  });
  const failed = broken(reports);
  const seeds = reports.map(({ seed }) => seed);
  return `# Random afternoons on which everything fails

Written by \`npm run storm -- --report\`. Each afternoon is one of the eight schools on the rules as they are, on memory stores and a
virtual clock: visits, rounds, safe words, calls for help and people who act or do not, while faults of one family happen
throughout. After every write, at every send and at the end [what must hold](faults.md) is looked at. A seed replays its afternoon:
\`npm run storm -- --runs 1 --seed N\`.

${count(reports.length)} afternoons (seeds ${String(Math.min(...seeds))} to ${String(Math.max(...seeds))}), ${count(sum(reports, (r) => r.presses))} presses, ${count(
    sum(reports, (r) => r.writes),
  )} writes, ${count(sum(reports, (r) => r.sent))} messages, ${count(sum(reports, (r) => r.steps))} calls to the outside: **${
    failed.length === 0
      ? 'nothing lost, nothing broken'
      : `${count(failed.length)} broke a rule: seeds ${failed.map(({ seed }) => seed).join(', ')}`
  }**.

From the moment at which something fell due to its first message in a provider's hands, at worst (and on which seed):

${row(['faults of the kind', 'what happens', 'afternoons', 'messages', 'faults', 'overdue', 'promised', 'call for help', 'promised'])}
${row(Array.from({ length: 9 }, () => '---'))}
${byFamily.join('\n')}

${row(['school', 'afternoons', 'let go', 'calls for help'])}
${row(Array.from({ length: 4 }, () => '---'))}
${schools.join('\n')}
`;
}

const allOf = (mishaps: Report['mishaps']): number => Object.values(mishaps).reduce((a, b) => a + b, 0);
