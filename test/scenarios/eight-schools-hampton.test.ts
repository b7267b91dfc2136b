import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools, oneOfEight, told } from '../support/eight-schools.ts';
import { bringOut } from '../support/satisfy.ts';
import { accepted, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const hampton = oneOfEight(
  cloud,
  eightSchools.find(({ id }) => id === 'hampton')!,
);
const { school } = hampton;
const ofWatch = (sent: readonly string[]): readonly string[] => sent.filter((line) => /rung:|nudge:/.test(line));

beforeEach(async () => {
  await clock.newDay();
});

describe('at Hampton', () => {
  it('a round of the morning is over by lunch, whatever was planned: asked a quarter of an hour later, the office half an hour', async () => {
    await clock.at('11:00');
    const visit = await hampton.out({ plan: hampton.plan({ departAt: '11:00', arriveAt: '11:20', leaveAt: '12:50', returnAt: '13:00' }) });
    await clock.at('13:05');
    expect(ofWatch(await visit.sent())).toEqual([
      ...told('12:45', 'nudge:round-return', 'teacher', 'assistant', 'office'),
      ...told('13:00', 'rung:a1/1', 'office'),
    ]);
  });

  it('a round of the afternoon is over by the end of the day', async () => {
    await clock.at('14:30');
    const visit = await hampton.out({ plan: hampton.plan({ departAt: '14:30', arriveAt: '14:50', leaveAt: '16:30', returnAt: '17:00' }) });
    await clock.at('16:20');
    expect(ofWatch(await visit.sent())).toEqual([
      ...told('16:00', 'nudge:round-return', 'teacher', 'assistant', 'office'),
      ...told('16:15', 'rung:a1/1', 'office'),
    ]);
  });

  it('a visit of the family support worker is no round: it goes by its own time', async () => {
    const visitors = ['family-support', 'assistant'].map((post) => ({ person: school.person(post) }));
    const plan = hampton.plan({ departAt: '11:00', arriveAt: '11:20', leaveAt: '12:50', returnAt: '13:00' });
    await clock.at('11:00');
    const asked = { type: 'family-support', purpose: 'Sleep', household: school.person('home-2'), visitors, plan };
    const { visit: id } = await bringOut(school.desk, school.person('family-support'), asked);
    const visit = school.visit(id);
    await visit.sent();
    await clock.at('13:31');
    expect(ofWatch(await visit.sent())).toEqual([
      ...told('13:15', 'nudge:return', 'family-support', 'assistant', 'office'),
      ...told('13:30', 'rung:a1/1', 'office'),
    ]);
  });

  it('who goes straight home is waited for until they say that they are there, as the school has set it', async () => {
    await clock.at('13:00');
    const visit = await hampton.out({ plan: { ...hampton.plan(), endsAt: 'home' } });
    await clock.at('14:05');
    expect(accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'completed', next: 'home' })).stage).toBe('out');
    await clock.at('14:10');
    expect(accepted(await visit.says('teacher', 'return', { endsAt: 'home' })).stage).toBe('out');
    await clock.at('15:01');
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ visitors: [school.person('assistant')] }]);
  });

  it('or until they leave the home, where the school has set that', async () => {
    const settings = await school.settings('head');
    const put = async (values: Readonly<Record<string, unknown>>): Promise<void> =>
      expect((await school.as('head').puts('/settings', { values })).status).toBe(200);
    await put({ ...settings, 'home-contact': 'leave' });
    await clock.at('13:00');
    const visit = await hampton.out({ plan: { ...hampton.plan(), endsAt: 'home' } });
    await clock.at('14:05');
    const left = accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'completed', next: 'home' }));
    expect(left.stage).toBe('returned');
    await visit.sent();
    await clock.at('16:00');
    expect(ofWatch(await visit.sent())).toEqual([]);
    await put(settings);
  });
});
