import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { setTimeout as pause } from 'node:timers/promises';
import type { Functions } from '../../local/cloud.ts';
import { pokeTopic } from '../../local/names.ts';

export interface Ran {
  readonly what: string;
  /** What the function's own `Date` said, `09:30:00`. */
  readonly at: string;
}

/**
 * Functions that only say what reached them. The API pokes whatever it is sent at `/poke` and answers anything else with the
 * event; a poke of a visit called `fails` fails, one called `slow` takes a while.
 */
export function fakeFunctions(): { readonly functions: Functions; readonly ran: readonly Ran[] } {
  const ran: Ran[] = [];
  const note = (what: string): void => {
    ran.push({ what, at: new Date().toISOString().slice(11, 19) });
  };
  return {
    ran,
    functions: {
      async api(given) {
        // The gateway makes these events.
        const event = given as APIGatewayProxyEventV2;
        if (event.rawPath === '/throws') throw new Error('this function fails on purpose');
        if (event.rawPath !== '/poke')
          return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, cookies: ['a=1', 'b=2'], body: JSON.stringify(event) };
        await new SNSClient({}).send(new PublishCommand({ TopicArn: pokeTopic, Message: event.body }));
        return { statusCode: 202 };
      },
      async overdueCheck(given) {
        // The queue of pokes makes these events.
        const records = (given as SQSEvent).Records;
        const { visit } = JSON.parse(records[0]?.body ?? '{}') as { visit: string }; // the tests write these pokes
        if (visit === 'slow') await pause(50);
        note(`${visit} ${records[0]?.attributes.ApproximateReceiveCount ?? ''}`);
        return { batchItemFailures: visit === 'fails' ? records.map(({ messageId }) => ({ itemIdentifier: messageId })) : [] };
      },
      sweep() {
        note('sweep');
        return Promise.resolve();
      },
    },
  };
}
