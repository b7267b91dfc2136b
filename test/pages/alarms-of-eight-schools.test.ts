import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { ofAfternoon } from '../support/desks.ts';
import { eightSchools } from '../support/eight-schools.ts';
import { pagesOf } from '../support/pages.ts';
import { bringOut } from '../support/satisfy.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');

describe.each(eightSchools)('at $id', ({ id, first }) => {
  it('nobody comes back, and whoever it falls to works each step from the board to the police', async () => {
    const school = schoolOf(`local/schools/${id}.json`);
    const a = await afternoonAt(school, morning);
    const by = `${id}-${first}`;
    await bringOut(ofAfternoon(school, a), by, { household: `${id}-home-1`, visitors: [{ person: by }], plan: {} });
    await a.passes('PT8H');
    const { alarms } = await a.visit();
    const it = alarms.find(({ ended }) => ended === undefined);
    const pages = pagesOf(a);
    // Whoever has been told and looks after those who are out.
    const who = it?.told.map(({ person }) => person).find((person) => person !== by) ?? '';
    const path = `/visits/${a.id}/alarms/${it?.id ?? ''}`;
    const alarm = await pages.get(who, path);
    expect(alarm.status).toBe(200);
    expect(alarm.text).toMatch(/^(?!.*\dT\d\d:).*Ring the police Now, since /);
    const ladder = /<ol class="ds-ladder".*<\/ol>/s.exec(alarm.html)?.[0] ?? '';
    const steps = ladder.split('<li').slice(1);
    expect(steps.length).toBeGreaterThan(1);
    for (const step of steps) expect(step).toMatch(/class="ds-clause">([A-Z]{2}-\d+|set by the school)/);
    const handover = await pages.get(who, `/visits/${a.id}/handover`);
    expect(handover.text).toMatch(/^(?!.*\dT\d\d:).*What to say My name is .* we cannot reach them/);
    const office = school.file.people.find(({ id: person, duties }) => person !== by && duties.includes('office'))?.id ?? who;
    expect((await pages.get(office, '/board')).text).toMatch(/^(?!.*\dT\d\d:).*Act now .* overdue: to /);
  });
});
