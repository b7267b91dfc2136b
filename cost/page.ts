/** The tables of docs/cost.md. */
import { assumed, type Size, sizes } from './assumptions.ts';
import { type Counted, type Happening, happenings } from './count.ts';
import type { Deployed } from './deployed.ts';
import { monthOf } from './month.ts';
import { type PriceName, prices } from './prices.ts';

/** What each line of the bill is made of; `unless`: it is not there where somebody says so. */
const lines: readonly { readonly line: string; readonly of: readonly PriceName[]; readonly unless?: string }[] = [
  { line: 'Texts', of: ['text'] },
  { line: 'Emails and pokes', of: ['email', 'publish', 'queue-request', 'timer'] },
  { line: 'Functions', of: ['lambda-gb-second', 'lambda-request'] },
  { line: 'The door', of: ['http-request', 'data-out'] },
  { line: 'The table: reads', of: ['table-read'] },
  { line: 'The table: writes', of: ['table-write'] },
  { line: 'The table: kept, and its backup', of: ['table-storage', 'table-backup'] },
  { line: 'The key', of: ['key', 'key-request'] },
  { line: 'Logs', of: ['log-gb', 'log-storage'] },
  { line: 'Metrics of our own', of: ['metric'] },
  { line: 'Alarms', of: ['alarm-metric'] },
];
const optional: typeof lines = [
  { line: 'Dashboard', of: ['dashboard'], unless: '`-c dashboard=false`' },
  { line: 'Signing in by Cognito', of: ['signing-in'], unless: 'another provider: `-c signInIssuer=…`' },
  { line: 'A secret, of Notify or of whoever signs people in', of: ['secret'], unless: 'none is made unless one is named' },
  { line: 'A domain of one’s own', of: ['hosted-zone'], unless: 'none unless somebody sets one up' },
];

const costs = (name: PriceName, used: number, free: boolean): number => {
  const { price, per, free: most } = prices[name];
  return (Math.max(0, used - (free ? most : 0)) / per) * price;
};
const dollars = (value: number): string => (value > 0 && value < 0.005 ? 'under 0.01' : value.toFixed(2));
const number = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(3))));
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');

export type CountedAll = Readonly<Record<Happening, Counted>>;

const countedRows: readonly (readonly [string, (one: Counted) => number])[] = [
  ['read units', ({ reads }) => Object.values(reads).reduce((a, b) => a + b, 0)],
  ['write units, table', ({ writes }) => writes['table'] ?? 0],
  ['write units, index of schools', ({ writes }) => writes['school'] ?? 0],
  ['write units, index of what is due', ({ writes }) => writes['due'] ?? 0],
  ['write units, index of homes', ({ writes }) => writes['household'] ?? 0],
  ['requests', ({ requests }) => requests],
  ['looks at the visit', ({ checks }) => checks],
  ['timers', ({ timers }) => timers],
  ['texts', ({ texts }) => texts],
  ['parts of texts', ({ parts }) => parts],
  ['emails', ({ emails }) => emails],
  ['bytes kept', ({ kept }) => kept],
];
const called: Readonly<Record<Happening, string>> = {
  ...{ quiet: 'a visit, back in time', late: 'a visit, late', nobodyBack: 'a visit, nobody back', drill: 'a drill' },
  ...{ page: 'a page', board: 'the board', sweep: 'a sweep', audit: 'an audit of one school' },
};

export function costPage(counted: CountedAll, stands: Deployed): string {
  const months = sizes.map((size) => monthOf(size, counted, stands));
  const sumOf = (of: readonly PriceName[], month: (typeof months)[number], free: boolean): number =>
    of.reduce((all, name) => all + costs(name, month[name], free), 0);
  const cells = (of: readonly PriceName[]): string[] =>
    months.map((month) => `${dollars(sumOf(of, month, false))} (${dollars(sumOf(of, month, true))})`);
  const everything = [...lines, ...optional.filter(({ of }) => of.some((name) => !['secret', 'hosted-zone'].includes(name)))];
  const head = sizes.map(headOf);
  return [
    `Worked out by \`npm run cost\`, in US dollars a month without VAT; in brackets what is left after the amounts that are free for good.`,
    table(
      ['', ...head],
      [
        ...lines.map(({ line, of }) => [line, ...cells(of)]),
        ...optional.map(({ line, of }) => [`${line} ¹`, ...cells(of)]),
        ['**All of it, without a secret and a domain**', ...cells(everything.flatMap(({ of }) => of)).map((cell) => `**${cell}**`)],
      ],
    ),
    `¹ Can be left out, or is there only where somebody asks for it:\n\n${optional.map(({ line, unless = '' }) => `- ${line}: ${unless}.`).join('\n')}\n- What became of texts (\`-c textDeliveryLogs=true\`): none unless somebody asks; then one more run of a function and about a thousand bytes of logs for each text, a cent for several thousand.\n- Alarms and metrics of our own cannot be left out: without them nobody hears that Doorstep has died.`,
    '### What is used',
    table(
      ['In a month', ...head],
      Object.keys(prices).map((name) => [prices[name as PriceName].unit, ...months.map((month) => number(month[name as PriceName]))]),
    ),
    '### What is counted of each thing',
    table(
      ['', ...happenings.map((name) => called[name])],
      countedRows.map(([name, of]) => [name, ...happenings.map((one) => number(of(counted[one])))]),
    ),
    `There are ${String(stands.alarms)} alarms, which look at ${String(stands.alarmMetrics)} metrics.`,
    '### What is taken for granted',
    `${sizes.map((size) => `- ${size.name}: ${number(size.schools)} schools, ${number(size.staff)} staff, ${number(size.visits)} visits a month.`).join('\n')}\n- ${String(assumed.late * 100)} of 100 visits are late, with ${String(assumed.nobodyBack * 100)} nobody comes back; ${String(assumed.drills)} drill a month in each school.\n- The board stands open on ${String(assumed.board.screens)} screens of each school, ${String(assumed.board.hours)} hours of each of ${String(assumed.workingDays)} days, and asks every ${String(assumed.board.everySeconds)} seconds.\n- ${number(assumed.sweeps)} sweeps, each with an audit of each school. ${String(assumed.monthsKept)} months of visits are kept.\n- A page takes ${String(assumed.milliseconds.page)} ms, the board ${String(assumed.milliseconds.board)}, a look at a visit ${String(assumed.milliseconds.check)}, a sweep ${String(assumed.milliseconds.sweep)} and ${String(assumed.milliseconds.auditOfASchool)} for each school, with 512 MB. **Not measured on AWS.**\n\nAll of this stands in \`cost/assumptions.ts\`.`,
    '### The prices',
    table(
      ['For', 'Dollars', 'Free each month', 'Read', 'How', 'Its page'],
      Object.values(prices).map(({ price, per, unit, free, read, how, from }) => [
        unit,
        `${String(price)}${per === 1 ? '' : ` for ${number(per)}`}`,
        number(free),
        read,
        how,
        `<${from}>`,
      ]),
    ),
  ].join('\n\n');
}

const headOf = ({ name }: Size): string => name;

const [from, to] = ['<!-- npm run cost -->', '<!-- to here -->'];
/** The page with these tables in the place of those that are there. */
export function inPage(page: string, tables: string): string {
  const [before, rest] = page.split(from);
  const after = rest?.split(to)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/cost.md has no place between ${from} and ${to}`);
  return `${before}${from}\n\n${tables}\n\n${to}${after}`;
}

/** What stands in the page and is no longer so: more than a tenth off what is counted now. */
export function offBy(page: string, counted: Partial<CountedAll>): readonly string[] {
  return countedRows.flatMap(([name, of]) => {
    const said = page
      .split('\n')
      .find((line) => line.startsWith(`| ${name} `))
      ?.split('|')
      .slice(2)
      .map((cell) => Number(cell.replaceAll(',', '')));
    return happenings.flatMap((one, i) => {
      const now = counted[one];
      const [is, was] = [now === undefined ? 0 : of(now), said?.[i] ?? Number.NaN];
      return now === undefined || Math.abs(is - was) <= 0.1 * Math.max(is, was)
        ? []
        : [`${name} of ${called[one]}: ${String(is)}, and the page says ${String(was)}`];
    });
  });
}
