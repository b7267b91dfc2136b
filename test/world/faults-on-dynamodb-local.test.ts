import { beforeAll, describe, expect, it } from 'vitest';
import { startDynamo } from '../support/dynalite.ts';
import { dynamodbLocal } from '../support/on-dynamodb-local.ts';
import type { MakeStores } from '../support/world.ts';
import { mutants } from './mutants.ts';
import { scenarios } from './scenarios.ts';
import { storesIn } from './stores-in-dynamodb.ts';
import { type FamilyName, familyNames } from './stormy-afternoon.ts';
import { broken, familyOf, seedsFrom, storm, tell } from './tell-storm.ts';

const url = await dynamodbLocal();

describe.skipIf(url === undefined)('with DynamoDB Local behind it', () => {
  let stores: MakeStores;
  beforeAll(async () => {
    const engine = await startDynamo(url);
    stores = storesIn(engine);
    return () => engine.close();
  });

  describe('when things fail', () => {
    // On all their seeds they are played in memory.
    it.each(scenarios.filter(({ inMemoryOnly }) => inMemoryOnly !== true))('$fault: $rule', async ({ play }) =>
      play({ stores, mostSeeds: 2 }),
    );
  });

  it('the World notices when a lease keeps nobody else off', async () => {
    const { application } = mutants.find(({ what }) => what === 'a lease keeps nobody else off')!;
    const { play } = scenarios.find(({ fault }) => fault === 'F03')!;
    await expect(play({ stores, application })).rejects.toThrow('has another text than');
  });

  // Some of the families: in memory there are many more of each.
  const played: readonly FamilyName[] = ['none', 'crashes', 'races', 'provider', 'mixed'];
  const seeds = seedsFrom(12, familyNames.length).filter((seed) => played.includes(familyOf(seed)));

  it.each(seeds)('a random afternoon comes out as in memory, with nothing broken (seed %i)', async (seed) => {
    const reports = await storm([seed], { stores });
    expect(broken(reports), tell(reports)).toEqual([]);
    // Two that are asked at one moment may be answered in either order: then another of many messages goes in a digest, and what
    // that takes is not the same. What people did, and what became of it, is.
    const [inTable, inMemory] = [reports, await storm([seed])].map((all) =>
      all.map(({ school, departures, calls, presses }) => ({ school, departures, calls, presses })),
    );
    expect(inTable).toEqual(inMemory);
  });
});
