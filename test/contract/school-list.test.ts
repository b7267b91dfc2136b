import { describe } from 'vitest';
import { memorySchoolList } from '../../functions/adapters/memory/memory-school-list.ts';
import { startDynamo } from '../support/dynalite.ts';
import { schoolListContract, schoolListInDynamodb } from './school-list.contract.ts';

describe('schools in a list in memory', () => {
  schoolListContract(() => Promise.resolve(memorySchoolList()));
});

describe('schools in a list in dynalite', () => {
  schoolListInDynamodb(() => startDynamo());
});
