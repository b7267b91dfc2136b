/** Roselyn House's home-visit policy, told as it happens: who is refused what and why, who is told what and when, who reads what. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { told } from '../support/eight-schools.ts';
import { answersAt, formOf, requestAt, ticks, unworried } from '../support/roselyn-visit.ts';
import { accepted, type Answer, type OneVisit, refused, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const school = cloud.school('roselyn-house');
const tutor = school.person('tutor');
const mentor = school.person('mentor');
const leads = ['dsl', 'deputy-dsl', 'rhise-lead'];
const word = 'the blue folder';

/** The clauses that a refusal names, each once and in their order. */
const clausesOf = (answer: Answer): readonly string[] => refused(answer).clauses.toSorted((a, b) => numberOf(a) - numberOf(b));
const numberOf = (clause: string): number => Number(clause.slice(3));

const Card = z.looseObject({
  prompts: z.array(z.looseObject({ id: z.string(), say: z.string(), beside: z.array(z.looseObject({ value: z.unknown() })).optional() })),
  questions: z.array(z.looseObject({ id: z.string() })),
});
/** What somebody is shown on a visit's card. */
async function card(visit: OneVisit, stage: string, who: string) {
  const answer = await school.as(who).gets(`/visits/${visit.id}/cards/${stage}`);
  expect(answer.status, answer.text).toBe(200);
  return Card.parse(answer.body);
}
const lines = async (visit: OneVisit, stage: string, who: string): Promise<readonly string[]> =>
  (await card(visit, stage, who)).prompts.map(({ id }) => id);

const signs = async (visit: OneVisit, who: string, safeWord = word): Promise<void> => {
  const person = school.person(who);
  accepted(await visit.says(who, 'assess', { answers: formOf(person), safeWord, signed: true }));
  accepted(await visit.says(who, 'answer', { answers: unworried(person) }));
};
/** Asked for, talked over, assessed and signed: nobody has agreed to it. */
async function prepared(who: readonly string[], changes: object = {}): Promise<OneVisit> {
  const [first = ''] = who;
  const visitors = who.map((name) => ({ person: school.person(name) }));
  const visit = await school.requested(first, { ...requestAt(clock.time), visitors, ...changes });
  accepted(await visit.says(first, 'answer', { answers: answersAt(clock.time) }));
  accepted(await visit.says('dsl', 'answer', { answers: { staffing: who.length > 1 ? 'accompanied' : 'alone' } }));
  for (const name of who) await signs(visit, name);
  return visit;
}
const departs = (visit: OneVisit, who = 'tutor', body: object = {}): Promise<Answer> =>
  visit.says(who, 'depart', { visitor: 'all', ticks, ...body });
/** Authorised, and signed out now. */
async function out(): Promise<OneVisit> {
  const visit = await prepared(['tutor', 'mentor']);
  accepted(await visit.says('dsl', 'authorise'));
  accepted(await departs(visit));
  await visit.sent();
  return visit;
}
const written = { incident: ['none'], 'any-concern': 'none', 'animals-in-room': false, cpoms: { reference: 'C-1204', details: true } };

const byPerson = (a: string, b: string): number => (a.split(' ')[2]! < b.split(' ')[2]! ? -1 : 1);
const ofAlarm = (sent: readonly string[], what: string): readonly string[] =>
  [...new Set(sent.filter((line) => line.endsWith(` ${what}`)).map((line) => line.split(' ')[2] ?? ''))].toSorted();

describe('a visit to a family whose son stays away from school', () => {
  let visit: OneVisit;
  beforeAll(async () => {
    await clock.newDay();
  });

  it("needs one of the policy's reasons, and a purpose, before anybody looks at it", async () => {
    const asks = (changes: object): Promise<Answer> => school.as('tutor').requests({ ...requestAt(clock.time), ...changes });
    expect(clausesOf(await asks({ reason: undefined, purpose: undefined }))).toEqual(['RH-09', 'RH-24', 'RH-68']);
    expect(clausesOf(await asks({ reason: 'to-say-hello' }))).toEqual(['RH-09']);

    visit = await school.requested('tutor', requestAt(clock.time));
    expect(await visit.sent()).toEqual(told('08:30', 'notice:tell-safeguarding', ...leads));
  });

  it('is authorised once it has been talked over and both visitors have signed an assessment of their own', async () => {
    expect(clausesOf(await visit.says('dsl', 'authorise'))).toEqual([
      'RH-25',
      'RH-31',
      'RH-67',
      'RH-73',
      'RH-95',
      'RH-105',
      'RH-135',
      'RH-137',
      'RH-138',
      'RH-139',
    ]);

    accepted(await visit.says('tutor', 'answer', { answers: { ...answersAt(clock.time), 'family-informed': {} } }));
    expect(refused(await visit.says('tutor', 'answer', { answers: { staffing: 'accompanied' } })).code).toBe('not-yours-to-answer');
    expect(await lines(visit, 'authorise', 'dsl')).toContain('two-may-worsen');
    accepted(await visit.says('dsl', 'answer', { answers: { staffing: 'accompanied' } }));
    await signs(visit, 'tutor');
    expect(clausesOf(await visit.says('dsl', 'authorise'))).toEqual([
      'RH-31',
      'RH-67',
      'RH-73',
      'RH-95',
      'RH-135',
      'RH-137',
      'RH-138',
      'RH-139',
    ]);
    expect(refused(await visit.says('tutor', 'assess', { visitor: mentor, answers: formOf(mentor), signed: true })).code).toBe(
      'sign-your-own',
    );

    await signs(visit, 'mentor', 'the pink folder');
    expect(clausesOf(await visit.says('dsl', 'authorise'))).toEqual(['RH-87']);
    await signs(visit, 'mentor');
  });

  it('a hazard that is printed as low and judged higher reaches whoever has to authorise it', async () => {
    await visit.sent();
    accepted(await visit.says('mentor', 'assess', { answers: { 'animal-attack': { [mentor]: { raised: true } } }, signed: true }));
    expect(await visit.sent()).toEqual(told('08:30', 'notice:raised-hazard', ...leads));
  });

  it('is authorised by any safeguarding lead, and by nobody else: not the headteacher, and not themselves', async () => {
    for (const who of ['head', 'assistant-head', 'office'])
      expect(refused(await visit.says(who, 'authorise')).code, who).toBe('not-yours-to-agree');
    expect(refused(await visit.says('tutor', 'authorise')).code).toBe('own-visit');
    await clock.at('13:00');
    expect(clausesOf(await departs(visit))).toEqual(['RH-01', 'RH-02']);
    accepted(await visit.says('deputy-dsl', 'authorise'));
  });

  it('nobody goes while the family has not been told, or before they have said that they know the family and carry a phone', async () => {
    expect(clausesOf(await departs(visit, 'tutor', { ticks: [] }))).toEqual([
      'RH-02',
      'RH-28',
      'RH-70',
      'RH-74',
      'RH-108',
      'RH-126',
      'RH-128',
    ]);
    accepted(
      await visit.says('tutor', 'answer', {
        answers: { 'family-informed': { when: clock.time('09:15'), how: 'By telephone', by: tutor } },
      }),
    );
  });

  it('nobody goes who is worried for their own safety, whoever has authorised it, and nobody decides otherwise for them', async () => {
    await visit.sent();
    accepted(await visit.says('mentor', 'answer', { answers: { 'safety-concern': { [mentor]: true } } }));
    expect(await visit.sent()).toEqual(told('13:00', 'notice:veto', ...leads));
    expect(clausesOf(await departs(visit))).toEqual(['RH-93']);
    for (const who of ['tutor', 'dsl', 'head'])
      expect(refused(await visit.says(who, 'answer', { answers: { 'safety-concern': { [mentor]: false } } })).code, who).toBe(
        'not-yours-to-answer',
      );
    accepted(await visit.says('mentor', 'answer', { answers: { 'safety-concern': { [mentor]: false } } }));
  });

  it('when they sign out the office hears who went where and on which numbers, and the leads and both visitors that it has begun', async () => {
    expect(accepted(await departs(visit)).stage).toBe('out');
    expect(await visit.sent()).toEqual(
      [...told('13:00', 'notice:signed-out', 'office'), ...told('13:00', 'notice:plan-shared', ...leads, 'mentor', 'tutor')].toSorted(
        byPerson,
      ),
    );
    const seen = await visit.seenBy('office');
    expect(seen['household']).toMatchObject({ address: '22 Weaver Street, Roselyn, PR99 1AA' });
    expect(seen.visitors).toMatchObject([{ mobile: '+447700900400' }, { mobile: '+447700900401' }]);
    expect(seen).not.toHaveProperty('purpose');
  });

  it('whoever is there first waits outside for the other, with the purpose of the visit in hand', async () => {
    await clock.at('13:20');
    accepted(await visit.says('tutor', 'arrive'));
    const { prompts } = await card(visit, 'arrive', 'tutor');
    const said = prompts.map(({ id }) => id);
    expect(said).toEqual(
      expect.arrayContaining([
        'wait-for-all',
        'introduce',
        'invited',
        'child-invites',
        'no-animals',
        'near-animals',
        'not-upstairs',
        'no-bedroom',
      ]),
    );
    expect(prompts.find(({ id }) => id === 'introduce')?.beside).toMatchObject([{ value: 'To agree how Tyler gets back to school' }]);
    expect(prompts.map(({ say }) => say).join(' ')).not.toMatch(/cancel|badge/i);
    await clock.at('13:25');
    accepted(await visit.says('mentor', 'arrive', { metBy: 'Lisa Haworth' }));
  });

  it('something that must be passed on is told to every safeguarding lead at once, without saying what it is', async () => {
    await clock.at('13:50');
    await visit.sent();
    accepted(await visit.says('mentor', 'answer', { answers: { 'any-concern': 'disclosed' } }));
    expect(await visit.sent()).toEqual(told('13:50', 'rung:a1/1', ...leads));
    for (const text of await school.phone('dsl')) expect(text).not.toMatch(/Tyler|Haworth|Weaver|disclos|abuse/i);
    const who = { tutor: false, office: false, dsl: true, head: true };
    for (const [name, reads] of Object.entries(who))
      expect(JSON.stringify((await visit.seenBy(name))['answers']).includes('"disclosed"'), name).toBe(reads);
  });

  it('it takes longer: a call to the office moves the time, and everybody who was told of the first hears of the second', async () => {
    await clock.at('14:05');
    await visit.sent();
    accepted(
      await visit.says('office', 'revise', {
        visitor: 'all',
        plan: { returnAt: clock.time('15:00') },
        toldBy: 'Hannah Birtwistle',
        means: 'telephone',
      }),
    );
    expect(await visit.sent()).toEqual(told('14:05', 'notice:revised', ...leads, 'mentor', 'office', 'tutor'));
    await clock.at('14:46');
    expect((await visit.sent()).filter((line) => line.includes(' rung:a2'))).toEqual([]);
  });

  it('the call on leaving ends the watch of whoever goes home, and of nobody who goes back to school', async () => {
    await clock.at('14:50');
    await visit.sent();
    accepted(await visit.says('office', 'leave', { visitor: tutor, outcome: 'completed', next: 'home' }));
    await clock.at('14:51');
    const left = accepted(await visit.says('office', 'leave', { visitor: mentor, outcome: 'completed', next: 'school' }));
    expect(left.visitors.map(({ state }) => state)).toEqual(['accounted-for', 'left']);
    expect(left.clocks.map(({ visitor }) => visitor)).toEqual([mentor]);
    expect(await visit.sent()).toEqual([...told('14:50', 'notice:left', 'office'), ...told('14:51', 'notice:left', 'office')]);
  });

  it('a quarter of an hour after the time they gave the office is to ring, and ten minutes later the leads are told', async () => {
    await clock.at('15:26');
    expect((await visit.sent()).filter((line) => line.includes('rung:a2'))).toEqual([
      ...told('15:15', 'rung:a2/1', 'office'),
      ...told('15:25', 'rung:a2/2', ...leads),
    ]);
    accepted(
      await visit.says('office', 'log-attempt', { alarm: 'a2', rung: 1, who: 'The mentor', means: 'telephone', result: 'no-answer' }),
    );
  });

  it('he reports back: it is over, and everybody who was alerted hears that too', async () => {
    await clock.at('15:30');
    await visit.sent();
    expect(accepted(await visit.says('mentor', 'return')).stage).toBe('returned');
    expect(ofAlarm(await visit.sent(), 'over:a2')).toEqual(['deputy-dsl', 'dsl', 'office', 'rhise-lead']);
  });

  it('it stays open until it is written up, is on CPOMS and the concern has been talked over with a safeguarding lead', async () => {
    expect(refused(await visit.says('tutor', 'close')).code).toBe('alarm-open');
    accepted(await visit.says('dsl', 'stand-down', { alarm: 'a1', how: 'We have spoken', visitors: {} }));
    expect(clausesOf(await visit.says('tutor', 'close'))).toEqual(['RH-57', 'RH-61', 'RH-62', 'RH-64', 'RH-65']);
    const { 'any-concern': _said, ...rest } = written;
    accepted(await visit.says('tutor', 'write-up', { answers: { ...rest, report: 'We agreed on two mornings a week' } }));
    expect(clausesOf(await visit.says('tutor', 'close'))).toEqual(['RH-62']);
    const talk = { with: school.person('dsl'), when: clock.time('15:30') };
    expect(refused(await visit.says('mentor', 'answer', { answers: { 'concern-talk': talk } })).code).toBe('not-yours-to-answer');
    accepted(
      await visit.says('dsl', 'answer', { answers: { 'concern-talk': talk, referral: { 'why-not': 'His mother has rung them herself' } } }),
    );
    expect(accepted(await visit.says('tutor', 'close')).stage).toBe('closed');
  });

  it('afterwards those who went, the leads and the head read the report; the office sees who went where and when; other staff nothing', async () => {
    const reads = async (name: string): Promise<boolean> => JSON.stringify(await visit.seenBy(name)).includes('two mornings a week');
    for (const name of ['tutor', 'mentor', ...leads, 'head']) expect(await reads(name), name).toBe(true);
    for (const name of ['office', 'assistant-head', 'machine:read']) expect(await reads(name), name).toBe(false);
    expect((await visit.seenBy('office')).visitors).toMatchObject([{ name: 'Hannah Birtwistle' }, { name: 'Kwame Asante' }]);
    expect((await school.as('attendance').gets(`/visits/${visit.id}`)).status).toBe(403);
  });
});

describe('looking in on a child who is absent, when nobody answers', () => {
  let visit: OneVisit;
  const check = {
    type: 'emergency',
    reason: 'safe-check',
    purpose: 'To see that she is safe',
    household: school.person('home-2'),
    visitors: [{ person: school.person('attendance') }],
  };
  const facts = { absent: 'Since Thursday', 'no-answer': 'Three calls and a letter', concern: 'Nobody has seen her for a week' };
  const asks = (answers: object) => school.as('attendance').requests({ ...requestAt(clock.time), ...check, answers });
  beforeAll(async () => {
    await clock.newDay();
  });

  it('says since when she is absent, that nobody answered and what the worry is; the leads hear of it by text', async () => {
    expect(clausesOf(await asks({ 'safe-check-facts': { absent: 'Since Thursday' } }))).toEqual(['RH-14']);
    const tried = [{ date: clock.today(), means: 'A call at the door' }];
    visit = await school.requested('attendance', {
      ...requestAt(clock.time),
      ...check,
      answers: { 'safe-check-facts': facts, 'failed-contacts': tried },
    });
    expect(await visit.sent()).toEqual(
      leads
        .toSorted()
        .flatMap((lead) => [`08:30 text+email ${lead} notice:safe-check-asked`, ...told('08:30', 'notice:tell-safeguarding', lead)]),
    );
    for (const text of await school.phone('dsl')) expect(text).not.toMatch(/absent|child|Bashir|Canal/i);
    const { prompts } = await card(visit, 'authorise', 'dsl');
    expect(prompts.find(({ id }) => id === 'unannounced')?.beside).toMatchObject([{ value: tried }]);
  });

  it('something is known of the home: two go, or the lead who lets one go says why', async () => {
    const { 'family-informed': _untold, 'staffing-talk': talk, ...answers } = answersAt(clock.time);
    const known = { ...answers, 'staffing-talk': { ...talk, with: school.person('deputy-dsl') }, circumstances: 'adverse' };
    accepted(await visit.says('attendance', 'answer', { answers: known }));
    accepted(await visit.says('deputy-dsl', 'answer', { answers: { staffing: 'alone' } }));
    await signs(visit, 'attendance');
    expect(clausesOf(await visit.says('deputy-dsl', 'authorise'))).toEqual(['RH-105']);
    accepted(await visit.says('deputy-dsl', 'answer', { answers: { 'why-alone': 'Two at the door frightened her last time' } }));
    accepted(await visit.says('deputy-dsl', 'authorise'));
  });

  it('she goes without the family having been told', async () => {
    await clock.at('13:00');
    expect(accepted(await departs(visit, 'attendance')).stage).toBe('out');
  });

  it('only a child comes to the door: she stays outside, and every lead is told until one of them has seen to it', async () => {
    await clock.at('13:20');
    accepted(await visit.says('attendance', 'arrive'));
    await visit.sent();
    accepted(await visit.says('attendance', 'answer', { answers: { door: 'child-only' } }));
    expect((await lines(visit, 'incident', 'attendance')).slice(0, 1)).toEqual(['call-999']);
    expect(await lines(visit, 'incident', 'attendance')).toContain('child-999');
    const expected = { [school.person('attendance')]: clock.time('14:30') };
    await clock.at('13:31');
    accepted(await visit.says('deputy-dsl', 'acknowledge', { alarm: 'a1' }));
    await clock.at('13:42');
    expect(await visit.sent()).toEqual(['13:20', '13:30', '13:41'].flatMap((hour) => told(hour, 'rung:a1/1', ...leads)));
    accepted(await visit.says('deputy-dsl', 'stand-down', { alarm: 'a1', how: 'Her aunt is with her now', visitors: expected }));
  });

  it('she is watched meanwhile, and leaves with an outcome that is not "nobody in"', async () => {
    await clock.at('14:10');
    const left = accepted(await visit.says('attendance', 'leave', { outcome: 'child-only', next: 'school' }));
    expect(left.clocks).toMatchObject([{ state: 'running' }]);
    accepted(await visit.says('attendance', 'return'));
    expect((await visit.seenBy('dsl')).alarms).toHaveLength(1);
  });

  it('the lead says whether it was referred, and nobody else; it is closed like every other visit, with report and CPOMS', async () => {
    const referral = { to: 'Social care', when: clock.time('14:00'), by: school.person('deputy-dsl') };
    expect(refused(await visit.says('attendance', 'answer', { answers: { referral } })).code).toBe('not-yours-to-answer');
    accepted(await visit.says('deputy-dsl', 'answer', { answers: { referral } }));
    expect((await visit.seenBy('attendance'))['answers']).not.toHaveProperty('referral');
    expect(clausesOf(await visit.says('attendance', 'close'))).toEqual(['RH-57', 'RH-61', 'RH-62', 'RH-64', 'RH-65']);
    accepted(await visit.says('attendance', 'write-up', { answers: { ...written, report: 'We waited for her aunt' } }));
    expect(accepted(await visit.says('attendance', 'close')).stage).toBe('closed');
  });
});

describe('an evening visit', () => {
  beforeAll(async () => {
    await clock.newDay();
  });

  it('needs the headteacher as well as a safeguarding lead, and what was agreed for the afternoon no longer counts', async () => {
    const visit = await prepared(['tutor', 'mentor']);
    accepted(await visit.says('dsl', 'authorise'));
    accepted(await visit.says('tutor', 'amend', { plan: { departAt: clock.time('16:30'), returnAt: clock.time('17:30') } }));
    await clock.at('16:30');
    expect(clausesOf(await departs(visit))).toEqual(['RH-01', 'RH-94']);
    accepted(await visit.says('head', 'authorise'));
    expect(clausesOf(await departs(visit))).toEqual(['RH-01']);
    accepted(await visit.says('dsl', 'authorise'));
    expect(accepted(await departs(visit)).stage).toBe('out');
  });
});

describe('a morning on which one of the two is ill', () => {
  beforeAll(async () => {
    await clock.newDay();
  });

  it('the other does not go alone on what was agreed for two: it is talked over again', async () => {
    const visit = await prepared(['tutor', 'mentor']);
    accepted(await visit.says('dsl', 'authorise'));
    await clock.at('12:00');
    await visit.sent();
    accepted(await visit.says('mentor', 'not-going', { reason: 'Ill' }));
    await clock.at('13:00');
    expect(clausesOf(await departs(visit))).toEqual(['RH-01', 'RH-26', 'RH-69']);
    const talk = { with: school.person('rhise-lead'), when: clock.time('12:30'), why: 'The mother is alone at home' };
    accepted(await visit.says('tutor', 'answer', { answers: { 'staffing-talk': talk } }));
    accepted(await visit.says('rhise-lead', 'answer', { answers: { staffing: 'alone' } }));
    accepted(await visit.says('rhise-lead', 'authorise'));
    expect(accepted(await departs(visit)).stage).toBe('out');
  });
});

describe('a visit from which the tutor rings to ask for advice', () => {
  let visit: OneVisit;
  beforeAll(async () => {
    await clock.newDay();
    await clock.at('13:00');
    visit = await out();
  });

  it('the office is warned of odd calls, and has the safe word before it, which nobody else is shown', async () => {
    expect(await lines(visit, 'incident', 'office')).toContain('odd-call');
    expect((await visit.seenBy('office')).visitors).toMatchObject([{ safeWord: word }, { safeWord: word }]);
    for (const who of ['tutor', 'mentor', 'assistant-head']) expect(JSON.stringify(await visit.seenBy(who)), who).not.toContain(word);
  });

  it('the word is said: leads, head and office are told at once, nobody rings the home, and the call is answered like any other', async () => {
    await clock.at('13:40');
    const answer = await visit.says('tutor', 'check-in', { words: 'Should I leave the blue folder with them?' });
    expect(accepted(answer).alarms).toEqual([]);
    expect(answer.text).not.toMatch(/distress|safe-word/);
    expect(await visit.sent()).toEqual(told('13:40', 'rung:h1/1', ...leads, 'head', 'office'));
    expect([...(await school.phone('tutor')), ...(await school.phone('mentor'))]).toEqual([]);
    await clock.at('13:44');
    expect(await visit.sent()).toEqual(told('13:43', 'rung:h1/2', ...leads, 'head', 'office'));
    accepted(await visit.says('head', 'record-police', { alarm: 'h1', by: 'Margaret Loxley', at: clock.time('13:42'), reference: '417' }));
  });

  it('that they say they are back ends nothing until one of the leads has seen them', async () => {
    await clock.at('14:00');
    accepted(await visit.says('tutor', 'leave', { visitor: 'all', outcome: 'abandoned-safety', next: 'school' }));
    accepted(await visit.says('tutor', 'return', { visitor: 'all' }));
    expect((await visit.seenBy('dsl')).alarms.find(({ id }) => id === 'h1')?.endedAt).toBeNull();
    const safe = { [tutor]: 'accounted-for', [mentor]: 'accounted-for' };
    accepted(await visit.says('dsl', 'stand-down', { alarm: 'h1', how: 'Both sit here with me', visitors: safe }));
    expect((await visit.seenBy('dsl')).alarms.find(({ id }) => id === 'h1')?.ended).toBe('stood-down');
  });

  it('it is closed when it is written down what happened, and who offered them support', async () => {
    accepted(await visit.says('tutor', 'write-up', { answers: { ...written, report: 'He would not let us go' } }));
    accepted(await visit.says('dsl', 'stand-down', { alarm: 'a1', how: 'Both are back', visitors: {} }));
    expect(clausesOf(await visit.says('dsl', 'close'))).toEqual(['RH-65', 'RH-123']);
    const details = { what: 'He stood in the doorway and would not move', who: 'An uncle', when: clock.time('13:35') };
    accepted(await visit.says('tutor', 'answer', { answers: { 'incident-details': details } }));
    const support = { by: school.person('head'), when: clock.time('14:00') };
    accepted(await visit.says('dsl', 'answer', { answers: { 'support-offered': support } }));
    expect(clausesOf(await visit.says('dsl', 'close'))).toEqual(['RH-65']);
    accepted(await visit.says('dsl', 'answer', { answers: { incident: ['threat'] } }));
    expect(accepted(await visit.says('dsl', 'close')).stage).toBe('closed');
  });
});

describe('what is said against a visitor', () => {
  beforeAll(async () => {
    await clock.newDay();
    await clock.at('13:00');
  });

  it('goes to the headteacher and to nobody else, and is told again until she has seen to it', async () => {
    const visit = await out();
    await clock.at('13:30');
    const body = { visit: visit.id, about: [mentor], words: 'His mother says that he was shouted at' };
    const made = await school.as('tutor').posts('/allegations', { body });
    const { id } = z.looseObject({ id: z.string() }).parse(made.body);
    await clock.at('14:29');
    expect(await school.visit(id).sent()).toEqual(told('13:30', 'rung:a1/1', 'head'));
    expect((await school.as('head').gets(`/allegations/${id}`)).text).toContain('shouted at');
    for (const who of ['mentor', 'tutor', 'office', ...leads, 'assistant-head', 'machine:read'])
      expect((await school.as(who).gets(`/allegations/${id}`)).status, who).toBe(404);
    for (const who of ['mentor', 'dsl', 'office']) expect(JSON.stringify(await visit.seenBy(who)), who).not.toContain('shouted');
  });
});

describe('two homes on one outing', () => {
  beforeAll(async () => {
    await clock.newDay();
  });

  it('going on from one to the other leaves nobody unwatched in between', async () => {
    const round = (order: number, home: string) => ({ round: { id: 'friday', order }, household: school.person(home) });
    const first = await prepared(['tutor', 'mentor'], round(1, 'home-1'));
    const second = await prepared(['tutor', 'mentor'], round(2, 'home-2'));
    for (const visit of [first, second]) accepted(await visit.says('dsl', 'authorise'));
    await clock.at('13:00');
    accepted(await departs(first));
    await clock.at('13:40');
    const left = accepted(await first.says('tutor', 'leave', { visitor: 'all', outcome: 'completed', next: second.id }));
    expect(left.clocks.map(({ visitor, id }) => [visitor, id])).toEqual([
      [tutor, 'report-back'],
      [mentor, 'report-back'],
    ]);
    await clock.at('13:55');
    accepted(await second.says('tutor', 'arrive', { visitor: 'all' }));
    await first.sent();
    await clock.at('14:46');
    expect((await first.sent()).filter((line) => line.includes('rung:'))).toEqual(told('14:45', 'rung:a1/1', 'office'));
  });
});
