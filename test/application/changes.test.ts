import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryVisitStore } from '../../functions/adapters/memory/memory-visit-store.ts';
import { changesSince } from '../../functions/application/changes.ts';
import { epochOf, type Instant, instantOf } from '../../functions/domain/time.ts';
import { aNewVisit, aShadow, at, refTo } from '../support/samples.ts';

const start = epochOf(at('09:00'));
const seconds = (n: number): number => n * 1000;

/** A write that lands so many seconds into the hour: by a server whose clock is wrong, so long after it was read. */
const write = fc.record({
  kind: fc.constant('write' as const),
  second: fc.integer({ min: 60, max: 360 }),
  visit: fc.integer({ min: 1, max: 6 }),
  clockIsOff: fc.integer({ min: -5, max: 5 }),
  took: fc.integer({ min: 0, max: 29 }),
  list: fc.constantFrom('open' as const, 'done' as const),
});
const poll = fc.record({ kind: fc.constant('poll' as const), second: fc.integer({ min: 60, max: 360 }) });

it('skips no change, however clocks differ, writes are late and the index lags', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 3, arbitrary: write }, poll), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 4 }),
      async (happens, lag, limit) => {
        let now = start;
        const clock = { now: () => instantOf(now) };
        const visits = memoryVisitStore({ clock });
        visits.lagIndexes(seconds(lag));
        const versions = new Map<number, number>();
        const last = new Map<string, Instant>();
        const read = new Map<string, Instant>();
        const order: Instant[] = [];
        let after: string | undefined;
        const follow = async (): Promise<void> => {
          for (let more = true; more;) {
            const changes = await changesSince({ visits, clock }, 'moorside', { after, limit });
            for (const { ref, card } of changes.visits) {
              read.set(ref.visit, card.changedAt);
              order.push(card.changedAt);
            }
            ({ next: after, more } = changes);
          }
        };

        for (const one of happens.toSorted((a, b) => a.second - b.second)) {
          now = start + seconds(one.second);
          if (one.kind === 'poll') {
            await follow();
            continue;
          }
          const ref = refTo(one.visit);
          const changedAt = instantOf(now + seconds(one.clockIsOff - one.took));
          const version = versions.get(one.visit) ?? 0;
          const shadow = aShadow({ changedAt, list: one.list, card: { changedAt } });
          const [owed, tally] = [{}, {}];
          await (version === 0
            ? visits.create(aNewVisit(ref), shadow)
            : visits.append({ ref, after: version, events: [], owed, tally, shadow }));
          versions.set(one.visit, version + 1);
          last.set(ref.visit, changedAt);
        }
        // After a day in which nobody asked.
        now += seconds(86_400);
        await follow();
        expect(read).toEqual(last);
        expect(order).toEqual(order.toSorted());
      },
    ),
    { numRuns: 300 },
  );
});
