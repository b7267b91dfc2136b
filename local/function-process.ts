/** One function in a process of its own, as Lambda has it: its code, its environment, one event at a time, and the local cloud's time. */
import { readTimeFrom, machineNow } from './virtual-time.ts';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context, LambdaHandler } from './lambda.ts';

/** What the process is handed. Exactly one of the times is there: the clock stands, or runs so many milliseconds ahead of the machine's. */
export interface Order {
  readonly event: unknown;
  readonly context: Omit<Context, 'getRemainingTimeInMillis'>;
  /** In milliseconds. */
  readonly remaining: number;
  readonly time: { readonly frozenAt: number } | { readonly ahead: number };
}
export type Reply = { readonly answer: unknown } | { readonly failed: string };

const [folder = '', handlerName = ''] = process.argv.slice(2);
const [file = '', exported = ''] = handlerName.split('.');
let handler: LambdaHandler | undefined;

async function run({ event, context, remaining, time }: Order): Promise<Reply> {
  const endsAt = performance.now() + remaining;
  readTimeFrom(() => ('frozenAt' in time ? time.frozenAt : machineNow() + time.ahead));
  try {
    // Begun with the first event, so that it begins in the local cloud's time.
    handler ??= ((await import(pathToFileURL(join(folder, `${file}.mjs`)).href)) as Record<string, LambdaHandler>)[exported]; // a function of Lambda
    if (handler === undefined) return { failed: `${handlerName} is no function` };
    const left = (): number => Math.max(0, Math.round(endsAt - performance.now()));
    return { answer: (await handler(event, { ...context, getRemainingTimeInMillis: left })) ?? null };
  } catch (problem) {
    return { failed: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem) };
  }
}

process.on('message', (order: Order) => {
  void run(order).then((reply) => process.send?.(reply));
});
// Whoever started it has gone.
process.on('disconnect', () => process.exit());
