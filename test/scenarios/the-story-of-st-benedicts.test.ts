/** A school's own policy, told as it happens: asked for, refused, prepared, out, back, written up. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eightSchools, oneOfEight, told } from '../support/eight-schools.ts';
import { including, matching } from '../support/matching.ts';
import { bringToDeparture } from '../support/satisfy.ts';
import { accepted, type OneVisit, refused, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const benedicts = oneOfEight(
  cloud,
  eightSchools.find(({ id }) => id === 'st-benedicts')!,
);
const { school } = benedicts;
const id = school.person;
const leadership = ['assistant-head', 'deputy', 'head'];
const office = ['office', 'office-assistant'];

const Card = z.looseObject({
  prompts: z.array(z.looseObject({ id: z.string() })),
  questions: z.array(z.looseObject({ id: z.string(), of: z.array(z.looseObject({ subject: z.string(), answered: z.boolean() })) })),
});

const Home = z.looseObject({ name: z.string(), adults: z.array(z.unknown()), entered: z.boolean() });

/** What somebody is shown, and what is asked, at a stage of a visit. */
async function card(visit: OneVisit, who: string, stage: string) {
  const { prompts, questions } = Card.parse((await school.as(who).gets(`/visits/${visit.id}/cards/${stage}`)).body);
  return { shows: prompts.map((prompt) => prompt.id), asks: questions.map((question) => question.id) };
}

/** The clauses by which something was turned away. */
const by = async (answer: Promise<Parameters<typeof refused>[0]>): Promise<readonly string[]> => refused(await answer).clauses.toSorted();

const answers = (visit: OneVisit, who: string, said: object) => visit.says(who, 'answer', { answers: said }).then(accepted);
const depart = (visit: OneVisit, who: string, more: object = {}) => visit.says(who, 'depart', { ticks: ['instinct'], ...more });

beforeEach(async () => {
  await clock.newDay();
});

describe('a first visit, from asking to closing', () => {
  it('goes ahead once all that the policy asks is done, is watched until leadership has heard, and is closed once it is written up', async () => {
    const asked = {
      type: 'home-visit',
      household: id('home-2'),
      visitors: [{ person: id('teacher') }],
      plan: benedicts.plan(),
    };
    const steps = { 'earlier-steps': [{ what: 'A telephone call', on: '2027-06-14', result: 'No answer' }] };
    const purpose = 'To find out with the family what keeps him from school';

    // Other things come first, it is part of a school's work, and everybody comes back to school.
    expect(await by(school.as('teacher').requests({ ...asked, plan: { ...asked.plan, endsAt: 'home' } }))).toEqual([
      'SB-07',
      'SB-09',
      'SB-38',
    ]);
    const visit = await school.requested('teacher', { ...asked, purpose, answers: steps });
    await visit.sent();

    // All that is missing is named at once, and nobody can let it go.
    const missing = ['SB-05', 'SB-06', 'SB-10', 'SB-15', 'SB-17', 'SB-26', 'SB-28', 'SB-34'];
    expect(await by(depart(visit, 'teacher'))).toEqual(missing);
    expect(await by(depart(visit, 'office', { visitor: 'all' }))).toEqual(missing);
    expect(refused(await visit.says('head', 'authorise')).code).toBe('not-yours-to-agree');

    // The first time two members of staff go.
    accepted(await visit.says('teacher', 'amend', { visitors: ['teacher', 'learning-mentor'].map((post) => ({ person: id(post) })) }));

    // The assessment: a danger is marked, and the family may be challenging.
    const away = { present: false };
    await answers(visit, 'teacher', {
      abuse: { present: true, measures: [] },
      threats: away,
      violence: away,
      'false-claims': away,
      checked: { sources: 'CPOMS and the family file', by: id('teacher'), on: clock.today() },
      professionals: 'The school nurse',
      location: { unsafe: false, lonely: true, notes: 'The lift is often out of order' },
      challenging: true,
    });
    expect(await by(visit.says('assistant-head', 'authorise'))).toEqual(['SB-05', 'SB-26', 'SB-28', 'SB-32']);
    await answers(visit, 'teacher', {
      abuse: { present: true, measures: ['Meet on the landing, and both sit by the door'] },
      strategies: { with: id('assistant-head'), on: clock.today(), settled: 'Listen first; no more than half an hour' },
    });

    // The line manager is asked whether there is another way. They read what the visit is for, and nobody agrees in their place.
    expect((await visit.seenBy('assistant-head'))['purpose']).toBe(purpose);
    expect(await by(depart(visit, 'teacher'))).toContain('SB-33');
    expect(refused(await visit.says('head', 'authorise')).code).toBe('not-yours-to-agree');
    expect(accepted(await visit.says('assistant-head', 'authorise')).stage).toBe('authorised');

    // The appointment, the five things, the adults, and a word between the two.
    await answers(visit, 'teacher', { arranged: true, appointment: { at: clock.time('13:20'), with: 'Mrs Rahimi' } });
    expect(await by(depart(visit, 'teacher'))).toEqual(['SB-15', 'SB-18', 'SB-49']);
    const five = { arrival: true, length: true, happens: true, questions: true, by: id('teacher'), on: clock.today() };
    await answers(visit, 'teacher', {
      'five-things': { ...five, brings: false },
      responsibility: { 'adult-1': 'yes' },
      'responsibility-checked': { 'adult-1': { by: id('office'), on: clock.today() } },
      'adult-name': { 'adult-1': { title: 'Mrs', given: 'Laleh', family: 'Rahimi', confirmed: clock.today() } },
      'adult-home': { 'adult-1': 'here' },
      'agencies-known': 'some',
      agencies: [{ agency: 'Early help', does: 'Mornings', contact: 'Ms Ode', spoken: clock.today() }],
      'exit-code': true,
    });
    expect(await by(depart(visit, 'teacher'))).toEqual(['SB-18']);
    await answers(visit, 'teacher', { 'five-things': { ...five, brings: true } });

    // Each signs out. Leadership and office are both told, with the numbers on the page.
    await clock.at('13:00');
    await visit.sent();
    expect(await by(depart(visit, 'teacher', { ticks: [] }))).toEqual(['SB-48']);
    const gone = accepted(await depart(visit, 'teacher'));
    expect(gone.visitors.map(({ person, state }) => [person, state])).toEqual([
      [id('teacher'), 'signed-out'],
      [id('learning-mentor'), 'expected'],
    ]);
    expect(await visit.sent()).toEqual(told('13:00', 'notice:leaving', ...leadership, ...office));
    accepted(await depart(visit, 'learning-mentor'));
    await visit.sent();
    expect((await visit.seenBy('office')).visitors.map((visitor) => visitor['mobile'])).toEqual(['+447700900450', '+447700900451']);

    // At the door: a child, and no adult. They stay outside; the safeguarding lead of the day hears at once.
    await clock.at('13:20');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all' }));
    expect((await card(visit, 'teacher', 'arrive')).shows).toEqual([
      'identification',
      'invited',
      'ask-for-adult',
      'no-adult',
      'leave-note',
    ]);
    expect((await card(visit, 'teacher', 'arrive')).asks).toEqual(['door']);
    await answers(visit, 'teacher', { door: 'child' });
    expect((await card(visit, 'teacher', 'arrive')).asks).toEqual(['door', 'adult-present']);
    expect(await visit.sent()).toEqual([]);
    const { alarms } = await answers(visit, 'teacher', { 'adult-present': false });
    expect(alarms).toMatchObject([{ of: 'child-alone', says: matching(/^Do not go in\./) }]);
    expect(await visit.sent()).toEqual(told('13:20', 'rung:a1/1', 'deputy'));
    await clock.at('13:31');
    expect(await visit.sent()).toEqual(told('13:30', 'rung:a1/2', 'deputy', 'head'));
    accepted(
      await visit.says('deputy', 'stand-down', {
        alarm: 'a1',
        how: 'His aunt has come home; I spoke to her',
        visitors: benedicts.both(clock.time('14:30')),
      }),
    );
    await visit.sent();

    // They go. Leadership is told that they have finished, and again that they are in; the office knowing it is not enough.
    await clock.at('13:45');
    accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'no-adult', next: 'school' }));
    expect(await visit.sent()).toEqual(told('13:45', 'notice:finished', ...leadership));
    await clock.at('14:05');
    expect(accepted(await visit.says('office', 'return', { visitor: 'all' })).stage).toBe('out');
    expect(await visit.sent()).toEqual(told('14:05', 'notice:back', ...leadership));
    await clock.at('14:36');
    expect(await visit.sent()).toEqual(told('14:35', 'nudge:return', 'teacher', 'learning-mentor', ...office));
    expect(accepted(await visit.says('assistant-head', 'return', { visitor: 'all' })).stage).toBe('returned');
    await visit.sent();

    // Written up: what worried them, what was agreed and for whom, and where it is on CPOMS.
    expect(await by(visit.says('teacher', 'close'))).toEqual(['SB-11', 'SB-27', 'SB-39', 'SB-51', 'SB-52']);
    accepted(
      await visit.says('teacher', 'write-up', {
        answers: {
          'any-concern': 'pass-on',
          concerns: 'He is often the only one at home',
          'in-confidence': false,
          'any-action': true,
          'agreed-actions': [{ what: 'Save him a place at the homework club', for: id('teaching-assistant') }],
        },
      }),
    );
    expect(await visit.sent()).toEqual(
      [...told('14:36', 'notice:concerns', ...leadership), ...told('14:36', 'notice:actions', 'teaching-assistant')].toSorted(),
    );
    expect(await by(visit.says('teacher', 'close'))).toEqual(['SB-11', 'SB-39']);
    accepted(await visit.says('teacher', 'record-reference', { system: 'CPOMS', reference: 'CPOMS 4471' }));
    const outstanding = (await visit.seenBy('teacher')).actions.find(({ name }) => name === 'close')?.['outstanding'];
    expect(outstanding).toMatchObject([{ code: 'contacts', clauses: ['SB-47'] }]);
    const contacts = [
      { what: 'The call to arrange it', at: clock.time('08:50'), cpoms: 'CPOMS 4468' },
      { what: 'The visit', at: clock.time('13:20'), cpoms: 'CPOMS 4471' },
    ];
    accepted(await visit.says('teacher', 'write-up', { answers: { contacts } }));

    // Whoever the action is for reads the visit, and what worried them is for others.
    const read = async (who: string): Promise<Readonly<Record<string, unknown>>> =>
      z.record(z.string(), z.unknown()).parse((await visit.seenBy(who))['answers']);
    expect(await read('teaching-assistant')).toHaveProperty('agreed-actions');
    expect(await read('teaching-assistant')).not.toHaveProperty('concerns');
    expect(await read('assistant-head')).toHaveProperty('concerns');
    expect(await read('office')).not.toHaveProperty('agreed-actions');
    expect((await school.as('attendance-lead').gets(`/visits/${visit.id}`)).status).toBe(403);

    expect(accepted(await visit.says('teacher', 'close')).stage).toBe('closed');
    await clock.at('16:30');
    expect(await visit.sent()).toEqual([]);
  });
});

describe('who may go alone', () => {
  const home = () => ({ household: id('home-4') });
  const alone = () => ({ ...home(), visitors: [{ person: id('teacher') }] });

  it('two go until somebody has been inside; after that one may, if the risk assessment says so, until the family moves', async () => {
    // Tuesday: nobody is at home. They leave a note.
    await clock.at('13:00');
    expect(await by(depart(await benedicts.asked(alone()), 'teacher'))).toEqual(including('SB-06', 'SB-34'));
    const first = await benedicts.out(home());
    await clock.at('13:25');
    accepted(await first.says('teacher', 'leave', { visitor: 'all', outcome: 'nobody-home', next: 'school' }));
    expect((await card(first, 'teacher', 'leave')).asks).toEqual(['outcome', 'note-left']);
    await answers(first, 'teacher', { 'note-left': { left: true, at: clock.time('13:24') } });
    accepted(await first.says('deputy', 'return', { visitor: 'all' }));

    // The next day it is still a first visit, whatever is answered of going alone. This time they get in.
    await clock.newDay();
    await clock.at('13:00');
    const again = await benedicts.asked(alone());
    await answers(again, 'teacher', { solo: true });
    expect((await card(again, 'teacher', 'assessment')).asks).not.toContain('solo');
    expect(await by(depart(again, 'teacher'))).toEqual(including('SB-06', 'SB-34'));
    const second = await benedicts.out(home());
    await clock.at('13:50');
    accepted(await second.says('teacher', 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }));
    accepted(await second.says('deputy', 'return', { visitor: 'all' }));

    // The day after, it is for the risk assessment to say.
    await clock.newDay();
    await clock.at('13:00');
    const third = await benedicts.asked(alone());
    expect((await card(third, 'teacher', 'assessment')).asks).toContain('solo');
    await answers(third, 'teacher', { solo: false });
    expect(await by(depart(third, 'teacher'))).toEqual(including('SB-06', 'SB-34'));
    await answers(third, 'teacher', { solo: true });
    await bringToDeparture(school.desk, id('teacher'), third.id);
    const seen = await third.seenBy('office');
    expect(seen).toMatchObject({ stage: 'out', visitors: [{ person: id('teacher'), state: 'signed-out' }] });
    // Alone, only a member of the family can be in sight of a child who speaks in confidence: the card says so.
    expect((await card(third, 'teacher', 'during')).shows).toContain('alone');
    expect((await card(second, 'teacher', 'during')).shows).not.toContain('alone');

    // Another address is another home.
    await clock.newDay();
    await clock.at('13:00');
    const record = `/households/${id('home-4')}`;
    const { name, adults, entered } = Home.parse((await school.as('office').gets(record)).body);
    expect(entered).toBe(true);
    expect((await school.as('office').puts(record, { name, adults, address: '7 Ferry Walk, Fenwick, ZZ99 5EE' })).status).toBe(200);
    const moved = await benedicts.asked(alone());
    await answers(moved, 'teacher', { solo: true });
    expect(await by(depart(moved, 'teacher'))).toEqual(including('SB-06', 'SB-34'));
  });
});
