import { beforeAll, describe, expect, it } from 'vitest';
import { accepted, type OneVisit, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools({ DOORSTEP_PROVIDERS: 'sns,notify' });
const { clock, control } = cloud;
const { hampton } = bothSchools(cloud);
const { school } = hampton;
let visit: OneVisit;
/** Off on the first day and on the second. */
let early: OneVisit;
let later: OneVisit;

const goesWrong = (fault: object): Promise<unknown> => control('POST', '/faults', fault);
const testsEmail = async (): Promise<number> =>
  (await school.as('office').posts(`/people/${school.person('assistant')}/test`, { body: { channel: 'email' } })).status;
const codes = async (): Promise<number> =>
  (JSON.stringify(await control('GET', '/outbox')).match(/"channel":"email"[^}]*\b\d{6}\b/g) ?? []).length;

/** A visit of today that nobody made. */
async function declined(): Promise<OneVisit> {
  const off = await afternoonOf(cloud, hampton).requested();
  accepted(await off.says('head', 'decline', { reason: 'They have moved away' }));
  return off;
}
const isErased = async ({ item }: OneVisit): Promise<boolean> => (await item()).history.some(({ type }) => type === 'WordsErased');

beforeAll(async () => {
  await clock.newDay();
  early = await declined();
  visit = await afternoonOf(cloud, hampton).out();
}, 120_000);

describe('the API as it would be deployed', () => {
  it('lists homes, and the visits of each', async () => {
    const home = school.person('home-1');
    expect((await school.as('office').gets('/households')).text).toContain(home);
    expect((await school.as('office').gets(`/households/${home}/visits`)).text).toContain(visit.id);
  });
});

describe('overdue-check as it would be deployed', () => {
  it('asks that an address be let through that somebody tests', async () => {
    expect(await testsEmail()).toBe(202);
    await clock.at('13:05');
    expect(await codes()).toBe(1);
  });
});

describe('the sweep as it would be deployed, with every poke lost', () => {
  beforeAll(async () => {
    await clock.newDay();
    later = await declined();
    const values = { ...(await school.settings('head')), 'keep-records': 'P1M', 'keep-incidents': 'P25Y' };
    const kept = await school.as('head').puts('/settings', { values });
    expect(kept.status, kept.text).toBe(200);
    await goesWrong({ service: 'poke', fault: 'silent', times: 100_000 });
    visit = await afternoonOf(cloud, hampton).out();
    await visit.sent();
  }, 120_000);

  it('climbs the ladder by itself, a few minutes late at most, and by Notify where SNS is down as well', async () => {
    await clock.at('15:15');
    for (const operation of ['text', 'email']) await goesWrong({ service: 'sns', operation, fault: 'error', times: 10_000 });
    await clock.at('15:40');

    const rungs = (await visit.sent()).filter((line) => line.includes(' rung:a1/'));
    expect(rungs[0]).toMatch(/^15:0[0-3] text\+email office rung:a1\/1$/);
    expect(rungs.map((line) => line.slice(-1))).toEqual(expect.arrayContaining(['1', '2', '3', '4']));
    expect((await visit.sentBy()).some((line) => line.endsWith('by notify'))).toBe(true);
  });

  it('asks that an address be let through that somebody tests', async () => {
    expect(await testsEmail()).toBe(202);
    await clock.at('15:50');
    expect(await codes()).toBe(2);
  });

  it('erases what a school keeps no longer, and overdue-check does once it is poked again', async () => {
    await clock.newDay();
    await control('POST', '/clock', { advance: 'P28DT21H30M' });
    expect([await isErased(early), await isErased(later)]).toEqual([true, false]);
    await control('DELETE', '/faults');
    await control('POST', '/clock', { advance: 'P1D' });
    expect(await isErased(later)).toBe(true);
  });
});
