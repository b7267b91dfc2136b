import { describe, expect, it } from 'vitest';
import { memorySchoolStore } from '../../functions/adapters/memory/memory-school-store.ts';
import { startDynamo } from '../support/dynalite.ts';
import { aPerson } from '../support/samples.ts';
import { schoolStoreContract } from './school-store.contract.ts';
import { schoolsInDynamodb } from './schools-in-dynamodb.contract.ts';

describe('schools in memory', () => {
  schoolStoreContract(() => Promise.resolve(memorySchoolStore()));

  it('can be made to fail and to lose an answer', async () => {
    const store = memorySchoolStore();

    store.fail();
    await expect(store.putPerson('moorside', aPerson(), 0)).rejects.toThrow('failed');
    expect(await store.person('moorside', 'teacher')).toBeUndefined();
    store.loseAnswers();
    await expect(store.putPerson('moorside', aPerson(), 0)).rejects.toThrow('lost');
    expect(await store.person('moorside', 'teacher')).toBeDefined();
  });
});

describe('schools in dynalite', () => {
  schoolsInDynamodb(() => startDynamo());
});
