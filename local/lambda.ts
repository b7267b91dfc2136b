import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Context as FullContext } from 'aws-lambda';
import { account, region } from './names.ts';

/** What Lambda tells a function about its run, less what is there for handlers of long ago. */
export type Context = Omit<FullContext, 'done' | 'fail' | 'succeed'>;

/** A function as Lambda would call it. */
export type LambdaHandler = (event: unknown, context: Context) => Promise<unknown>;

/** The name of the function that is running, if one is: what it prints goes to its log. */
export const running = new AsyncLocalStorage<string>();

export interface Lambda {
  invoke(event: unknown): Promise<unknown>;
}

/** Fails, as Lambda does, when the function throws or has not answered within `seconds` of the machine's clock. */
export function lambda(name: string, seconds: number, handler: LambdaHandler): Lambda {
  return {
    invoke(event) {
      const awsRequestId = randomUUID();
      const endsAt = performance.now() + seconds * 1000;
      const context: Context = {
        awsRequestId,
        callbackWaitsForEmptyEventLoop: true,
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${name}`,
        memoryLimitInMB: '512',
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: 'local',
        getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
      };
      return running.run(name, async () => {
        let timer: NodeJS.Timeout | undefined;
        const timeOut = new Promise<never>((_, failed) => {
          timer = setTimeout(() => {
            failed(new Error(`${name} did not answer within ${String(seconds)} seconds`));
          }, seconds * 1000);
        });
        try {
          // A function sees its event as parsed JSON: nothing that it does to it reaches anybody else.
          return await Promise.race([handler(structuredClone(event), context), timeOut]);
        } finally {
          clearTimeout(timer);
        }
      });
    },
  };
}
