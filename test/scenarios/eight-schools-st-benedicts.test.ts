import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools, oneOfEight, told } from '../support/eight-schools.ts';
import { accepted, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const benedicts = oneOfEight(
  cloud,
  eightSchools.find(({ id }) => id === 'st-benedicts')!,
);
const leadership = ['assistant-head', 'deputy', 'head'];

beforeEach(async () => {
  await clock.newDay();
});

describe("at St Benedict's", () => {
  it('being back is not enough, nor that the office knows it: it is over when somebody of the leadership has heard of it', async () => {
    await clock.at('13:00');
    const visit = await benedicts.out();
    await clock.at('14:05');
    accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }));
    expect(await visit.sent()).toEqual(told('14:05', 'notice:finished', ...leadership));
    await clock.at('14:25');
    accepted(await visit.says('teacher', 'return'));
    expect(await visit.sent()).toEqual(told('14:25', 'notice:back', ...leadership));
    expect(accepted(await visit.says('office', 'return', { visitor: 'all' })).stage).toBe('out');
    expect(await visit.sent()).toEqual(told('14:25', 'notice:back', ...leadership));

    await clock.at('14:51');
    expect(await visit.sent()).toEqual([
      ...told('14:35', 'nudge:return', 'teacher', 'learning-mentor', 'office', 'office-assistant'),
      ...told('14:50', 'rung:a1/1', 'office', 'office-assistant'),
    ]);
    accepted(await visit.says('deputy', 'return', { visitor: 'all' }));
    expect((await visit.sent()).filter((line) => line.includes('over:'))).toEqual(told('14:51', 'over:a1', 'office', 'office-assistant'));
    expect((await visit.seenBy('head')).stage).toBe('returned');
  });

  it('it is over where whoever is back says which of the leadership they told', async () => {
    await clock.at('13:00');
    const visit = await benedicts.out();
    const name = (await benedicts.school.people()).find(({ id }) => id === 'st-benedicts-assistant-head')?.['name'];
    await clock.at('14:25');
    expect(accepted(await visit.says('teacher', 'return', { visitor: 'all', seenBy: name })).stage).toBe('returned');
    await visit.sent();
    await clock.at('15:30');
    expect(await visit.sent()).toEqual([]);
  });

  it('a child at the door without an adult is told at once to the safeguarding contact of that day', async () => {
    // Thursday 24 June 2027: the pastoral lead's day.
    await clock.at('13:00');
    const visit = await benedicts.out();
    await clock.at('13:20');
    accepted(await visit.says('teacher', 'answer', { answers: { door: 'child', 'adult-present': false } }));
    expect(await visit.sent()).toEqual(told('13:20', 'rung:a1/1', 'pastoral-lead'));
    await clock.at('13:31');
    expect(await visit.sent()).toEqual(told('13:30', 'rung:a1/2', 'pastoral-lead', 'head'));
  });
});
