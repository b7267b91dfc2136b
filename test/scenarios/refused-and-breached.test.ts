import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, refused, type School, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';
import { bringToDeparture } from '../support/satisfy.ts';

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
    /** A teacher alone, from home, of whom nothing has been recorded. */
    changes: () => ({
      visitors: [{ person: 'hampton-teacher' }],
      plan: { departAt: clock.time('13:00'), returnAt: clock.time('14:30'), startsFrom: 'home' },
    }),
    clauses: ['HA-12', 'HA-16', 'HA-17', 'HA-18', 'HA-22', 'HA-23', 'HA-34', 'HA-50', 'HA-54', 'HA-67', 'HA-84'],
    told: [
      '13:00 email deputy notice:breach',
      '13:00 email head notice:breach',
      '13:00 email head notice:copy',
      '13:00 email office notice:copy',
    ],
    watched: [
      '14:45 text+email office nudge:round-return',
      '14:45 text+email teacher nudge:round-return',
      '15:00 text+email office rung:a1/1',
    ],
    until: '15:00',
  },
  {
    name: 'the made-up school',
    story: lighthouse,
    /** No times. */
    changes: () => ({ visitors: [{ person: 'lighthouse-tutor' }], plan: { departAt: clock.time('13:00') } }),
    clauses: ['DS-08', 'LH-04', 'LH-05', 'LH-06'],
    told: ['13:00 email dsl notice:away', '13:00 email dsl notice:breach', '13:00 email head notice:breach'],
    // Without a time to be back they are taken to be out for three quarters of an hour, then for every contact at once.
    watched: ['13:45 text+email dsl rung:a1/1'],
    until: '13:45',
  },
])('a departure without what the policy of $name asks', ({ story, changes, clauses, told, watched, until }) => {
  it('is refused with every clause behind it and recorded nowhere; whoever goes all the same is watched, and told of', async () => {
    const { first } = story;
    const visit = await afternoonOf(cloud, story).requested(changes());
    await clock.at('13:00');
    await visit.sent();
    const before = await visit.item();
    const refusal = refused(await visit.says(first, 'depart', { ticks: [] }));

    expect(refusal.clauses.toSorted()).toEqual(clauses);
    for (const { message, missing } of refusal.unmet) {
      expect(message).not.toBe('');
      expect(missing).not.toEqual([]);
    }
    expect(await visit.item()).toEqual(before);
    expect(await visit.sent()).toEqual([]);

    const gone = accepted(await visit.says(first, 'depart-in-breach', { reason: 'The family rang' }));
    expect(gone).toMatchObject({ stage: 'out', visitors: [{ state: 'signed-out', inBreach: true }] });
    const breach = gone.history.find(({ type }) => type === 'VisitorDepartedInBreach')?.['unmet'];
    expect(breach).toEqual(refusal.unmet.map(({ code, clauses: of }) => ({ code, clauses: of })));
    expect(await visit.sent()).toEqual(told);

    await clock.at(until);
    expect(await visit.sent()).toEqual(watched);
    accepted(await visit.says(first, 'leave', { outcome: story.outcome }));
    accepted(await visit.says(first, 'return'));
    await afternoonOf(cloud, story).closed(visit);
  });
});

describe.each([
  {
    name: 'Hampton',
    story: hampton,
    request: { type: 'induction', purpose: 'To meet the family', visitors: [{ person: 'hampton-teacher' }], plan: { startsFrom: 'home' } },
    setting: 'rung-wait',
    head: 'head',
  },
  {
    name: 'Hampton, for family support',
    story: hampton,
    request: { type: 'family-support', purpose: 'Sleep', visitors: [{ person: 'hampton-family-support' }], plan: { endsAt: 'home' } },
    setting: 'ack-hold',
    head: 'head',
  },
  {
    name: 'the made-up school',
    story: lighthouse,
    request: { type: 'check', reason: 'away', visitors: [{ person: 'lighthouse-tutor' }], plan: {} },
    setting: 'step-time',
    head: 'head',
  },
])('a departure refused under the policy of $name', ({ story, request, setting, head }) => {
  it('comes to be allowed by nothing but what each refusal wants', async () => {
    const { school, homes } = story;
    const by = request.visitors[0]!.person.slice(school.id.length + 1);
    await withoutSetting(school, head, setting);
    const visit = await school.requested(by, { ...request, household: homes[0] });
    await clock.at('09:00');

    const lacked = await bringToDeparture(school.desk, school.person(by), visit.id);

    // Among what was wanted was the setting that nobody had made.
    expect(lacked).toContain('watch-ready');
    expect((await visit.seenBy(by)).stage).toBe('out');
    accepted(await visit.says(by, 'leave', { visitor: 'all', outcome: story.outcome }));
    accepted(await visit.says(by, 'return', { visitor: 'all' }));
    await afternoonOf(cloud, { ...story, first: by }).closed(visit);
  });
});

async function withoutSetting(school: School, head: string, setting: string): Promise<void> {
  const { [setting]: _gone, ...rest } = await school.settings(head);
  expect((await school.as(head).puts('/settings', { values: rest })).status).toBe(200);
}
