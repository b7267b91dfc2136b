import { beforeEach, describe, expect, it } from 'vitest';
import { eightSchools } from '../support/eight-schools.ts';
import { bringOut } from '../support/satisfy.ts';
import { accepted, refused, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;

beforeEach(async () => {
  await clock.newDay();
});

describe.each(eightSchools)('at $id', ({ id, first }) => {
  const school = cloud.school(id);
  const by = school.person(first);

  it('a home of which the school knows nothing but its name is visited once all is known that the policy asks of it', async () => {
    const { visit } = await bringOut(school.desk, by, { household: { name: 'A new family' }, visitors: [{ person: by }], plan: {} });
    expect((await school.visit(visit).seenBy('office')).stage).toBe('out');
  });
});

describe('what a refusal wants is enough', () => {
  it('to bring two out whose safe words have to be the same', async () => {
    const school = cloud.school('roselyn-house');
    const [tutor, mentor] = [school.person('tutor'), school.person('mentor')];
    const asked = { reason: 'attendance-support', purpose: 'To see him', household: school.person('home-2'), plan: {} };
    const { visit } = await bringOut(school.desk, tutor, { ...asked, visitors: [{ person: tutor }, { person: mentor }] });
    expect((await school.visit(visit).seenBy('office')).visitors.map(({ state }) => state)).toEqual(['signed-out', 'signed-out']);
  });

  it('to find the line manager who has to agree where a risk is marked', async () => {
    const school = cloud.school('st-benedicts');
    const by = school.person('attendance-lead');
    const answers = { abuse: { present: true, measures: ['Meet in the front garden'] } };
    const asked = { household: school.person('home-3'), visitors: [{ person: by }], plan: {}, answers };
    const { visit, lacked } = await bringOut(school.desk, by, asked);
    expect(lacked).toContain('line-manager');
    const { history } = await school.visit(visit).seenBy('office');
    const agreed = history.filter(({ type }) => type === 'VisitAgreed').map((event) => event.by);
    // Of the one who asked, and of whoever came along.
    expect([school.person('deputy'), school.person('head')]).toEqual(expect.arrayContaining(agreed));
  });

  it('to find somebody who can be rung where nobody could be', async () => {
    const school = cloud.school('hampton');
    const by = school.person('teacher');
    const {
      id: _id,
      mobile: _mobile,
      email: _email,
      ...office
    } = (await school.people()).find(({ id }) => id === school.person('office'))!;
    expect((await school.as('head').puts(`/people/${school.person('office')}`, { ...office, sure: true })).status).toBe(200);
    const { visit } = await bringOut(school.desk, by, { household: school.person('home-2'), visitors: [{ person: by }], plan: {} });
    expect((await school.visit(visit).seenBy('head')).stage).toBe('out');
  });

  it('to choose among the kinds of visit, and words that are none of them are no kind', async () => {
    const school = cloud.school('hampton');
    const asked = { type: 'tea', purpose: 'Tea', household: school.person('home-3'), visitors: [{ person: school.person('teacher') }] };
    const { unmet } = refused(await school.as('teacher').requests({ ...asked, plan: {} }));
    expect(unmet).toMatchObject([
      { code: 'purpose', wants: { kind: 'request', field: 'type', options: [{ id: 'induction' }, { id: 'family-support' }] } },
    ]);
    const visit = await school.requested('teacher', { ...asked, type: 'induction', plan: {} });
    refused(await visit.says('teacher', 'amend', { type: 'tea' }));
    // Only the family support worker asks for a visit of that kind, and that it was asked for is read again.
    expect(refused(await visit.says('teacher', 'amend', { type: 'family-support' })).unmet.map(({ code }) => code)).toEqual(['fsw']);
    const other = await school.requested('family-support', { ...asked, type: 'induction', plan: {} });
    expect(accepted(await other.says('family-support', 'amend', { type: 'family-support' }))['type']).toBe('family-support');
  });

  it('to see who has not said yet that they are not worried', async () => {
    const school = cloud.school('roselyn-house');
    const [tutor, mentor] = [school.person('tutor'), school.person('mentor')];
    const asked = { reason: 'attendance-support', purpose: 'To see him', household: school.person('home-2'), plan: {} };
    const visit = await school.requested('tutor', { ...asked, visitors: [{ person: tutor }, { person: mentor }] });
    accepted(await visit.says('tutor', 'answer', { answers: { 'safety-concern': { [tutor]: false } } }));
    const { unmet } = refused(await visit.says('tutor', 'depart'));
    expect(unmet.find(({ code }) => code === 'own-veto')).toMatchObject({ missing: [`safety-concern#${mentor}`], wants: { by: ['self'] } });
  });
});
