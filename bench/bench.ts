/** `npm run bench`: what one command costs, and what the serving process needs. Fails where either is over its budget. */
import { type Measured, rulesOfOneCommand } from './rules.ts';
import { memoryOfServing } from './serving.ts';

const budget = { rules: 0.2, memory: 250 };

const say = (name: string, { value, unit, note }: Measured, most: number): boolean => {
  console.log(
    `${value <= most ? 'ok  ' : 'OVER'}  ${name}: ${value.toFixed(value < 10 ? 3 : 0)} ${unit} of ${String(most)} ${unit}  (${note})`,
  );
  return value <= most;
};

const rules = say('the rules of one command', rulesOfOneCommand(), budget.rules);
const serving = await memoryOfServing();
const memory = typeof serving === 'string' ? saySkipped(serving) : say('the serving process', serving, budget.memory);
process.exitCode = rules && memory ? 0 : 1;

function saySkipped(why: string): true {
  console.log(`skip  the serving process: ${why}`);
  return true;
}
