import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { sweep } from '../../functions/application/sweep.ts';
import { plus } from '../../functions/domain/time.ts';
import { check } from '../../functions/overdue-check/check.ts';
import type { Poke } from '../../functions/ports/pokes.ts';
import type { Afternoon } from '../support/afternoon.ts';
import { at, gone } from '../support/hampton-visit.ts';

/** Of a message only its id and its body are looked at. */
const poked = (...bodies: readonly unknown[]): SQSEvent => ({
  Records: bodies.map((body, n) => ({ messageId: `m${String(n)}`, body: JSON.stringify(body) }) as SQSEvent['Records'][number]),
});
const counted = async (a: Afternoon, time: string, ...pokes: readonly Omit<Poke, 'school' | 'visit'>[]) => {
  a.clock.set(at(time));
  const { counts } = await check(a.deps, poked(...pokes.map((poke) => ({ school: a.school, visit: a.id, ...poke }))));
  return counts;
};

describe('who said that something was due is counted', () => {
  it('a timer that comes, also where the sweep was sooner: it shows that timers are alive', async () => {
    const a = await gone();
    expect(await counted(a, '14:45', { due: at('14:45') })).toMatchObject({ looked: 1, cameByTimer: 1, servedBySweep: 0 });
    expect(await counted(a, '14:46', { due: at('14:45') })).toMatchObject({ looked: 1, cameByTimer: 1, servedBySweep: 0 });
  });

  it('the sweep, where something was due that no timer had served', async () => {
    const a = await gone();
    expect(await counted(a, '14:44', { by: 'sweep' })).toMatchObject({ cameByTimer: 0, servedBySweep: 0 });
    expect(await counted(a, '14:45', { by: 'sweep' })).toMatchObject({ cameByTimer: 0, servedBySweep: 1 });
    expect(await counted(a, '14:46', { by: 'sweep' })).toMatchObject({ cameByTimer: 0, servedBySweep: 0 });
  });

  it('a person neither', async () => {
    expect(await counted(await gone(), '14:45', {})).toMatchObject({ looked: 1, cameByTimer: 0, servedBySweep: 0 });
  });
});

describe('F07: with Scheduler dead', () => {
  /** What is counted from 14:40 to 15:20, a sweep each minute: what `No timer comes` compares, over half an hour of it. */
  async function fortyMinutes({ timersAlive }: { readonly timersAlive: boolean }) {
    const a = await gone();
    const sums = { bySweep: 0, byTimer: 0 };
    for (let now = at('14:40'); now <= at('15:20'); now = plus(now, 'PT1M')) {
      a.clock.set(now);
      const fired = a.timers.fire(now).map(({ ref, due }): Poke => ({ ...ref, due }));
      await sweep({ ...a.deps, shards: 1 }, now);
      // Scheduler may take most of a minute: the sweep is sooner.
      const { counts } = await check(a.deps, poked(...a.pokes.take(), ...(timersAlive ? fired : [])));
      sums.bySweep += counts.servedBySweep;
      sums.byTimer += counts.cameByTimer;
    }
    return sums;
  }

  it('one afternoon on which nobody comes back is enough to tell: the sweep serves several, and no timer comes', async () => {
    const { bySweep, byTimer } = await fortyMinutes({ timersAlive: false });
    expect(bySweep).toBeGreaterThanOrEqual(3);
    expect(byTimer).toBe(0);
  });

  it('and alive it is never taken for dead, though the sweep is always sooner', async () => {
    const { bySweep, byTimer } = await fortyMinutes({ timersAlive: true });
    expect(bySweep).toBeGreaterThanOrEqual(3);
    expect(byTimer).toBeGreaterThanOrEqual(3);
  });
});

describe('that nobody acts is counted', () => {
  it('from the first time that the last step begins again', async () => {
    const a = await gone();
    await a.until(at('15:31'));
    expect(await counted(a, '15:39', {})).toMatchObject({ repeats: 0 });
    expect(await counted(a, '15:40', {})).toMatchObject({ repeats: 1 });
    expect(await counted(a, '15:41', {})).toMatchObject({ repeats: 0 });
    expect(await counted(a, '15:50', {})).toMatchObject({ repeats: 1 });
  });
});

describe('how large an item is', () => {
  it('is counted with each look, of the largest', async () => {
    const a = await gone();
    const { largest } = await counted(a, '13:01', {});
    expect(largest).toBeGreaterThan(1_000);
    expect(largest).toBeLessThan(20_000);
  });
});

describe('a poke that cannot be read', () => {
  it('is delivered again, and stands in the way of none beside it', async () => {
    const a = await gone();
    a.clock.set(at('14:45'));
    const { response, failures, counts } = await check(a.deps, poked({ school: a.school }, { school: a.school, visit: a.id }));
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
    expect(failures.map(({ id }) => id)).toEqual(['m0']);
    expect(counts.looked).toBe(1);
  });
});
