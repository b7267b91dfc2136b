import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools } from '../support/eight-schools.ts';
import { bringOut } from '../support/satisfy.ts';
import { startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;

beforeEach(async () => {
  await clock.newDay();
});

describe.each(eightSchools)('at $id, by what each refusal wants and nothing else', ({ id, first }) => {
  const school = cloud.school(id);
  const by = school.person(first);
  const bare = { household: school.person('home-1'), visitors: [{ person: by }], plan: {} };

  it('a visit of which nothing is said but who goes where is asked for, agreed to and gone on', async () => {
    const { visit } = await bringOut(school.desk, by, bare);
    expect((await school.visit(visit).seenBy('office')).stage).toBe('out');
  });
});
