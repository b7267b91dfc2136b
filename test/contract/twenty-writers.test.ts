import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitChange, VisitStore } from '../../functions/ports/visit-store.ts';
import { carryOut } from '../../functions/application/carry-out.ts';
import { readVisit } from '../../functions/application/read-visits.ts';
import { type Deps, mostTries } from '../../functions/application/deps.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { type Engine, startDynamo } from '../support/dynalite.ts';
import { assistant, at, office, out, teacher } from '../support/hampton-visit.ts';
import { inDynamodb } from '../support/hampton-in-dynamodb.ts';
import { dynamodbLocal } from '../support/on-dynamodb-local.ts';

const local = await dynamodbLocal();

/** Twenty people's presses on one visit that is out, all in the same moment, each with a key of their own. */
const presses = Array.from({ length: 20 }, (_, n) => ({ key: { id: `press-${n}`, body: 'b' }, by: [teacher, assistant, office][n % 3]! }));

/** A store that writes down who wrote after which version, and how that ended. */
function watching(store: VisitStore) {
  const writes: { readonly keys: readonly string[]; readonly after: number; readonly ended: 'written' | 'conflict' }[] = [];
  const append = async (change: VisitChange) => {
    const ended = await store.append(change);
    writes.push({ keys: change.events.flatMap((event) => event.key?.id ?? []), after: change.after, ended });
    return ended;
  };
  return { writes, store: { ...store, append } };
}

describe.each([
  ['dynalite', undefined, false],
  ['DynamoDB Local', local, local === undefined],
] as const)('twenty who press on one visit at once, on %s', (_, url, missing) => {
  let engine: Engine;
  beforeAll(async () => {
    if (!missing) engine = await startDynamo(url);
  });
  afterAll(async () => {
    if (!missing) await engine.close();
  });

  const visitOut = async () => {
    const afternoon = await afternoonAt(hampton(), at('08:30'));
    await out(afternoon);
    const { ref, deps } = await inDynamodb(afternoon, await engine.table());
    const before = (await deps.visits.read(ref))!;
    // A function that has been in use has read the policy before.
    await readVisit(deps, ref, office, () => true);
    const { writes, store } = watching(deps.visits);
    return { ref, deps: { ...deps, visits: store } satisfies Deps, before, writes };
  };

  it.skipIf(missing)('are each taken, once, one at a time, and nobody is sent away', async () => {
    const { ref, deps, before, writes } = await visitOut();

    const outcomes = await Promise.all(
      presses.map(({ key, by }) =>
        carryOut(deps, ref, { type: 'note', words: key.id }, { person: by, by, via: 'phone-link', key }, { may: () => true }),
      ),
    );

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(presses.map(() => 'accepted'));
    const after = (await deps.visits.read(ref))!;
    expect(after.history.slice(0, before.history.length)).toEqual(before.history);
    const added = after.history.slice(before.history.length);
    expect(added.map((event) => event.key?.id).toSorted()).toEqual(presses.map(({ key }) => key.id).toSorted());

    // Each version was won by one writer, and none was left out.
    const won = writes.filter(({ ended }) => ended === 'written');
    expect(won.map((write) => write.after).toSorted((a, b) => a - b)).toEqual(presses.map((__, n) => before.version + n));
    expect(won.map(({ keys }) => keys).flat()).toEqual(added.map((event) => event.key?.id));
    const tries = presses.map(({ key }) => writes.filter(({ keys }) => keys.includes(key.id)).length);
    expect(Math.max(...tries)).toBeLessThanOrEqual(mostTries);
    // They did meet: twenty who came one after another would show nothing.
    expect(writes.length).toBeGreaterThan(presses.length);
  });

  it.skipIf(missing)('with the same press, sent twenty times over, change the visit once', async () => {
    const { ref, deps, before, writes } = await visitOut();
    const press = { person: teacher, by: teacher, via: 'phone-link', key: { id: 'one', body: 'b' } } as const;

    const outcomes = await Promise.all(
      presses.map(() => carryOut(deps, ref, { type: 'raise-alarm', kind: 'help' }, press, { may: () => true })),
    );

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(presses.map(() => 'accepted'));
    const after = (await deps.visits.read(ref))!;
    expect(after.version).toBe(before.version + 1);
    expect(after.history.filter(({ type }) => type === 'AlarmOpened')).toHaveLength(1);
    expect(writes.filter(({ ended }) => ended === 'written')).toHaveLength(1);
  });
});
