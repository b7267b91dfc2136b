import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, type OneVisit, refused, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools();
const { clock } = cloud;
const { hampton, lighthouse } = bothSchools(cloud);

beforeEach(async () => {
  await clock.newDay();
});

describe.each([
  {
    name: 'Hampton',
    story: hampton,
    news: ['13:00 email head notice:copy', '13:00 email office notice:copy'],
    late: '15:00',
    rung: '15:00 text+email office rung:a1/1',
    over: ['15:04 text+email office over:a1'],
  },
  {
    name: 'the made-up school',
    story: lighthouse,
    news: ['13:00 email dsl notice:away'],
    late: '14:30',
    rung: '14:30 text+email dsl rung:a1/1',
    over: [
      '15:04 text+email colleague over:a1',
      '15:04 email dsl notice:home-again',
      '15:04 text+email dsl over:a1',
      '15:04 text+email head over:a1',
      '15:04 text+email office over:a1',
    ],
  },
])('a round of three homes, at $name', ({ story, news, late, rung, over }) => {
  const { school, first, homes, agrees } = story;
  const afternoon = afternoonOf(cloud, story);

  it('is signed out once, watched in one place that says where they are, returned from once, and written up home by home', async () => {
    const id = `round-${clock.today()}`;
    const stops: OneVisit[] = [];
    for (const [i, household] of homes.entries()) stops.push(await afternoon.requested({ household, round: { id, order: i + 1 } }));
    const [lead, middle, last] = stops;
    if (lead === undefined || middle === undefined || last === undefined) throw new Error('three homes');

    for (const stop of [lead, middle]) {
      accepted(await stop.says(first, 'answer', { answers: story.answers }));
      accepted(await stop.says(agrees, 'authorise'));
    }
    await clock.at('13:00');
    const refusal = refused(await lead.says(first, 'depart', { visitor: 'all', ticks: story.ticks }));
    expect(new Set(refusal.unmet.map((unmet) => unmet['visit']))).toEqual(new Set([last.id]));
    accepted(await last.says(first, 'answer', { answers: story.answers }));
    accepted(await last.says(agrees, 'authorise'));
    await cloud.sent();

    accepted(await lead.says(first, 'depart', { visitor: 'all', ticks: story.ticks }));
    expect(await cloud.sent()).toEqual(news);
    for (const stop of stops) expect((await stop.seenBy('office')).stage).toBe('out');

    for (const [i, stop] of stops.entries()) {
      const next = stops[i + 1];
      await clock.at(`13:${String(10 + 15 * i)}`);
      accepted(await stop.says(first, 'arrive', { visitor: 'all' }));
      const out = await school.board('office');
      expect(out).toMatchObject([{ visit: lead.id, visitors: [{ at: stop.id }, { at: stop.id }] }]);
      await clock.at(`13:${String(20 + 15 * i)}`);
      accepted(
        await stop.says(first, 'leave', { visitor: 'all', outcome: story.outcome, ...(next === undefined ? {} : { next: next.id }) }),
      );
    }
    await clock.at(late);
    // The nudges to visitors and office, where the policy has them, come before.
    expect((await cloud.sent()).filter((line) => !line.includes('nudge:'))).toEqual([rung]);
    expect((await lead.seenBy('office')).alarms).toMatchObject([{ kind: 'overdue', at: last.id, endedAt: null }]);
    for (const stop of [middle, last]) expect((await stop.seenBy('office')).alarms).toEqual([]);

    await clock.at('15:04');
    await cloud.sent();
    // From whichever visit's page it is pressed, it is the one return of the outing.
    accepted(await last.says(first, 'return', { visitor: 'all' }));
    expect(await cloud.sent()).toEqual(over);
    expect(await school.board('office')).toEqual([]);

    for (const stop of stops) {
      expect((await stop.seenBy(first)).stage).toBe('returned');
      await afternoon.closed(stop);
      expect((await stop.seenBy(first)).stage).toBe('closed');
      expect(await stop.item()).not.toHaveProperty('dueAt');
    }
    await clock.at('22:00');
    expect(await cloud.sent()).toEqual([]);
  });
});
