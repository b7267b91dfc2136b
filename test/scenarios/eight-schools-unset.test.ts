import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools } from '../support/eight-schools.ts';
import { bringOut } from '../support/satisfy.ts';
import { startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;

beforeEach(async () => {
  await clock.newDay();
});

describe.each(eightSchools)('what $id has set', ({ id, first }) => {
  const school = cloud.school(id);
  const by = school.person(first);
  const bare = { household: school.person('home-1'), visitors: [{ person: by }], plan: {} };

  it('may be nothing at first: it comes to be set by what a departure wants, and then they go', async () => {
    const all = await school.settings('head');
    const put = async (values: Readonly<Record<string, unknown>>): Promise<void> =>
      expect((await school.as('head').puts('/settings', { values })).status).toBe(200);
    await put({});
    const { visit, lacked } = await bringOut(school.desk, by, bare);
    expect(lacked).toContain('watch-ready');
    expect((await school.visit(visit).seenBy('office')).stage).toBe('out');
    const now = await school.desk.settings();
    // For how long records are kept keeps nobody from leaving.
    expect(now.filter(({ value, type }) => (value === null || value === undefined) && type !== 'period')).toEqual([]);
    await put(all);
  });
});
