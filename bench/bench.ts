/** `npm run bench`: what a function takes to begin, what loading the policies and one command cost, what the board costs, what the serving process needs, what an afternoon on which everybody is overdue and a whole year cost, and whether a watch could tell the safe word. Fails where one is over its budget. */
import { type Kind, type ToldApart, toldApart } from './duress.ts';
import { memoryOverAYear } from './a-year.ts';
import { type DueAtOnce, dueAtOnce } from './due-at-once.ts';
import { hamptonAfternoon, kingsdownAfternoon } from './afternoon.ts';
import { importToBareWrites, memoryOfAnImport, operationsToBareCalls } from './api.ts';
import { coldStarts } from './cold-start.ts';
import type { Measured } from './measure.ts';
import { drawingTheBoard, firstByteOfTheBoard } from './pages.ts';
import { loadingFivePolicies } from './policies.ts';
import { rulesOfOneCommand } from './rules.ts';
import { memoryOfServing } from './serving.ts';

/** Of pages none is asked: it is told. */
const begins: Readonly<Record<string, number>> = {
  api: 1.6,
  'overdue-check': 1.4,
  sweep: 1.4,
  pages: Infinity,
  'the libraries alone': Infinity,
};
const budget = {
  rules: 0.2,
  policies: 50,
  memory: 250,
  dueAtOnce: 1.5,
  year: 1.05,
  board: 10,
  firstByte: 1.3,
  api: 1.3,
  importMemory: 1.1,
  importTime: 2.5,
};

const say = (name: string, { value, unit, note }: Measured, most: number): boolean => {
  console.log(
    `${value <= most ? 'ok  ' : 'OVER'}  ${name}: ${value.toFixed(value < 10 ? 3 : 0)} ${unit} of ${String(most)} ${unit}  (${note})`,
  );
  return value <= most;
};

// First, as a process does that has read none before.
const policies = say('loading and checking the five policies', loadingFivePolicies(), budget.policies);
const rules = say('the rules of one command', rulesOfOneCommand(hamptonAfternoon()), budget.rules);
const largest = say('the rules of one command, by the largest policy', rulesOfOneCommand(kingsdownAfternoon()), budget.rules);
const began = [...coldStarts()].map(([name, took]) =>
  say(`importing ${name}, to a bundle with only the client of DynamoDB`, took, begins[name] ?? 0),
);
const drawn = say('drawing the board with a hundred people out', await drawingTheBoard(), budget.board);
const firstByte = say('the page of that board, to a bare handler that makes the same reads', await firstByteOfTheBoard(), budget.firstByte);
const operations = [...(await operationsToBareCalls())].map(([name, took]) =>
  say(`${name}, to a bare handler that makes the same calls of the store`, took, budget.api),
);
const rows = say('an import of ten thousand rows, to one of a thousand', await memoryOfAnImport(), budget.importMemory);
const writes = say('a row of an import, to reading and writing a home bare', await importToBareWrites(), budget.importTime);
const serving = await memoryOfServing();
const memory = typeof serving === 'string' ? saySkipped(serving) : say('the serving process', serving, budget.memory);
const [spread, together] = [await dueAtOnce(334), await dueAtOnce(8)];
const alarms = say('a thousand visits that fall due in one minute, to the same calls made bare', spread, budget.dueAtOnce);
for (const { calls, messages, note } of [spread, together]) sayCalls(calls, messages, note);
const year = say('the memory of a year, to its second month', await memoryOverAYear(), budget.year);
const taken = sayToldApart('taken', await toldApart('taken'));
const refused = sayToldApart('refused', await toldApart('refused'));
process.exitCode =
  began.every(Boolean) &&
  operations.every(Boolean) &&
  rows &&
  writes &&
  policies &&
  rules &&
  largest &&
  drawn &&
  firstByte &&
  memory &&
  alarms &&
  year &&
  taken &&
  refused
    ? 0
    : 1;

function sayCalls(calls: DueAtOnce['calls'], messages: number, note: string): void {
  const each = Object.entries(calls).map(([name, n]) => `${name} ${n.toFixed(2)}`);
  console.log(`      ${note}; for each visit ${each.join(', ')}; ${String(messages)} messages`);
}

function saySkipped(why: string): true {
  console.log(`skip  the serving process: ${why}`);
  return true;
}

/**
 * Told apart is what somebody could tell who waits for an answer: without a store or a network a few hundredths of a
 * millisecond show in most pairs, and vanish in what any answer takes to arrive. So the medians judge, and the share is told.
 */
function sayToldApart(kind: Kind, { share, medians, slowest, note }: ToldApart): boolean {
  const isAlike = medians >= 0.8 && medians <= 1.25 && slowest >= 0.8 && slowest <= 1.25;
  const figures = `longer in ${(share * 100).toFixed(0)}% of pairs, medians ${medians.toFixed(2)}, 90th percentiles ${slowest.toFixed(2)}`;
  console.log(`${isAlike ? 'ok  ' : 'APART'}  the safe word to other words, in a press that is ${kind}: ${figures}  (${note})`);
  return isAlike;
}
