import { beforeEach, describe, expect, it } from 'vitest';
import { byBoth, inTurn } from '../../functions/adapters/in-turn.ts';
import { keepingIds } from '../../functions/adapters/keeping-ids.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { memoryMessageIds } from '../../functions/adapters/memory/memory-message-ids.ts';
import type { Notices, Sent } from '../../functions/ports/notices.ts';
import { aText, at } from '../support/samples.ts';

const message = aText;

const taken = (reference: string): Sent => ({ outcome: 'accepted', reference });
const failed: Sent = { outcome: 'failed' };
const optedOut: Sent = { outcome: 'failed', why: 'opted-out' };
const later: Sent = { outcome: 'later' };
const unknown: Sent = { outcome: 'unknown' };

let asked: string[];
let elapsed: number;
beforeEach(() => {
  asked = [];
  elapsed = 0;
});

/** A provider that takes so long and answers so. */
const provider = (name: string, answer: Sent, takes = 0): Notices => ({
  send: async (_message, within = 8_000) => {
    asked.push(`${name} ${String(within)}`);
    elapsed += takes;
    return answer;
  },
  letThrough: async (school, address) => {
    asked.push(`${name} ${school} ${address}`);
  },
});
const together = (first: Notices, second: Notices): Notices => inTurn(first, second, () => elapsed);

describe('two providers in turn', () => {
  it('leave a message to the first where it takes it', async () => {
    expect(await together(provider('first', taken('a')), provider('second', taken('b'))).send(message)).toEqual(taken('a'));
    expect(asked).toEqual(['first 8000']);
  });

  it.each([
    ['never takes it', failed],
    ['cannot take it now', later],
  ])('send it by the second at once where the first %s, in the time that is left', async (_, answer) => {
    expect(await together(provider('first', answer, 1_499.5), provider('second', taken('b'))).send(message)).toEqual(taken('b'));
    // A time-out is in whole milliseconds.
    expect(asked).toEqual(['first 8000', 'second 6500']);
  });

  it('say what can still be done where neither took it', async () => {
    const outcome = async (a: Sent, b: Sent) => together(provider('first', a), provider('second', b)).send(message);
    expect(await outcome(failed, later)).toEqual(later);
    expect(await outcome(later, failed)).toEqual(later);
    expect(await outcome(failed, failed)).toEqual(failed);
    expect(await outcome(failed, optedOut)).toEqual(optedOut);
    expect(await outcome(later, unknown)).toEqual(unknown);
  });

  it('never send in one breath what may have gone', async () => {
    expect(await together(provider('first', unknown), provider('second', taken('b'))).send(message)).toEqual(unknown);
    expect(asked).toEqual(['first 8000']);
  });

  it('begin the next try with the other where nobody knows what became of the last', async () => {
    const both = together(provider('first', taken('a')), provider('second', taken('b')));
    expect(await both.send({ ...message, attempt: 1 })).toEqual(taken('b'));
    expect(await both.send({ ...message, attempt: 2 })).toEqual(taken('a'));
    expect(asked).toEqual(['second 8000', 'first 8000']);
  });

  it('send nothing by the second to whoever has told the first that they want no more texts', async () => {
    expect(await together(provider('first', optedOut), provider('second', taken('b'))).send(message)).toEqual(optedOut);
    expect(asked).toEqual(['first 8000']);
  });

  it('begin nothing that could not end in time', async () => {
    expect(await together(provider('first', later, 7_500), provider('second', taken('b'))).send(message)).toEqual(later);
    expect(asked).toEqual(['first 8000']);
  });

  it('both let an address through', async () => {
    await together(provider('first', failed), provider('second', failed)).letThrough('moorside', 'office@example.org');
    expect(asked).toEqual(['first moorside office@example.org', 'second moorside office@example.org']);
  });
});

describe('two providers at once', () => {
  it('both get each message, and one that takes it is enough', async () => {
    const outcome = async (a: Sent, b: Sent) => byBoth(provider('first', a), provider('second', b)).send(message);
    expect(await outcome(taken('a'), taken('b'))).toEqual(taken('a'));
    expect(asked).toEqual(['first 8000', 'second 8000']);
    expect(await outcome(failed, taken('b'))).toEqual(taken('b'));
    expect(await outcome(unknown, taken('b'))).toEqual(taken('b'));
    expect(await outcome(later, unknown)).toEqual(unknown);
    expect(await outcome(failed, later)).toEqual(later);
    expect(await outcome(failed, failed)).toEqual(failed);
  });
});

describe('a provider whose names for texts are kept', () => {
  const keeping = (answer: Sent, ids = memoryMessageIds({ clock: memoryClock(at('09:00')) })) => ({
    ids,
    notices: keepingIds(provider('first', answer), ids),
  });

  it('keeps each text that was taken, in the same eight seconds', async () => {
    const { ids, notices } = keeping(taken('m-1'));
    expect(await notices.send(message)).toEqual(taken('m-1'));
    expect(await ids.find('m-1')).toEqual({ ref: message.ref, notice: aText.notice });
    expect(asked).toEqual(['first 7000']);
  });

  it('keeps no email, of which nothing is logged, and no text that did not go', async () => {
    const { ids, notices } = keeping(taken('m-1'));
    await notices.send({ ...message, channel: 'email' });
    expect(await ids.find('m-1')).toBeUndefined();
    expect(await keeping(unknown).notices.send(message)).toEqual(unknown);
  });

  it('has sent a text though its name could not be kept, or not in time', async () => {
    const { ids, notices } = keeping(taken('m-1'));
    ids.fail();
    expect(await notices.send(message)).toEqual(taken('m-1'));
    const slow = { ...ids, keep: () => new Promise<void>(() => undefined) };
    expect(await keepingIds(provider('first', taken('m-2')), slow, 5).send(message)).toEqual(taken('m-2'));
  });
});
