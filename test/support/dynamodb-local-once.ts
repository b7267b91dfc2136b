/** Set up by the test runner: one DynamoDB Local for the whole run, started when the first test asks for it. */
import { listen } from '../../local/wire.ts';
import type { TestProject } from 'vitest/node';
import { type DynamodbLocal, fetchDynamodbLocal, findJava, startDynamodbLocal } from './dynamodb-local.ts';
import type { Found } from './on-dynamodb-local.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file asks for DynamoDB Local. */
    readonly dynamodbLocal: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: DynamodbLocal | undefined;
  let finding: Promise<Found> | undefined;

  const find = async (): Promise<Found> => {
    const given = process.env['DOORSTEP_TEST_DYNAMODB'];
    if (given !== undefined) return { url: given };
    const java = await findJava();
    if (java === undefined) return { whyNot: 'Java 17 or later was not found' };
    const fetched = await fetchDynamodbLocal().then(
      (engine) => ({ engine }),
      (problem: unknown) => ({ problem: inOneLine(problem) }),
    );
    if ('problem' in fetched) {
      const why = `DynamoDB Local could not be fetched (${fetched.problem})`;
      return process.env['CI'] === 'true' ? { failure: why } : { whyNot: why };
    }
    running = await startDynamodbLocal(java, fetched.engine);
    return { url: running.url };
  };

  const desk = await listen(0, async (_, response) => {
    finding ??= find().catch((problem: unknown) => ({ failure: String(problem) }));
    response.end(JSON.stringify(await finding));
  });
  project.provide('dynamodbLocal', desk.url);

  return async () => {
    await desk.close();
    const found = await finding;
    await running?.stop();
    // Last, where it is seen.
    if (found && 'whyNot' in found) console.log(`\n${found.whyNot}: nothing is run on DynamoDB Local.\n`);
  };
}

/** Of all that npm says, what went wrong. */
function inOneLine(problem: unknown): string {
  const lines = String(problem).split('\n');
  return lines.find((line) => /^npm (error|ERR!) code/.test(line)) ?? lines[0] ?? '';
}
