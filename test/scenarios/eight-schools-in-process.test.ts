import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { ofAfternoon, ofWorld } from '../support/desks.ts';
import { eightSchools } from '../support/eight-schools.ts';
import { bringOut, bringToRequest } from '../support/satisfy.ts';
import { aWorld } from '../support/world.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');

describe.each(eightSchools)('at $id, in this process', ({ id, first }) => {
  const school = schoolOf(`local/schools/${id}.json`);
  const by = `${id}-${first}`;
  const bare = { household: `${id}-home-1`, visitors: [{ person: by }], plan: {} };

  it('the same hand brings a visit out on a quiet afternoon', async () => {
    const afternoon = await afternoonAt(school, morning);
    const { visit } = await bringOut(ofAfternoon(school, afternoon), by, bare);
    expect((await afternoon.visit(visit)).visitors.filter(({ outSince }) => outSince === undefined)).toEqual([]);
  });

  it('and in a world in which everything may fail', async () => {
    const world = await aWorld({ school, start: morning });
    const { visit } = await bringOut(ofWorld(school, world), by, bare);
    expect(world.visit(visit).visitors.filter(({ outSince }) => outSince === undefined)).toEqual([]);
    world.readsAll();
    world.holds();
  });
});

describe('what a refusal of a request says is enough', () => {
  const plan = { departAt: '2026-06-22T13:00:00+01:00', returnAt: '2026-06-22T14:30:00+01:00' };

  it('where a visit has to end at school', async () => {
    const school = schoolOf('local/schools/st-benedicts.json');
    const afternoon = await afternoonAt(school, morning);
    const by = 'st-benedicts-teacher';
    const asked = { household: 'st-benedicts-home-1', visitors: [{ person: by }], plan: { ...plan, endsAt: 'home' } };
    const { visit, lacked } = await bringToRequest(ofAfternoon(school, afternoon), by, asked);
    expect(lacked).toContain('ends-at-school');
    expect((await afternoon.visit(visit)).plan.endsAt).toBe('school');
  });

  it('where the school has not said yet what its hours are', async () => {
    const { file, policy } = schoolOf('local/schools/the-harbour.json');
    const { 'school-hours': _unset, ...values } = file.settings.values;
    const school = { file: { ...file, settings: { values } }, policy };
    const afternoon = await afternoonAt(school, morning);
    const by = 'the-harbour-teacher';
    const { lacked } = await bringToRequest(ofAfternoon(school, afternoon), by, {
      household: 'the-harbour-home-1',
      visitors: [{ person: by }],
      plan,
    });
    expect(lacked).toContain('in-school-hours');
  });
});
