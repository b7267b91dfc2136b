import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startSchools } from '../support/scenario.ts';
import { eightSchools, oneOfEight, told, toldAt } from '../support/eight-schools.ts';

const cloud = await startSchools();
const { clock } = cloud;
const hampton = cloud.school('hampton');

beforeEach(async () => {
  await clock.newDay();
});

const Drill = z.looseObject({ id: z.string(), state: z.string() });
const Outbox = z.array(
  z.looseObject({ visit: z.string().optional(), channel: z.string(), text: z.string(), subject: z.string().optional() }),
);

/** Hampton's own ladder is tried, now. */
async function begun(by = 'office', body: object = { ladder: 'missing', reason: 'Each half term' }) {
  const answer = await hampton.as(by).posts('/drills', { body });
  expect(answer.status, answer.text).toBe(201);
  const { id } = Drill.parse(answer.body);
  const item = hampton.visit(id);
  const says = (who: string, command: string, words: object = {}) => hampton.as(who).posts(`/drills/${id}/${command}`, { body: words });
  return {
    id,
    says,
    /** All that went out of it since it was asked last. */
    sent: async () => {
      await cloud.control('GET', '/schedules');
      return item.sent();
    },
    report: async (by = 'head') => (await hampton.as(by).gets(`/drills/${id}`)).body,
    messages: async () => Outbox.parse(await cloud.control('GET', '/outbox')).filter(({ visit }) => visit === id),
  };
}

describe('a drill of Hampton’s ladder', () => {
  it('is answered at its second step, stood down, and reports how long that took and who never answered', async () => {
    await clock.at('10:00');
    const drill = await begun();
    expect(await drill.sent()).toEqual(told('10:00', 'rung:a1/1', 'office'));
    const second = await hampton.as('head').posts('/drills', { body: { ladder: 'missing' } });
    expect([second.status, second.text]).toEqual([409, expect.stringContaining(drill.id)]);

    await clock.at('10:12');
    expect(await drill.sent()).toEqual(told('10:10', 'rung:a1/2', 'office'));
    expect((await drill.says('office', 'acknowledge')).status).toBe(200);
    await clock.at('10:21');
    expect(await drill.sent()).toEqual([]);
    await clock.at('10:23');
    // Their time is over, and nobody has said more.
    expect(await drill.sent()).toEqual(told('10:22', 'rung:a1/3', 'executive-head', 'head'));
    expect((await drill.says('head', 'stand-down', { how: 'The office knew what to do' })).status).toBe(200);
    expect(await drill.sent()).toEqual(told('10:23', 'over:a1', 'executive-head', 'head', 'office'));

    expect(await drill.report()).toMatchObject({
      state: 'over',
      ended: 'stood-down',
      secondsToAnswer: 720,
      firstAnswer: { by: 'hampton-office', rung: 2 },
      neverAnswered: ['hampton-executive-head'],
      rungs: [
        { id: 'worker', secondsToAnswer: null, messages: { accepted: 2, failed: 0, uncertain: 0 } },
        { id: 'location', answeredBy: 'hampton-office', secondsToAnswer: 120, told: [{ text: 'accepted', email: 'accepted' }] },
        { id: 'lead', secondsToAnswer: null, messages: { accepted: 4, failed: 0, uncertain: 0 } },
        { id: 'police', begunAt: null, told: [] },
      ],
    });
    for (const { text, subject = 'DRILL' } of await drill.messages()) expect([text, subject]).toEqual([expect.stringMatching(/^DRILL/), expect.stringMatching(/^DRILL/)]); // prettier-ignore
    for (const { text } of await drill.messages()) expect(text).toContain(`/drills/${drill.id}`);
    await clock.at('23:00');
    expect(await drill.sent()).toEqual([]);
  });

  it('that everybody leaves alone is over by itself within the morning', async () => {
    await clock.at('10:00');
    const drill = await begun('head');
    await clock.at('18:00');
    expect((await drill.sent()).filter((line) => line.includes('head') && !line.includes('executive'))).toEqual([
      ...told('10:20', 'rung:a1/3', 'head'),
      ...toldAt(['10:30', '10:40', '10:50'], 'rung:a1/4', 'head'),
      ...told('11:00', 'over:a1', 'head'),
    ]);
    expect(await drill.report()).toMatchObject({
      state: 'over',
      ended: 'lapsed',
      secondsToAnswer: null,
      rungs: [{}, {}, {}, { repeats: 2 }],
    });
  });

  it('goes on beside a real alarm, which is told of at its own times and in its own words', async () => {
    const which = eightSchools.find(({ id }) => id === 'hampton')!;
    const one = oneOfEight(cloud, which);
    await clock.at('13:00');
    const visit = await one.out();
    await clock.at('14:55');
    await visit.sent();
    const drill = await begun();
    await clock.at('15:31');
    expect(await visit.sent()).toEqual([
      ...told('15:00', 'rung:a1/1', 'office'),
      ...told('15:10', 'rung:a1/2', 'office'),
      ...told('15:20', 'rung:a1/3', 'executive-head', 'head'),
      ...told('15:30', 'rung:a1/4', 'head', 'office'),
    ]);
    expect(await drill.sent()).toEqual([
      ...told('14:55', 'rung:a1/1', 'office'),
      ...told('15:05', 'rung:a1/2', 'office'),
      ...told('15:15', 'rung:a1/3', 'executive-head', 'head'),
      ...told('15:25', 'rung:a1/4', 'head', 'office'),
    ]);
    const real = Outbox.parse(await cloud.control('GET', '/outbox')).filter(({ visit: of }) => of === visit.id);
    for (const { text } of real) expect(text).not.toContain('DRILL');
    expect((await hampton.board('office')).map(({ visit: of }) => of)).toEqual([visit.id]);
    expect((await hampton.as('office').gets('/visits')).text).not.toContain(drill.id);
  });
});
