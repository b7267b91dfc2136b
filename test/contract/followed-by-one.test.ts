/** Twenty write at once, and one reads what changed: on a real engine of the table, with its own index. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carryOut } from '../../functions/application/carry-out.ts';
import { changesSince } from '../../functions/application/changes.ts';
import { requestVisit } from '../../functions/application/request-visit.ts';
import { RequestBody } from '../../functions/domain/visit/commands.ts';
import { type Instant, plusMilliseconds } from '../../functions/domain/time.ts';
import { VisitId } from '../../functions/domain/visit/visit.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { type Engine, startDynamo } from '../support/dynalite.ts';
import { at, induction, teacher } from '../support/hampton-visit.ts';
import { inDynamodb } from '../support/hampton-in-dynamodb.ts';
import { dynamodbLocal } from '../support/on-dynamodb-local.ts';

const local = await dynamodbLocal();
const school = 'hampton';
const writers = Array.from({ length: 20 }, (_, n) => n);
const visitsThere = 7;
const changesEach = 6;

describe.each([
  ['dynalite', undefined, false],
  ['DynamoDB Local', local, local === undefined],
] as const)('whoever follows what changes while twenty write, on %s', (_, url, missing) => {
  let engine: Engine;
  beforeAll(async () => {
    if (!missing) engine = await startDynamo(url);
  });
  afterAll(async () => {
    if (!missing) await engine.close();
  });

  it.skipIf(missing)(
    'learns of the last change of every visit, however the writers meet',
    async () => {
      const { deps } = await inDynamodb(await afternoonAt(hampton(), at('08:30')), await engine.table());
      const ids = Array.from({ length: visitsThere }, (__, n) => VisitId.parse(`HV-FW000${String(n)}`));
      const press = (id: string) => ({ person: teacher, by: teacher, via: 'form', key: { id, body: 'b' } }) as const;
      for (const id of ids)
        await requestVisit(deps, school, id, RequestBody.parse(induction), 'h-new', press(`ask-${id}`), { may: () => true });

      const seen = new Map<string, number>();
      let after: string | undefined;
      const follow = async (): Promise<void> => {
        for (;;) {
          const { visits, next, more } = await changesSince(deps, school, { after, limit: 3 });
          for (const { ref, version } of visits) seen.set(ref.visit, version);
          after = next;
          if (!more) return;
        }
      };

      let writing = writers.length;
      const write = async (n: number): Promise<void> => {
        for (let k = 0; k < changesEach; k += 1) {
          // Each server has a clock of its own: some are seconds behind, some before.
          const skew = ((n * 7 + k) % 9) - 4;
          // And what is decided takes its time to be written.
          const append: typeof deps.visits.append = async (change) => {
            await deps.pause(10 * (n % 6));
            return deps.visits.append(change);
          };
          const clock = { now: (): Instant => plusMilliseconds(deps.clock.now(), skew * 3_000) };
          const visit = ids[(n + k) % visitsThere]!;
          const words = `${String(n)} of ${String(k)}`;
          const { outcome } = await carryOut(
            { ...deps, clock, visits: { ...deps.visits, append } },
            { school, visit },
            { type: 'amend', purpose: words },
            press(words.replaceAll(' ', '-')),
            {
              may: () => true,
            },
          );
          expect(outcome).toBe('accepted');
        }
        writing -= 1;
      };
      const reads = async (): Promise<void> => {
        while (writing > 0) {
          deps.clock.advance('PT3S');
          await follow();
        }
      };
      await Promise.all([...writers.map(write), reads()]);
      deps.clock.advance('PT2M');
      await follow();

      const stored = await deps.visits.readMany(ids.map((visit) => ({ school, visit })));
      expect(stored).toHaveLength(visitsThere);
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(stored.map(({ visit, version }) => [visit, version])));
      expect(Math.max(...stored.map(({ version }) => version))).toBeGreaterThan(changesEach);
    },
    60_000,
  );
});
