import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snsPokes } from '../../functions/adapters/aws/sns-pokes.ts';
import { memoryPokes } from '../../functions/adapters/memory/memory-pokes.ts';
import type { Poke, Pokes } from '../../functions/ports/pokes.ts';
import { pokeTopic } from '../../local/names.ts';
import { at, refTo } from '../support/samples.ts';
import { connectionTo, openStandIns, type StandIns } from './stand-ins.ts';
import { startService } from './wire.ts';

const many = (n: number): readonly Poke[] =>
  Array.from({ length: n }, (_, i) => ({ ...refTo(i + 1), ...(i % 2 === 0 && { due: at('15:30') }) }));
const byVisit = (pokes: readonly Poke[]): readonly Poke[] => pokes.toSorted((a, b) => (a.visit < b.visit ? -1 : 1));

/** What every way of poking does; `handedOver` is what has arrived at the other end. */
function pokesContract(
  make: () => {
    readonly pokes: Pokes;
    readonly handedOver: () => readonly Poke[];
    readonly breakDown: () => void;
    readonly loseAnswer: () => void;
  },
): void {
  it.each([0, 1, 2, 10, 11, 25])('hand over all of %i, each once, with the moment that a timer was made for', async (n) => {
    const { pokes, handedOver } = make();

    await pokes.poke(many(n));

    expect(byVisit(handedOver())).toEqual(many(n));
  });

  it.each([1, 25])('say so when one of %i could not be handed over', async (n) => {
    const { pokes, handedOver, breakDown } = make();
    breakDown();

    await expect(pokes.poke(many(n))).rejects.toThrow();
    expect(handedOver().length).toBeLessThan(n);
  });

  it('say so when nobody knows whether they were handed over, so that one may come twice and none is forgotten', async () => {
    const { pokes, handedOver, loseAnswer } = make();
    loseAnswer();

    await expect(pokes.poke(many(1))).rejects.toThrow();
    expect(handedOver()).toEqual(many(1));
  });
}

describe('pokes in memory', () => {
  pokesContract(() => {
    const pokes = memoryPokes();
    return { pokes, handedOver: () => pokes.take(), breakDown: () => pokes.fail(), loseAnswer: () => pokes.loseAnswers() };
  });
});

describe('pokes by the SNS of the local cloud', () => {
  let cloud: StandIns;
  let client: SNSClient;

  beforeEach(async () => {
    cloud = await openStandIns();
    client = new SNSClient(connectionTo(cloud.urls.sns));
  });
  afterEach(async () => {
    client.destroy();
    await cloud.close();
  });

  const made = (topicArn = pokeTopic) => snsPokes({ client, topicArn });

  pokesContract(() => ({
    pokes: made(),
    handedOver: () => cloud.queued.map(pokeIn),
    breakDown: () => cloud.fault('sns', 'error', 'poke'),
    loseAnswer: () => cloud.fault('sns', 'lost-answer', 'poke'),
  }));

  it('go ten at a time', async () => {
    await made().poke(many(25));

    expect(cloud.asked).toHaveLength(3);
  });

  it('say so where there is no such topic', async () => {
    await expect(made('arn:aws:sns:eu-west-2:000000000000:another').poke(many(1))).rejects.toThrow();
  });
});

describe('pokes by SNS', () => {
  it('say so when one of many was not taken, and hand over the others all the same', async () => {
    let n = 0;
    const service = await startService(({ body }) => {
      const taken = [...new URLSearchParams(body)].filter(([name]) => name.endsWith('.Message')).length;
      n += taken;
      const failed = n === taken ? '<member><Id>3</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>' : '';
      return {
        status: 200,
        body: `<PublishBatchResponse><PublishBatchResult><Failed>${failed}</Failed></PublishBatchResult></PublishBatchResponse>`,
      };
    });
    const client = new SNSClient(connectionTo(service.url));

    await expect(snsPokes({ client, topicArn: pokeTopic }).poke(many(25))).rejects.toThrow('1 of 10');

    expect(n).toBe(25);
    client.destroy();
    await service.close();
  });
});

// What was sent was made of a poke.
const pokeIn = (message: string): Poke => JSON.parse(message) as Poke;
