import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import { type LogCode, logLine } from './log-line.ts';
import { whereItBroke } from './where-it-broke.ts';

/**
 * For a function that nobody waits for. Lambda logs whatever a function throws, with its message and all that hangs on it, so what
 * breaks one off leaves a line of ours, and Lambda is thrown the code of that line and no more.
 */
export const brokeOff = (logger: Logger, code: LogCode): Required<Pick<MiddlewareObj<unknown, unknown>, 'onError'>> => ({
  onError: (request) => {
    const { error } = request;
    const all: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    for (const one of all) logLine(logger, code, { ...whereItBroke(one) });
    request.error = new BrokeOff(code);
  },
});

class BrokeOff extends Error {
  override readonly name = 'BrokeOff';
}
