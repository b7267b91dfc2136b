import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools } from '../support/eight-schools.ts';
import { bringToRequest } from '../support/satisfy.ts';
import { refused, type School, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;

beforeEach(async () => {
  await clock.newDay();
});

describe.each(eightSchools)('what $id has set', ({ id, first }) => {
  const school = cloud.school(id);

  it('is shown as set by the school, all of it, and nobody leaves while one thing is not set of which the policy says nothing', async () => {
    const shown = await settingsOf(school);
    expect(shown.filter(({ source }) => source !== 'school')).toEqual([]);
    const all = Object.fromEntries(shown.map((setting) => [setting.id, setting.value]));
    const visit = await prepared(school, first);

    const refusedFor = new Map<string, unknown>();
    const silent = new Map<string, string>();
    for (const setting of Object.keys(all)) {
      const { [setting]: _gone, ...rest } = all;
      await set(school, rest);
      const { source = '', type } = (await settingsOf(school)).find((one) => one.id === setting) ?? {};
      // For how long records are kept keeps nobody from leaving.
      silent.set(setting, type === 'period' ? '' : source);
      const { unmet } = refused(await visit.says(first, 'depart', { ticks: [] }));
      refusedFor.set(
        setting,
        unmet.flatMap(({ wants }) => (wants.kind === 'settings' ? [wants['settings']] : [])),
      );
    }
    await set(school, all);
    const unset = [...silent].flatMap(([setting, source]) => (source === 'unset' ? [setting] : []));
    expect(unset.length).toBeGreaterThan(10);
    expect(Object.fromEntries(refusedFor)).toEqual(
      Object.fromEntries([...silent].map(([setting, source]) => [setting, source === 'unset' ? [[setting]] : []])),
    );
  });
});

interface Shown {
  readonly id: string;
  readonly value: unknown;
  readonly source: string;
  readonly type: string;
}
const settingsOf = async (school: School): Promise<readonly Shown[]> =>
  ((await school.as('office').gets('/settings')).body as { settings: Shown[] }).settings;

async function set(school: School, values: Readonly<Record<string, unknown>>): Promise<void> {
  const kept = await school.as('head').puts('/settings', { values });
  if (kept.status !== 200) throw new Error(kept.text);
}

/** Asked for, and nothing more. */
async function prepared(school: School, first: string) {
  const by = school.person(first);
  const { visit } = await bringToRequest(school.desk, by, { household: school.person('home-1'), visitors: [{ person: by }], plan: {} });
  return school.visit(visit);
}
