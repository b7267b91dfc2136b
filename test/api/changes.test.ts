import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { dsl, head, lighthouse, out, requested, tutor } from '../support/lighthouse-visit.ts';

const Changes = z.strictObject({
  changes: z.array(z.looseObject({ id: z.string(), stage: z.string().optional() })),
  next: z.string(),
  more: z.boolean(),
});
type Changes = z.infer<typeof Changes>;
const idOf = (visit: string): string => visit.split('/').at(-1)!;

describe('what changed at a school', () => {
  const followed = async () => {
    const there = await lighthouse();
    const since = async (after?: string, limit = 50): Promise<Changes> =>
      Changes.parse((await there.call('machine:read', 'GET', `/changes?limit=${String(limit)}${after ? `&after=${after}` : ''}`)).body);
    return { ...there, since };
  };

  it('is told to a machine a minute after it happened, from the beginning or from where it was', async () => {
    const { afternoon, call, since } = await followed();
    const first = idOf(await requested(call, afternoon));
    const young = await since();
    expect(young).toMatchObject({ changes: [], more: false });
    await afternoon.passes('PT61S');

    const { changes, next } = await since(young.next);
    expect(changes).toMatchObject([{ id: first, stage: 'requested', requester: tutor }]);
    expect(await since(next)).toEqual({ changes: [], next, more: false });

    await call(dsl, 'POST', `/visits/${first}/authorise`);
    await afternoon.passes('PT61S');
    expect((await since(next)).changes).toMatchObject([{ id: first, stage: 'authorised' }]);
    expect((await since()).changes).toHaveLength(1);
  });

  it('comes a page at a time, and says when there is more', async () => {
    const { afternoon, call, since } = await followed();
    const ids = [];
    for (let n = 0; n < 3; n += 1) {
      ids.push(idOf(await requested(call, afternoon)));
      await afternoon.passes('PT1S');
    }
    await afternoon.passes('PT61S');
    const one = await since(undefined, 2);
    const two = await since(one.next, 2);
    expect([one.more, two.more]).toEqual([true, false]);
    expect([...one.changes, ...two.changes].map(({ id }) => id)).toEqual(ids);
  });

  it('tells nothing of a call for help: what is read, and when it moves, is the same with and without one', async () => {
    const read = async (words: string): Promise<readonly Changes[]> => {
      const { afternoon, call, since } = await followed();
      const visit = await out(call, afternoon);
      await afternoon.passes('PT2M');
      const before = await since();
      await call(tutor, 'POST', `${visit}/raise-alarm`, { body: { kind: 'help', words } });
      await afternoon.passes('PT2M');
      const after = await since(before.next);
      return [before, after];
    };
    const [before, after] = await read('Please come');
    expect(before?.changes).toHaveLength(1);
    expect(after).toEqual({ changes: [], next: before?.next, more: false });
  });

  it('says of a visit that was erased that it is no more, and nothing else of it', async () => {
    const { afternoon, call, since } = await followed();
    const visit = await requested(call, afternoon);
    await call(dsl, 'POST', `${visit}/cancel`, { body: { reason: 'They have moved' } });
    await afternoon.passes('PT2M');
    const { next } = await since();
    expect((await call(head, 'POST', '/erasures', { body: { household: 'lighthouse-home-1' } })).status).toBe(200);
    await afternoon.passes('PT2M');
    expect((await since(next)).changes).toEqual([{ id: idOf(visit), erased: true }]);
  });
});
