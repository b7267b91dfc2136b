import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools, oneOfEight, told } from '../support/eight-schools.ts';
import { bringToDeparture } from '../support/satisfy.ts';
import { accepted, refused, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const roselyn = oneOfEight(
  cloud,
  eightSchools.find(({ id }) => id === 'roselyn-house')!,
);
const { school } = roselyn;
const ofRungs = (sent: readonly string[]): readonly string[] => sent.filter((line) => line.includes(' rung:'));
const leads = ['dsl', 'deputy-dsl', 'rhise-lead'];
const [tutor, mentor] = [school.person('tutor'), school.person('mentor')];

beforeEach(async () => {
  await clock.newDay();
});

describe('at Roselyn House', () => {
  it('the call on leaving is the end for whoever goes home, and not for whoever goes back to school', async () => {
    await clock.at('13:00');
    const visit = await roselyn.out();
    await clock.at('14:05');
    accepted(await visit.says('tutor', 'leave', { outcome: 'completed', next: 'home' }));
    const left = accepted(await visit.says('mentor', 'leave', { outcome: 'completed', next: 'school' }));
    expect(left.visitors).toMatchObject([
      { person: tutor, state: 'accounted-for' },
      { person: mentor, state: 'left' },
    ]);
    await visit.sent();
    await clock.at('14:46');
    expect(ofRungs(await visit.sent())).toEqual(told('14:45', 'rung:a1/1', 'office'));
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ visitors: [mentor] }]);
  });

  it('nor for those who go on to another visit, or elsewhere, or left to be safe', async () => {
    await clock.at('13:00');
    for (const [next, outcome] of [
      ['next-visit', 'completed'],
      ['other', 'completed'],
      ['home', 'abandoned-safety'],
    ]) {
      const visit = await roselyn.out();
      expect(accepted(await visit.says('tutor', 'leave', { visitor: 'all', outcome, next })).stage, next).toBe('out');
    }
  });

  it('an evening wants the head beside a safeguarding lead, and with the office shut those answer whom the school named for it', async () => {
    await clock.at('17:00');
    const visit = await roselyn.asked({
      plan: roselyn.plan({ departAt: '17:00', arriveAt: '17:20', leaveAt: '18:10', returnAt: '18:30' }),
    });
    const wanted = refused(await visit.says('tutor', 'depart')).unmet.filter(({ wants }) => wants.kind === 'agreement');
    expect(wanted.map(({ code }) => code)).toEqual(['safeguarding-lead', 'evening']);
    await bringToDeparture(school.desk, tutor, visit.id);
    const agreed = (await visit.seenBy('head')).history.filter(({ type }) => type === 'VisitAgreed').map(({ by }) => by);
    expect(agreed).toEqual(expect.arrayContaining([school.person('head')]));
    await visit.sent();
    await clock.at('19:16');
    expect(ofRungs(await visit.sent())).toEqual([
      ...told('18:45', 'rung:a1/1', ...leads, 'head'),
      ...told('18:55', 'rung:a1/2', ...leads),
      ...told('19:05', 'rung:a1/3', ...leads, 'head'),
      ...told('19:15', 'rung:a1/4', ...leads, 'head'),
    ]);
  });

  it('the safe word, however it is said, is a call for help of which nothing is to be seen where it was said', async () => {
    await clock.at('13:00');
    const visit = await roselyn.out();
    await clock.at('13:30');
    await visit.sent();
    const before = await visit.seenBy('mentor');
    const said = await visit.says('tutor', 'note', { words: 'Is A YELLOW  umbrella, left on the bus, still at the office?' });
    const noted = accepted(said);
    // The office has it from Thursday on; this is a Friday.
    expect(await visit.sent()).toEqual(told('13:30', 'rung:h1/1', ...leads, 'head', 'reception'));
    expect({ ...noted, history: [], changedAt: '' }).toEqual({ ...before, history: [], changedAt: '' });
    expect(noted.history).toHaveLength(before.history.length + 1);
    expect([...(await school.phone('tutor')), ...(await school.phone('mentor'))]).toEqual([]);
    await clock.at('14:00');
    accepted(await visit.says('tutor', 'return', { visitor: 'all' }));
    expect((await visit.seenBy('dsl')).alarms).toMatchObject([{ of: 'safe-word', endedAt: null }]);
    const stands = { alarm: 'h1', how: 'Both sit here', visitors: roselyn.both('accounted-for') };
    accepted(await visit.says('dsl', 'stand-down', stands));
    expect((await visit.seenBy('dsl')).alarms[0]?.ended).toBe('stood-down');
  });
});
