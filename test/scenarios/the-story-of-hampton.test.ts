/**
 * Hampton's own policy, told as it happens: an induction visit from the parents' yes to the closed record, one from which they
 * turn back, and a visit of the family support worker. Each refusal names the clauses behind it.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { told } from '../support/eight-schools.ts';
import { accepted, type OneVisit, refused, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const school = cloud.school('hampton');
const { person } = school;

beforeEach(async () => {
  await clock.newDay();
});

const going = (...posts: readonly string[]) => posts.map((post) => ({ person: person(post) }));
const plan = () => ({ departAt: clock.time('13:00'), returnAt: clock.time('14:30') });
const induction = (home: string) => ({
  type: 'induction',
  purpose: 'To meet the family before September',
  household: person(home),
  visitors: going('teacher', 'assistant'),
  plan: plan(),
});
const willow = { class: 'Willow', teacher: person('teacher') };
const noRisk = { 'risk-decision': 'acceptable', 'recent-violence': false };
const inWriting = {
  'notice-sent': '2027-06-14',
  'notice-how': 'letter',
  'notice-purpose': 'To get to know each other before the first day',
};
const ticks = ['carry-phone', 'safety-first'];

/** What a card shows and asks, by id. */
const Card = z.looseObject({
  prompts: z.array(z.looseObject({ id: z.string(), clauses: z.array(z.string()) })),
  questions: z.array(z.looseObject({ id: z.string() })),
});
const card = async (visit: OneVisit, who: string, stage: string) => {
  const { prompts, questions } = Card.parse((await school.as(who).gets(`/visits/${visit.id}/cards/${stage}`)).body);
  return { lines: prompts.map(({ id }) => id), questions: questions.map(({ id }) => id) };
};
/** The questions of which somebody is shown the answer. */
const readBy = async (visit: OneVisit, who: string): Promise<readonly string[]> =>
  Object.keys(z.looseObject({ answers: z.looseObject({}).default({}) }).parse(await visit.seenBy(who)).answers);

const answers = async (visit: OneVisit, who: string, given: object) => accepted(await visit.says(who, 'answer', { answers: given }));

/** What the school keeps of the home is written again with this answer beside the rest. */
async function keeps(home: string, given: object): Promise<void> {
  const {
    id: _id,
    entered: _entered,
    enteredOn: _on,
    hazards: _hazards,
    answers: kept,
    ...rest
  } = z
    .looseObject({ answers: z.record(z.string(), z.looseObject({ value: z.unknown() })) })
    .parse((await school.as('office').gets(`/households/${person(home)}`)).body);
  const values = Object.fromEntries(Object.entries(kept).map(([question, { value }]) => [question, value]));
  expect((await school.as('office').puts(`/households/${person(home)}`, { ...rest, answers: { ...values, ...given } })).status).toBe(200);
}

describe('an induction visit', () => {
  it("from the parents' yes to the record that is closed", async () => {
    // Offered by letter, and not yet answered: it is the parents' choice.
    expect(refused(await school.as('teacher').requests(induction('home-4'))).clauses).toEqual(['HA-08']);
    await keeps('home-4', { 'offer-answer': 'accepted' });
    const { purpose: _purpose, ...unsaid } = induction('home-4');
    expect(refused(await school.as('teacher').requests(unsaid)).clauses).toEqual(['HA-10', 'HA-86']);
    const visit = await school.requested('teacher', induction('home-4'));

    // The head of school puts no visit on the timetable before class and risk are known, and nobody else puts one there.
    expect(refused(await visit.says('head', 'authorise')).clauses).toEqual(['HA-16', 'HA-22', 'HA-67']);
    await answers(visit, 'teacher', { class: willow, ...noRisk, professionals: 'The health visitor', checked: 'seen' });
    expect(refused(await visit.says('teacher', 'authorise')).code).toBe('own-visit');
    expect(refused(await visit.says('deputy', 'authorise')).code).toBe('not-yours-to-agree');
    expect(accepted(await visit.says('head', 'authorise')).stage).toBe('authorised');

    // Preparing: what is shown, and a checklist that holds up nothing.
    const { lines } = await card(visit, 'teacher', 'prepare');
    expect(lines).toEqual(expect.arrayContaining(['own-safety', 'belongings', 'badges', 'items', 'check-1', 'check-7']));

    // At one o'clock they have told nobody in writing, say nothing of violence and have no phone with them.
    await clock.at('13:00');
    await visit.sent();
    expect(refused(await visit.says('teacher', 'depart', { visitor: 'all' })).clauses.toSorted()).toEqual([
      'HA-18',
      'HA-34',
      'HA-54',
      'HA-67',
    ]);
    await answers(visit, 'teacher', { ...inWriting, 'notice-sent': clock.today() });
    expect(refused(await visit.says('teacher', 'depart', { visitor: 'all', ticks })).clauses).toEqual(['HA-18', 'HA-67']);
    await answers(visit, 'teacher', { ...inWriting, 'violence-now': false });

    // Joel is ill. Priya does not go alone; Tomasz, a teaching assistant, goes instead once the head of school has agreed again.
    accepted(await visit.says('assistant', 'not-going', { reason: 'Ill' }));
    expect(refused(await visit.says('teacher', 'depart', { visitor: 'all', ticks })).clauses).toEqual(['HA-84', 'HA-12', 'HA-23', 'HA-17']);
    accepted(await visit.says('teacher', 'amend', { visitors: going('teacher', 'nursery-assistant') }));
    expect(refused(await visit.says('teacher', 'depart', { visitor: 'all', ticks })).clauses).toEqual(['HA-84']);
    accepted(await visit.says('head', 'authorise'));
    await visit.sent();

    // They leave: office and head of school have the record, and no message names the family.
    expect(accepted(await visit.says('teacher', 'depart', { visitor: 'all', ticks })).stage).toBe('out');
    expect(await visit.sent()).toEqual(told('13:00', 'notice:copy', 'head', 'office'));
    expect(await visit.seenBy('office')).toMatchObject({
      household: { name: 'The Lindqvist family', address: expect.stringContaining('31 Ferry Lane') as unknown },
    });
    expect((await school.phone('office')).join()).not.toMatch(/Lindqvist|Ferry/);

    // At the door.
    await clock.at('13:20');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all' }));
    expect((await card(visit, 'teacher', 'arrive')).lines).toEqual(
      expect.arrayContaining(['assess', 'unfamiliar', 'aggression', 'check-8']),
    );
    expect((await card(visit, 'teacher', 'arrive')).questions).toEqual(['door']);
    await answers(visit, 'teacher', { door: 'stranger' });
    expect((await card(visit, 'teacher', 'arrive')).questions).toEqual(['door', 'stranger']);
    await answers(visit, 'teacher', { stranger: { 'parent-home': true, safe: true } });

    // It takes longer: a quarter of an hour past their time they and the office are asked, and the new time holds from then on.
    await clock.at('14:10');
    await answers(visit, 'teacher', { 'parent-questions': 'Whether she may bring her rabbit' });
    await clock.at('14:46');
    expect(await visit.sent()).toEqual(told('14:45', 'nudge:round-return', 'nursery-assistant', 'office', 'teacher'));
    expect((await school.phone('teacher')).at(-1)).toMatch(/please ring the office when you can/);
    accepted(await visit.says('office', 'revise', { plan: { returnAt: clock.time('15:20') }, toldBy: 'Priya', means: 'telephone' }));
    expect(await visit.sent()).toEqual(told('14:46', 'notice:revised', 'head', 'office'));
    await clock.at('15:05');
    accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'completed' }));

    // One back is not both back.
    await clock.at('15:15');
    expect(accepted(await visit.says('teacher', 'return')).stage).toBe('out');
    expect(accepted(await visit.says('office', 'return', { visitor: person('nursery-assistant'), seenBy: 'Maureen Tidy' })).stage).toBe(
      'returned',
    );
    expect(await visit.sent()).toEqual([]);

    // Something worried her: the leads hear of it, and it is closed once they know and CPOMS has it.
    const worried = await answers(visit, 'teacher', { 'any-concern': 'tell-dsl' });
    expect(await visit.sent()).toEqual(told('15:15', 'rung:a1/1', 'deputy', 'head'));
    expect(worried.alarms).toMatchObject([{ says: expect.stringContaining('tell the safeguarding lead') as unknown }]);
    accepted(await visit.says('head', 'stand-down', { alarm: 'a1', how: 'We talked it over' }));
    await visit.sent();
    accepted(await visit.says('teacher', 'write-up', { answers: { 'settling-in': { toy: 'A grey rabbit' } } }));
    expect(await visit.sent()).toEqual(told('15:15', 'notice:concern-shared', 'head'));
    expect(refused(await visit.says('teacher', 'close')).clauses).toEqual(['HA-58', 'HA-52', 'HA-93']);
    await answers(visit, 'teacher', { 'dsl-told': true });
    accepted(await visit.says('deputy', 'record-reference', { system: 'CPOMS', reference: 'C-1017' }));
    expect(accepted(await visit.says('teacher', 'close')).stage).toBe('closed');

    // Who reads what of it.
    expect(await readBy(visit, 'teacher')).toEqual(expect.arrayContaining(['settling-in', 'parent-questions', 'class']));
    expect(await readBy(visit, 'teacher')).not.toContain('cpoms');
    expect(await readBy(visit, 'office')).not.toContain('settling-in');
    expect(await readBy(visit, 'head')).toEqual(expect.arrayContaining(['settling-in', 'any-concern', 'cpoms']));
    expect(await readBy(visit, 'machine:read')).toEqual([]);
  });
});

describe('an induction visit from which they turn back', () => {
  it('because it is not safe there: nobody rings that home, and the heads settle what follows', async () => {
    const visit = await school.requested('teacher', induction('home-1'));
    await answers(visit, 'teacher', { class: willow, ...noRisk, ...inWriting, 'violence-now': false });
    accepted(await visit.says('head', 'authorise'));
    await clock.at('13:00');
    accepted(await visit.says('teacher', 'depart', { visitor: 'all', ticks }));
    await clock.at('13:20');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all' }));
    await visit.sent();

    // They ask nobody, and are told that they did right. The head of school hears of it at once; they are still out.
    const left = accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'abandoned-safety' }));
    expect(left.stage).toBe('out');
    expect(left.alarms).toMatchObject([{ of: 'unsafe', says: expect.stringContaining('You did right to leave') as unknown }]);
    expect(await visit.sent()).toEqual([...told('13:20', 'rung:a1/1', 'head'), ...told('13:20', 'task:strategy', 'head')]);
    expect((await school.phone('head')).join()).not.toMatch(/Okonjo|Larch/);
    await answers(visit, 'assistant', { 'why-turned-back': ['aggression'] });
    accepted(await visit.says('head', 'acknowledge', { alarm: 'a1' }));

    // Half an hour past their time the office rings them; then not the home, but the heads are asked; then somebody rings the police.
    await clock.at('14:59');
    await visit.sent();
    await clock.at('15:12');
    expect(await visit.sent()).toEqual([...told('15:00', 'rung:a2/1', 'office'), ...told('15:10', 'rung:a2/3', 'executive-head', 'head')]);
    await clock.at('15:21');
    expect((await visit.sent()).filter((line) => line.includes('rung:'))).toEqual(told('15:20', 'rung:a2/4', 'head', 'office'));
    accepted(await visit.says('head', 'record-police', { alarm: 'a2', by: 'Ruth Calloway', reference: 'CAD 12' }));

    // They had gone the long way round. Everybody who was told hears that it is over, and the police have to be told so too.
    await clock.at('15:25');
    expect(accepted(await visit.says('office', 'return', { visitor: 'all', seenBy: 'Maureen Tidy' })).stage).toBe('returned');
    expect(await visit.sent()).toEqual(
      [
        ...told('15:25', 'over:a2', 'executive-head', 'head', 'office'),
        ...told('15:25', 'task:police-called-off#a2', 'deputy', 'head', 'office'),
      ].toSorted(),
    );

    // The visitors do not decide whether they go again, nor does the head of school alone.
    const settled = { with: person('executive-head'), when: clock.time('15:40'), settled: 'They come to us', 'another-day': true };
    expect(refused(await visit.says('teacher', 'answer', { answers: { strategy: settled } })).code).toBe('not-yours-to-answer');
    expect(refused(await visit.says('head', 'answer', { answers: { strategy: { ...settled, with: person('deputy') } } })).code).toBe(
      'wrong-answer',
    );
    const { tasks } = await answers(visit, 'head', { strategy: settled });
    expect(tasks.find(({ task }) => task === 'strategy')?.done).toBe(true);

    // Asked for again by the visitors it is a visit that the head of school has to agree to like any other.
    await clock.newDay();
    const again = await school.requested('teacher', { ...induction('home-1'), follows: visit.id });
    await answers(again, 'teacher', { class: willow, ...noRisk, ...inWriting, 'violence-now': false });
    await clock.at('13:00');
    expect(refused(await again.says('teacher', 'depart', { visitor: 'all', ticks })).clauses).toEqual(['HA-84']);
    accepted(await again.says('head', 'authorise'));
    accepted(await again.says('teacher', 'depart', { visitor: 'all', ticks }));
  });
});

describe('a visit of the family support worker', () => {
  it('is planned with the head of school, made by two, and known to the office from its planning to its end', async () => {
    const asked = { ...induction('home-2'), type: 'family-support', purpose: 'To agree on bedtimes', visitors: going('family-support') };
    expect(refused(await school.as('teacher').requests(asked)).clauses).toEqual(['HA-86']);
    const visit = await school.requested('family-support', asked);
    await answers(visit, 'family-support', { ...noRisk, ...inWriting, 'violence-now': false });
    accepted(await visit.says('head', 'authorise'));
    await visit.sent();
    await clock.at('13:00');

    // Not alone, whatever the risk. With a second it is to be agreed to again; then office and head of school have day and time.
    expect(refused(await visit.says('family-support', 'depart', { ticks })).clauses).toEqual(['HA-12', 'HA-23']);
    accepted(await visit.says('family-support', 'amend', { visitors: going('family-support', 'assistant') }));
    expect(refused(await visit.says('family-support', 'depart', { visitor: 'all', ticks })).clauses).toEqual(['HA-87']);
    await visit.sent();
    const { actions } = accepted(await visit.says('head', 'authorise'));
    expect(await visit.sent()).toEqual(told('13:00', 'notice:planned', 'head', 'office'));
    // That it is in no calendar yet is shown, and keeps nobody from going.
    expect(actions.find(({ name }) => name === 'depart')).toMatchObject({
      outstanding: expect.arrayContaining([expect.objectContaining({ clauses: ['HA-88'] })]) as unknown,
    });

    accepted(await visit.says('family-support', 'depart', { visitor: 'all', ticks }));
    expect(await visit.sent()).toEqual(told('13:00', 'notice:copy', 'head', 'office'));
    await clock.at('14:05');
    accepted(await visit.says('family-support', 'leave', { visitor: 'all', outcome: 'completed' }));
    await clock.at('14:20');
    expect(accepted(await visit.says('family-support', 'return', { visitor: 'all' })).stage).toBe('returned');
    expect(await visit.sent()).toEqual(told('14:20', 'notice:back', 'office'));

    // Nothing worried them: no safeguarding lead to tell, nothing to log.
    expect(refused(await visit.says('family-support', 'close')).clauses).toEqual(['HA-51', 'HA-58']);
    accepted(await visit.says('family-support', 'write-up', { answers: { 'any-concern': 'none' } }));
    expect(accepted(await visit.says('family-support', 'close')).stage).toBe('closed');
    await clock.at('20:00');
    expect(await visit.sent()).toEqual([]);
  });
});
