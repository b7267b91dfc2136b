/**
 * `npm run clauses` writes docs/clauses.md: each clause, what Doorstep does about it, what carries it and what shows it.
 * With `--check` it only says what is missing; with `--drop-each` it takes each element out of its policy in turn, and says
 * which of them no scenario misses. `--of <policy>` looks at one.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { faultOf, type OnePolicy, policies, unmissed, withoutScenario } from './carried.ts';
import { clausesPage } from './page.ts';

const { values } = parseArgs({ options: { 'drop-each': { type: 'boolean' }, check: { type: 'boolean' }, of: { type: 'string' } } });
const chosen = policies.filter(({ name }) => values.of === undefined || values.of === name);

const faults = chosen.flatMap((one) => [...faultsOf(one), ...(values['drop-each'] === true ? missedBy(one) : [])]);
for (const fault of faults) console.log(fault);
const shown = chosen.reduce((n, one) => n + one.scenarios.length, 0);
console.log(`${String(shown)} scenarios of ${chosen.map(({ name }) => name).join(', ')}: ${String(faults.length)} faults`);
if (faults.length > 0) process.exitCode = 1;
else if (values.of === undefined && values.check !== true && values['drop-each'] !== true) {
  const page = new URL('../../docs/clauses.md', import.meta.url);
  const options = await prettier.resolveConfig(page);
  writeFileSync(page, await prettier.format(clausesPage(policies), { ...options, parser: 'markdown' }));
  console.log('wrote docs/clauses.md');
}

function faultsOf(one: OnePolicy): readonly string[] {
  return [
    ...one.scenarios.flatMap((scenario) => {
      const fault = faultOf(one, scenario);
      return fault === undefined ? [] : [`${one.name}: ${scenario.clauses.join(' ')} "${scenario.says}": ${fault}`];
    }),
    ...withoutScenario(one).map(({ id, kind, says }) => `${one.name}: ${id} (${kind}: ${says}) has no scenario`),
  ];
}

function missedBy(one: OnePolicy): readonly string[] {
  return unmissed(one).map(
    ({ element: { kind, id, clauses } }) => `${one.name}: nothing misses the ${kind} "${id}" (${clauses.join(' ')}) when it is taken out`,
  );
}
