import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snsPokes } from '../../functions/adapters/aws/sns-pokes.ts';
import { memoryPokes } from '../../functions/adapters/memory/memory-pokes.ts';
import type { Poke, Pokes } from '../../functions/ports/pokes.ts';
import { at, refTo } from '../support/samples.ts';
import { type Service, startService } from './wire.ts';

const many = (n: number): readonly Poke[] =>
  Array.from({ length: n }, (_, i) => ({ ...refTo(i + 1), ...(i % 2 === 0 && { due: at('15:30') }) }));
const byVisit = (pokes: readonly Poke[]): readonly Poke[] => pokes.toSorted((a, b) => (a.visit < b.visit ? -1 : 1));

/** What every way of poking does; `handedOver` is what has arrived at the other end. */
function pokesContract(
  make: () => { readonly pokes: Pokes; readonly handedOver: () => readonly Poke[]; readonly breakDown: () => void },
): void {
  it.each([0, 1, 2, 10, 11, 25])('hand over all of %i, each once, with the moment that a timer was made for', async (n) => {
    const { pokes, handedOver } = make();

    await pokes.poke(many(n));

    expect(byVisit(handedOver())).toEqual(many(n));
  });

  it('say so when they could not be handed over', async () => {
    const { pokes, breakDown } = make();
    breakDown();

    await expect(pokes.poke(many(1))).rejects.toThrow();
  });
}

describe('pokes in memory', () => {
  pokesContract(() => {
    const pokes = memoryPokes();
    return { pokes, handedOver: () => pokes.take(), breakDown: () => pokes.fail() };
  });
});

describe('pokes by SNS', () => {
  let arrived: Poke[];
  let refuse: (message: string) => boolean;
  let broken: boolean;
  let service: Service;
  let client: SNSClient;

  beforeEach(async () => {
    arrived = [];
    refuse = () => false;
    broken = false;
    service = await startService(({ body }) => {
      if (broken) return { status: 500, body: '<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>' };
      const fields = [...new URLSearchParams(body)];
      if (fields.some(([name, value]) => name === 'TopicArn' && value !== 'arn:topic')) return { status: 404, body: '' };
      const messages = fields.filter(([name]) => name.endsWith('Message')).map(([, value]) => value);
      arrived.push(...messages.filter((message) => !refuse(message)).map(pokeIn));
      const failed = messages
        .filter(refuse)
        .map((_, i) => `<member><Id>${i}</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>`);
      const action = fields.find(([name]) => name === 'Action')?.[1] ?? '';
      return {
        status: 200,
        body: `<${action}Response><${action}Result><Failed>${failed.join('')}</Failed></${action}Result></${action}Response>`,
      };
    });
    client = new SNSClient({ ...service.connection, maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    await service.close();
  });

  const made = () => snsPokes({ client, topicArn: 'arn:topic' });

  pokesContract(() => ({
    pokes: made(),
    handedOver: () => arrived,
    breakDown: () => {
      broken = true;
    },
  }));

  it('go ten at a time', async () => {
    await made().poke(many(25));

    expect(service.asked).toHaveLength(3);
  });

  it('say so when one of many was not taken, and hand over the others all the same', async () => {
    refuse = (message) => message.includes('HV-000003');

    await expect(made().poke(many(25))).rejects.toThrow('1 of 10');

    expect(arrived).toHaveLength(24);
  });
});

// What was sent was made of a poke.
const pokeIn = (message: string): Poke => JSON.parse(message) as Poke;
