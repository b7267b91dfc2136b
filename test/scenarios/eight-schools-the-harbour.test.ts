import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools, oneOfEight, told, toldAt } from '../support/eight-schools.ts';
import { bringToDeparture } from '../support/satisfy.ts';
import { accepted, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const harbour = oneOfEight(
  cloud,
  eightSchools.find(({ id }) => id === 'the-harbour')!,
);
const ofRungs = (sent: readonly string[]): readonly string[] => sent.filter((line) => line.includes(' rung:'));
const team = ['family-worker', 'therapist', 'office', 'deputy', 'head'];
const [teacher, mentor] = [harbour.school.person('teacher'), harbour.school.person('mentor')];

beforeEach(async () => {
  await clock.newDay();
});

describe('at The Harbour', () => {
  it('three calls are waited for to the minute, also of two who never signed out; what is missed joins the alarm that is climbed', async () => {
    const { visit } = await harbour.ready();
    await clock.at('12:59');
    await visit.sent();
    await clock.at('14:31');
    expect(ofRungs(await visit.sent())).toEqual([
      ...told('13:10', 'rung:a1/1', 'teacher', 'mentor', 'office'),
      ...told('13:20', 'rung:a2/1', 'therapist'),
      ...toldAt(['13:25', '13:35', '13:45', '13:55', '14:05'], 'rung:a2/2', ...team),
      ...told('14:10', 'rung:a1/1', 'teacher', 'mentor', 'office'),
      ...told('14:15', 'rung:a2/2', ...team),
      ...told('14:25', 'rung:a2/2', ...team),
      // That nobody is back is for the service's own procedure.
      ...told('14:30', 'rung:a3/1', ...team),
    ]);
    const seen = await visit.seenBy('head');
    expect(seen.alarms.map(({ of }) => of)).toEqual(['departure', 'arrival', 'return']);
    expect(seen.history.filter(({ type }) => type === 'AlarmJoined')).toMatchObject([{ alarm: 'a2', clock: 'leaving' }]);
    await clock.at('14:33');
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
    expect((await visit.seenBy('head')).alarms.map(({ endedAt }) => endedAt !== null)).toEqual([true, true, true]);
  });

  it('the call on arriving does not stand for the one on leaving; when the person who is rung cannot reach them the police are next', async () => {
    await clock.at('13:00');
    const visit = await harbour.asked();
    await visit.sent();
    await bringToDeparture(harbour.school.desk, teacher, visit.id);
    expect(await visit.sent()).toContain('13:00 email therapist notice:you-are-rung');
    await clock.at('13:19');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all' }));
    expect(await visit.sent()).toEqual(told('13:19', 'notice:arrived', 'therapist'));
    await clock.at('14:09');
    expect(await visit.sent()).toEqual([]);
    await clock.at('14:10');
    expect(await visit.sent()).toEqual(told('14:10', 'rung:a1/1', 'therapist'));
    expect((await visit.seenBy('head')).alarms).toMatchObject([{ of: 'leaving', visitors: [teacher, mentor] }]);
    await clock.at('14:12');
    accepted(await visit.says('therapist', 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' }));
    expect(await visit.sent()).toEqual(told('14:12', 'rung:a1/2', ...team));
    await clock.at('14:13');
    accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'completed' }));
    expect((await visit.sent()).filter((line) => line.includes('over:'))).toEqual(told('14:13', 'over:a1', ...team));

    await clock.at('14:46');
    expect(ofRungs(await visit.sent())).toEqual([
      ...told('14:30', 'rung:a2/1', ...team),
      ...told('14:35', 'rung:a2/2', 'deputy', 'head'),
      ...told('14:45', 'rung:a2/3', ...team),
    ]);
  });

  it('a pair that has become one is put off or filled again: the family and the home school are told by hand until somebody says that they were', async () => {
    const { visit } = await harbour.ready();
    await clock.at('12:00');
    await visit.sent();
    accepted(await visit.says('mentor', 'not-going', { reason: 'Ill' }));
    expect((await visit.sent()).filter((line) => line.includes('task:'))).toEqual(told('12:00', 'task:withdrawn', 'teacher'));
    accepted(await visit.says('teacher', 'cancel', { reason: 'One of us is ill' }));
    expect((await visit.sent()).filter((line) => line.includes('task:'))).toEqual(told('12:00', 'task:off-told', 'teacher'));
    await clock.at('13:01');
    expect((await visit.sent()).filter((line) => line.includes('task:'))).toEqual(told('13:00', 'task:off-told', 'teacher'));
    const said = { family: 'Mrs Marchetti', school: 'Ms Dray', when: clock.time('13:01'), how: 'By telephone' };
    accepted(await visit.says('teacher', 'answer', { answers: { 'off-told': said } }));
    await clock.at('16:00');
    expect(await visit.sent()).toEqual([]);
  });
});
