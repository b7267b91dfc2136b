/** A service's own policy, told as it happens: asked for, refused, prepared, out, rung in, missed, back. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eightSchools, oneOfEight, told } from '../support/eight-schools.ts';
import { accepted, type OneVisit, refused, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const harbour = oneOfEight(
  cloud,
  eightSchools.find(({ id }) => id === 'the-harbour')!,
);
const { school } = harbour;
const id = school.person;
const team = ['teacher', 'mentor', 'family-worker', 'therapist', 'office', 'deputy', 'head'];
/** Of the team, those who do not go. */
const others = team.slice(2);

const Card = z.looseObject({ prompts: z.array(z.looseObject({ id: z.string() })), questions: z.array(z.looseObject({ id: z.string() })) });
const shows = async (visit: OneVisit, who: string, stage: string): Promise<readonly string[]> =>
  Card.parse((await school.as(who).gets(`/visits/${visit.id}/cards/${stage}`)).body).prompts.map((prompt) => prompt.id);

/** The clauses by which something was turned away. */
const by = async (answer: Promise<Parameters<typeof refused>[0]>): Promise<readonly string[]> => refused(await answer).clauses.toSorted();
const answers = (visit: OneVisit, who: string, said: object) => visit.says(who, 'answer', { answers: said }).then(accepted);
const depart = (visit: OneVisit, who: string, more: object = {}) =>
  visit.says(who, 'depart', { visitor: 'all', ticks: ['carry-phone'], ...more });
const ofRungs = (sent: readonly string[]): readonly string[] => sent.filter((line) => line.includes(' rung:'));

const reason = { reason: 'understand-child', purpose: 'To hear how he finds the mornings' };
const asked = () => ({
  ...reason,
  household: id('home-1'),
  visitors: ['teacher', 'school-mentor'].map((post) => ({ person: id(post) })),
  plan: harbour.plan(),
  answers: { 'why-not-public': 'He speaks freely only at home' },
});
const talk = () => ({ school: 'Little Haven Primary', person: 'Ms Dray', by: id('teacher'), when: clock.time('09:00') });

beforeEach(async () => {
  await clock.newDay();
});

describe('a visit from asking to being back', () => {
  it('goes in school hours, two of the team, talked over with the home school; two calls are waited for, and their return', async () => {
    // Could they not meet somewhere more public? And it is in school hours, for everybody.
    expect(await by(school.as('teacher').requests({ ...asked(), answers: {}, plan: harbour.plan({ returnAt: '15:31' }) }))).toEqual([
      'HB-05',
      'HB-18',
    ]);
    expect(await by(school.as('head').requests({ ...asked(), plan: harbour.plan({ departAt: '08:40' }) }))).toEqual(['HB-18']);

    // The whole team is told when it is to be, and finds the home on the page; whoever asked has the home school to tell.
    const visit = await school.requested('teacher', asked());
    expect(await visit.sent()).toEqual(
      [
        ...told('08:30', 'notice:home-school', 'teacher'),
        ...told('08:30', 'notice:planned', ...team),
        ...told('08:30', 'task:withdrawn', 'teacher', 'school-mentor'),
      ].toSorted(byPerson),
    );
    expect((await visit.seenBy('family-worker'))['household']).toMatchObject({
      name: 'The Marchetti family',
      address: '9 Quay Terrace, Little Haven, TW99 5EE',
      phones: ['+442079460501'],
    });

    // Nobody goes like that, and nobody of the home school stands for one of the team.
    const missing = ['HB-08', 'HB-10', 'HB-13', 'HB-17', 'HB-24', 'HB-25', 'HB-28'];
    expect(await by(depart(visit, 'teacher'))).toEqual(missing);
    expect(await by(depart(visit, 'head'))).toEqual(missing);
    accepted(await visit.says('teacher', 'amend', { visitors: ['teacher', 'mentor'].map((post) => ({ person: id(post) })) }));
    expect((await visit.sent()).filter((line) => line.includes('notice:revised'))).toEqual(told('08:30', 'notice:revised', ...team));

    // The talk with the home school: once for each school, and what the records show.
    await clock.at('09:10');
    const half = { ...talk(), school: 'Cliff Road Nursery', person: '' };
    expect(refused(await visit.says('teacher', 'answer', { answers: { 'home-school-talk': [talk(), half] } })).code).toBe('wrong-answer');
    await answers(visit, 'teacher', { 'home-school-talk': [talk(), { ...half, person: 'Mr Sallis' }], incidents: 'found' });
    expect(await by(depart(visit, 'teacher'))).toEqual(['HB-10', 'HB-13', 'HB-17', 'HB-28']);
    await answers(visit, 'teacher', {
      'incident-details': { details: 'Shouted at a taxi driver in March', measures: 'Sit by the door' },
      'family-told': { length: 50, topics: 'Mornings, and getting ready' },
      'school-told': [
        { who: 'Ms Dray', when: clock.time('09:00'), how: 'By telephone' },
        { who: 'Mr Sallis', when: clock.time('09:05'), how: 'By telephone' },
      ],
      'dogs-apart': 'refused',
    });
    // Whom they ring is of the team, and not one of them.
    expect(refused(await visit.says('teacher', 'answer', { answers: { 'contact-person': id('school-mentor') } })).code).toBe(
      'wrong-answer',
    );
    await answers(visit, 'teacher', { 'contact-person': id('mentor') });
    expect(await by(depart(visit, 'teacher'))).toEqual(['HB-28']);
    await answers(visit, 'teacher', { 'contact-person': id('therapist') });

    // What only stays in sight holds nobody up, and the dog is shown to them.
    const outstanding = (await visit.seenBy('teacher')).actions.find(({ name }) => name === 'depart')?.['outstanding'];
    expect(outstanding).toMatchObject([{ clauses: ['HB-07', 'HB-09', 'HB-11'] }, {}, {}]);
    expect(await shows(visit, 'teacher', 'prepare')).toEqual(['people-change', 'carry-phone', 'dog-loose', 'identification']);

    // They leave later than planned, and are asked whether they have gone. The times are said anew, again in school hours, and are what the team is told.
    await clock.at('13:15');
    expect(ofRungs(await visit.sent())).toEqual(told('13:10', 'rung:a1/1', 'teacher', 'mentor', 'office'));
    expect(await by(depart(visit, 'teacher', { ticks: [] }))).toContain('HB-19');
    const late = { arriveAt: clock.time('13:35'), leaveAt: clock.time('14:25') };
    expect(await by(depart(visit, 'teacher', { plan: { ...late, returnAt: clock.time('15:45') } }))).toEqual(['HB-18']);
    accepted(await depart(visit, 'teacher', { plan: { ...late, returnAt: clock.time('14:45') } }));
    expect((await visit.sent()).filter((line) => !line.includes('over:'))).toEqual(
      [...told('13:15', 'notice:gone', ...team), ...told('13:15', 'notice:you-are-rung', 'therapist')].toSorted(byPerson),
    );
    expect((await visit.seenBy('office'))['plan']).toMatchObject({ returnAt: '2027-06-22T13:45:00.000Z' });

    // Rung in; somebody takes over from whoever is rung.
    await clock.at('13:34');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all' }));
    expect(await visit.sent()).toEqual(told('13:34', 'notice:arrived', 'therapist'));
    expect(await shows(visit, 'teacher', 'arrive')).toEqual([
      'dog-loose',
      'car-in-view',
      'car-facing',
      'identification',
      'uneasy',
      'exits',
    ]);
    await answers(visit, 'therapist', { 'contact-person': id('family-worker') });
    expect(await visit.sent()).toEqual(told('13:34', 'notice:you-are-rung', 'family-worker'));

    // Somebody is there who is no parent and no carer: the card says so.
    expect(await shows(visit, 'teacher', 'during')).toEqual(['exits', 'who-is-there', 'at-ease', 'open-questions', 'respect']);
    await answers(visit, 'teacher', {
      'adults-present': [
        { name: 'Lucia Marchetti', 'parent-or-carer': true },
        { name: 'Terence Boyle', 'parent-or-carer': false },
      ],
    });
    expect(await shows(visit, 'teacher', 'during')).toContain('others-there');

    // No call on leaving, although they had rung on arriving: whoever is rung tries both, and the police are next.
    await clock.at('14:26');
    expect(await visit.sent()).toEqual(told('14:25', 'rung:a2/1', 'family-worker'));
    expect((await visit.seenBy('head')).alarms).toMatchObject([
      { of: 'departure' },
      { of: 'leaving', visitors: [id('teacher'), id('mentor')] },
    ]);
    await clock.at('14:28');
    accepted(await visit.says('family-worker', 'log-attempt', { alarm: 'a2', rung: 1, result: 'no-answer' }));
    expect(await visit.sent()).toEqual(told('14:28', 'rung:a2/2', ...others));
    accepted(await visit.says('head', 'record-police', { alarm: 'a2', by: 'Frances Tolland', reference: 'CAD 88' }));

    // They ring: everybody who was told hears that it is over, and somebody has the police to call off.
    await clock.at('14:30');
    accepted(await visit.says('mentor', 'leave', { visitor: 'all', outcome: 'completed' }));
    const sent = await visit.sent();
    expect(sent.filter((line) => line.includes('over:'))).toEqual(told('14:30', 'over:a2', ...others));
    expect(sent.filter((line) => line.includes('notice:'))).toEqual(told('14:30', 'notice:left', 'family-worker'));
    expect(sent.some((line) => line.includes('task:police-called-off#a2'))).toBe(true);
    await answers(visit, 'head', { 'police-called-off': { a2: { who: 'Frances Tolland', when: clock.time('14:31') } } });
    expect(await shows(visit, 'teacher', 'leave')).toEqual(['as-found', 'gates']);

    // They are still waited for, each of them, by the service's own procedure.
    await clock.at('14:40');
    accepted(await visit.says('teacher', 'return'));
    await visit.sent();
    await clock.at('14:46');
    expect(ofRungs(await visit.sent())).toEqual(told('14:45', 'rung:a3/1', ...others));
    expect((await visit.seenBy('head')).alarms.at(-1)).toMatchObject({ of: 'return', visitors: [id('mentor')] });
    accepted(await visit.says('office', 'return', { visitor: id('mentor') }));
    expect((await visit.seenBy('head')).stage).toBe('returned');
    expect(accepted(await visit.says('teacher', 'close')).stage).toBe('closed');
    await visit.sent();
    await clock.at('16:30');
    expect(await visit.sent()).toEqual([]);
  });
});

describe('at the door', () => {
  it('whoever is uneasy stays outside: it is no end, they are watched until they are back, and nobody has been inside', async () => {
    await clock.at('13:00');
    const visit = await harbour.out({ household: id('home-2') });
    await clock.at('13:19');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all' }));
    await answers(visit, 'teacher', { outcome: 'not-entered-uneasy' });
    await visit.sent();
    // An outcome is no call: the one on leaving is still waited for.
    await clock.at('14:11');
    expect(ofRungs(await visit.sent())).toEqual(told('14:10', 'rung:a1/1', 'therapist'));
    accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'not-entered-uneasy' }));
    const seen = await visit.seenBy('head');
    expect(seen).toMatchObject({ stage: 'out', alarms: [{ of: 'leaving', ended: 'contact' }] });
    expect((await school.as('head').gets(`/households/${id('home-2')}`)).body).toMatchObject({ entered: false });
  });

  it('a child without whoever they had arranged to meet is told of at once, for the sake of the child', async () => {
    await clock.at('13:00');
    const visit = await harbour.out();
    await clock.at('13:19');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all' }));
    await visit.sent();
    await clock.at('13:25');
    accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'child-only' }));
    // Tuesday's safeguarding lead is the head, Thursday's the deputy.
    const sent = ofRungs(await visit.sent());
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^13:25 text\+email (head|deputy) rung:a1\/1$/);
  });
});

/** By time and person. */
function byPerson(a: string, b: string): number {
  const person = (line: string): string => line.replace(/^(\S+) \S+ /, '$1 ');
  return person(a) < person(b) ? -1 : 1;
}
