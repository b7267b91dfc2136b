import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools();
const { clock } = cloud;
const { hampton, lighthouse } = bothSchools(cloud);

beforeEach(async () => {
  await clock.newDay();
  await cloud.sent();
});

describe.each([
  {
    name: 'Hampton',
    story: hampton,
    news: ['13:00 email head notice:copy', '13:00 email office notice:copy'],
  },
  {
    name: 'the made-up school',
    story: lighthouse,
    news: ['13:00 email dsl notice:away', '14:25 email dsl notice:home-again'],
  },
])('a quiet visit at $name', ({ story, news }) => {
  it('texts nobody, emails only whom the policy wants to know, and can be closed', async () => {
    const { first } = story;
    const afternoon = afternoonOf(cloud, story);
    const visit = await afternoon.onTheWayBack();
    await clock.at('14:25');
    accepted(await visit.says(first, 'return', { visitor: 'all' }));
    await afternoon.closed(visit);
    await clock.at('23:00');

    expect(await cloud.sent()).toEqual(news);
    expect((await visit.seenBy(first)).stage).toBe('closed');
    expect(await visit.item()).toMatchObject({ owed: {} });
    expect(await visit.item()).not.toHaveProperty('dueAt');
  });
});

describe('at Hampton', () => {
  it('a family support visit tells office and head of school when it is planned, and the office of its going and its return', async () => {
    const { school } = hampton;
    const visit = await school.requested('family-support', {
      type: 'family-support',
      purpose: 'Sleep and routines',
      household: 'hampton-home-2',
      visitors: [{ person: school.person('family-support') }, { person: school.person('assistant') }],
      plan: { departAt: clock.time('13:00'), returnAt: clock.time('14:30') },
    });
    const { class: _class, ...answers } = hampton.answers;
    accepted(await visit.says('family-support', 'answer', { answers }));
    accepted(await visit.says('head', 'authorise'));
    await clock.at('13:00');
    accepted(await visit.says('family-support', 'depart', { visitor: 'all', ticks: hampton.ticks }));
    await clock.at('14:20');
    accepted(await visit.says('family-support', 'return', { visitor: 'all' }));
    accepted(await visit.says('family-support', 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed' } }));
    accepted(await visit.says('family-support', 'close'));
    await clock.at('23:00');

    expect(await cloud.sent()).toEqual([
      '08:30 email head notice:planned',
      '08:30 email office notice:planned',
      '13:00 email head notice:copy',
      '13:00 email office notice:copy',
      '14:20 email office notice:back',
    ]);
  });

  it('when a visit is off, everybody in school hears by text and email, and somebody has to ring the family until they have', async () => {
    const visit = await afternoonOf(cloud, hampton).authorised();
    await clock.at('11:00');
    accepted(await visit.says('teacher', 'cancel', { reason: 'Joel is ill' }));

    expect(await cloud.sent()).toEqual([
      '11:00 text+email assistant notice:cancelled',
      '11:00 text+email head notice:cancelled',
      '11:00 text+email office notice:cancelled',
      '11:00 text+email office task:family-told-off',
      '11:00 text+email teacher notice:cancelled',
    ]);
    await clock.at('12:30');
    expect(await cloud.sent()).toEqual(['12:00 text+email office task:family-told-off']);

    const told = { who: 'Ms Okonjo', when: clock.time('12:30'), how: 'By telephone' };
    const answered = accepted(await visit.says('office', 'answer', { answers: { 'family-told-off': told } }));
    expect(answered.tasks).toMatchObject([{ task: 'family-told-off', done: true }]);
    await clock.at('23:00');
    expect(await cloud.sent()).toEqual([]);
    expect(await visit.item()).not.toHaveProperty('dueAt');
  });
});

describe('at the made-up school', () => {
  it('a visit that is off is watched no longer, and whoever was to go hears of it', async () => {
    const visit = await afternoonOf(cloud, lighthouse).authorised();
    await clock.at('11:00');
    expect(accepted(await visit.says('tutor', 'cancel', { reason: 'The family is ill' })).stage).toBe('cancelled');
    await clock.at('23:00');

    expect(await cloud.sent()).toEqual(['11:00 email second-tutor notice:cancelled', '11:00 email tutor notice:cancelled']);
    expect(await visit.item()).not.toHaveProperty('dueAt');
  });
});
