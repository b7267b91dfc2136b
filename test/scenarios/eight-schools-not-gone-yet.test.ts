import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, told, toldAt } from '../support/eight-schools.ts';
import { accepted, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const schools = allEight(cloud);

interface Heard {
  readonly asked: readonly string[];
  readonly late: readonly string[];
  readonly off: readonly string[];
  readonly again: readonly string[];
  readonly gone: readonly string[];
  readonly visitsOff: string;
  readonly stage: string;
}
const heard = new Map<string, Heard>();

/** Tuesday 22 June 2027: two visits that were to leave at one, and nobody signs out. Of the one the office hears that they are late, of the other that it is off. */
beforeAll(async () => {
  await clock.newDay();
  const said: Record<string, Partial<Heard>> = {};
  const visits = [];
  for (const one of schools)
    visits.push({ ...one, late: await one.ready(), off: (await one.ready({ household: one.school.person('home-2') })).visit });
  await clock.at('12:59');
  for (const { late, off } of visits) {
    await late.visit.sent();
    await off.sent();
  }
  await clock.at('13:16');
  for (const { id, late, off, first, plan } of visits) {
    const asked = await late.visit.sent();
    const moved = plan({ departAt: '13:40', arriveAt: '14:20', leaveAt: '15:00', returnAt: '15:20' });
    accepted(await late.visit.says('office', 'amend', { plan: moved }));
    await off.sent();
    const cancelled = accepted(await off.says(first, 'cancel', { reason: 'They are not at home' }));
    said[id] = { asked, late: await late.visit.sent(), off: await off.sent(), visitsOff: cancelled.stage };
  }
  await clock.at('13:57');
  for (const { id, late, off, first, plan } of visits) {
    const again = await late.visit.sent();
    // So late, each says by when they will be heard of, though the times still hold.
    const { departAt: _departAt, ...times } = plan({ departAt: '13:40', arriveAt: '14:20', leaveAt: '15:00', returnAt: '15:20' });
    const gone = accepted(await late.visit.says(first, 'depart', { visitor: 'all', ticks: late.ticks, plan: times }));
    expect((await off.sent()).filter((line) => line.includes(' rung:'))).toEqual([]);
    said[id] = { ...said[id], again, gone: await late.visit.sent(), stage: gone.stage };
  }
  // Each of its parts is there.
  for (const { id } of visits) heard.set(id, said[id] as Heard);
}, 150_000);

const ofAlarms = (sent: readonly string[]): readonly string[] => sent.filter((line) => / (?:rung|over):/.test(line));

describe.each([
  { id: 'roselyn-house', grace: 15, asks: ['tutor', 'mentor', 'office'] },
  { id: 'st-benedicts', grace: 15, asks: ['teacher', 'learning-mentor', 'office', 'office-assistant'] },
  { id: 'kingsdown', grace: 15, asks: ['teacher', 'assistant', 'reception'] },
  { id: 'lancaster', grace: 15, asks: ['teacher', 'assistant', 'office'] },
  { id: 'st-nicholas', grace: 10, asks: ['teacher', 'assistant', 'office'] },
  { id: 'st-christopher', grace: 15, asks: ['teacher', 'assistant', 'office'] },
  { id: 'hampton', grace: 15, asks: ['teacher', 'assistant', 'office'] },
  { id: 'the-harbour', grace: 10, asks: ['teacher', 'mentor', 'office'] },
])('nobody has signed out at $id', ({ id, grace, asks }) => {
  const at = (): Heard => heard.get(id)!;

  it(`after ${String(grace)} minutes the two and whoever has the office are asked whether they have gone, and nobody else`, () => {
    expect(ofAlarms(at().asked)).toEqual(told(`13:${String(grace)}`, 'rung:a1/1', ...asks));
  });

  it('"late" puts it off, and they are asked again at the new time', () => {
    expect(ofAlarms(at().late)).toEqual(told('13:16', 'over:a1', ...asks));
    expect(ofAlarms(at().again)).toEqual(told(`13:${String(40 + grace)}`, 'rung:a2/1', ...asks));
  });

  it('"gone" ends the asking, and they are watched', () => {
    expect(ofAlarms(at().gone)).toEqual(toldAt(['13:57'], 'over:a2', ...asks));
    expect(at().stage).toBe('out');
  });

  it('"off" ends it for good', () => {
    // The office has had three texts about the others by then: a fourth comes in a digest, and its email at once.
    const byEmail = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace('text+email', 'email'));
    expect(byEmail(ofAlarms(at().off))).toEqual(byEmail(told('13:16', 'over:a1', ...asks)));
    expect(at().visitsOff).toBe('cancelled');
  });
});
