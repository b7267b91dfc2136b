import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, allOut, told, toldAt } from '../support/eight-schools.ts';
import { containing } from '../support/matching.ts';
import { accepted, type Answer, type OneVisit, refused, type ShownVisit, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const kingsdown = cloud.school('kingsdown');
const { person } = kingsdown;

/** By which clauses something was refused, ours left out. */
const clausesOf = (answer: Answer): readonly string[] =>
  refused(answer)
    .clauses.filter((clause) => clause.startsWith('ST-'))
    .toSorted();
const answersOf = (visit: ShownVisit): readonly string[] => Object.keys(visit['answers'] ?? {});

describe('a visit at Kingsdown, from the request to the report', () => {
  let visit: OneVisit;
  const bare = () => ({
    household: person('home-1'),
    visitors: [{ person: person('teacher') }, { person: person('assistant') }],
    plan: { departAt: clock.time('13:00'), arriveAt: clock.time('13:20'), returnAt: clock.time('14:30') },
  });
  const request = () => ({
    ...bare(),
    type: 'procedural',
    reason: 'attendance-support',
    purpose: 'To agree on the way back to school',
    pupil: 'p-111',
    answers: { 'why-not-school': 'Nobody can mind the baby' },
  });
  const confirmed = { confirmed: true };
  const assessment = () => ({
    'record-reviewed': { by: person('teacher'), when: clock.time('08:40') },
    circumstances: false,
    'bedroom-required': false,
    transports: false,
    travel: { [person('teacher')]: 'foot', [person('assistant')]: 'foot' },
    aggression: confirmed,
    'public-areas': confirmed,
    illness: confirmed,
    animal: confirmed,
  });
  const leaving = { visitor: 'all', ticks: ['carry-phone', 'leave-at-once'] };

  beforeAll(async () => {
    await clock.newDay();
  });

  it('is not taken without its kind, its reason, its purpose, why not at school, and whether the child is a pupil', async () => {
    const nothing = await kingsdown.as('teacher').requests(bare());
    expect(clausesOf(nothing)).toEqual(['ST-12', 'ST-32', 'ST-46', 'ST-47', 'ST-94']);
    visit = await kingsdown.requested('teacher', request());
    expect((await visit.seenBy('head')).stage).toBe('requested');
  });

  it('is not approved without the assessment, the talk over who goes, a word on the DSL, and a senior who accepts the risk', async () => {
    expect(clausesOf(await visit.says('head', 'authorise'))).toEqual(['ST-112', 'ST-126', 'ST-127', 'ST-16', 'ST-23', 'ST-48', 'ST-50']);
    accepted(await visit.says('teacher', 'answer', { answers: assessment() }));
    expect(clausesOf(await visit.says('head', 'authorise'))).toEqual(['ST-16', 'ST-23', 'ST-48']);
  });

  it('is talked over with a senior, and with nobody else', async () => {
    const talk = (post: string) => ({
      staffing: 'more',
      'dsl-needed': false,
      'staffing-talk': { with: person(post), when: clock.time('08:45') },
    });
    expect(refused(await visit.says('teacher', 'answer', { answers: talk('office') })).code).toBe('wrong-answer');
    accepted(await visit.says('teacher', 'answer', { answers: talk('dsl') }));
    expect(clausesOf(await visit.says('head', 'authorise'))).toEqual(['ST-23']);
  });

  it('is no risk that a visitor accepts for themselves: a senior says it', async () => {
    const accept = { answers: { 'risk-accepted': true } };
    expect(refused(await visit.says('teacher', 'answer', accept)).code).toBe('not-yours-to-answer');
    accepted(await visit.says('deputy', 'answer', accept));
  });

  it('is approved by nobody of the office, and until it is approved nobody leaves', async () => {
    expect(refused(await visit.says('office', 'authorise')).code).toBe('not-yours-to-agree');
    expect(clausesOf(await visit.says('teacher', 'depart', leaving))).toEqual(
      ['ST-16', 'ST-21', 'ST-22', 'ST-28', 'ST-29', 'ST-49', 'ST-102', 'ST-149'].toSorted(),
    );
  });

  it('is approved by the headteacher, who sees what is still outstanding; the office hears of its times and places', async () => {
    await clock.at('09:40');
    const { actions } = await visit.seenBy('head');
    const outstanding = actions.find(({ name }) => name === 'authorise')?.['outstanding'];
    expect(outstanding).toMatchObject([{ code: 'know-policy', missing: [person('teacher'), person('assistant')] }]);
    await visit.sent();
    expect(accepted(await visit.says('head', 'authorise')).stage).toBe('authorised');
    expect(await visit.sent()).toEqual(told('09:40', 'notice:planned', 'office'));
  });

  it('is approved anew where somebody else goes than was chosen', async () => {
    const goes = (post: string) => ({ visitors: [{ person: person('teacher') }, { person: person(post) }] });
    expect(accepted(await visit.says('teacher', 'amend', goes('attendance'))).stage).toBe('requested');
    expect(accepted(await visit.says('teacher', 'amend', goes('assistant'))).stage).toBe('requested');
    expect(accepted(await visit.says('head', 'authorise')).stage).toBe('authorised');
    await visit.sent();
  });

  it('is prepared: arranged by telephone, the background looked into, logged in Inventory by the office', async () => {
    const prepared = {
      arranged: true,
      call: { when: clock.time('09:45'), with: 'Mrs Abernathy' },
      'call-questions': true,
      'address-confirmed': true,
      length: 45,
      background: { by: person('teacher'), when: clock.time('09:50'), household: 'Both parents and Isla', dsl: 'Nothing to add' },
      'animal-advice': 'Two cats, and both keep away from strangers',
      movements: [{ place: '9 Saltmarsh Row, and straight back', how: 'On foot' }],
    };
    accepted(await visit.says('teacher', 'answer', { answers: prepared }));
    accepted(await visit.says('office', 'answer', { answers: { inventory: { by: person('office'), when: clock.time('10:00') } } }));
    for (const post of ['teacher', 'assistant'])
      accepted(await visit.says(post, 'answer', { answers: { 'read-it': { [person(post)]: true } } }));
  });

  it('begins when each has a phone and knows to leave at once, and the office hears where they are and when they are back', async () => {
    await clock.at('13:00');
    expect(clausesOf(await visit.says('teacher', 'depart', { visitor: 'all' }))).toEqual(['ST-111', 'ST-142', 'ST-77'].toSorted());
    expect(accepted(await visit.says('teacher', 'depart', leaving)).stage).toBe('out');
    expect(await visit.sent()).toEqual(told('13:00', 'notice:gone', 'reception'));
    expect((await visit.seenBy('reception')).clocks).toMatchObject([{ id: 'return', dueAt: containing('13:30') }, { id: 'return' }]); // half past two in London
  });

  it('has the office hear that they are late, and of nothing that was said', async () => {
    await clock.at('13:15');
    accepted(await visit.says('teacher', 'answer', { answers: { 'running-late': 'told' } }));
    expect(await visit.sent()).toEqual(told('13:15', 'notice:late', 'reception'));
    await clock.at('13:25');
    accepted(await visit.says('teacher', 'arrive', { visitor: 'all', metBy: 'Mrs Abernathy' }));
    const said = { door: 'parent', 'spoke-to': [{ name: 'Moira Abernathy', dayToDay: true, parentalResponsibility: true }] };
    accepted(await visit.says('teacher', 'answer', { answers: said }));
    expect(answersOf(await visit.seenBy('reception'))).not.toContain('door');
    expect(await visit.seenBy('reception')).not.toHaveProperty('purpose');
    expect(answersOf(await visit.seenBy('assistant'))).toEqual(expect.arrayContaining(['door', 'spoke-to']));
  });

  it('tells the DSL of a concern at once, and whoever approved it; nobody else reads of it', async () => {
    await clock.at('13:40');
    accepted(await visit.says('teacher', 'answer', { answers: { safeguarding: true } }));
    expect(await visit.sent()).toEqual(
      [...told('13:40', 'rung:a1/1', 'dsl', 'deputy-dsl'), ...told('13:40', 'task:senior-action', 'head')].toSorted((a, b) =>
        a.slice(17) < b.slice(17) ? -1 : 1,
      ),
    );
    for (const post of ['reception', 'teacher']) expect(answersOf(await visit.seenBy(post))).not.toContain('safeguarding');
    expect(answersOf(await visit.seenBy('family-worker'))).toContain('safeguarding');
    accepted(await visit.says('dsl', 'acknowledge', { alarm: 'a1' }));
    accepted(await visit.says('head', 'answer', { answers: { 'senior-action': 'Agreed with the DSL that she rings social care' } }));
    const referral = { answers: { referral: { made: true, to: 'Ms Ade', when: clock.time('13:40') } } };
    expect(refused(await visit.says('head', 'answer', referral)).code).toBe('not-yours-to-answer');
    accepted(await visit.says('dsl', 'answer', referral));
    const still = { [person('teacher')]: clock.time('14:30'), [person('assistant')]: clock.time('14:30') };
    accepted(await visit.says('dsl', 'stand-down', { alarm: 'a1', how: 'I spoke to Nadia, and social care is told', visitors: still }));
    await visit.sent();
  });

  it('is not over when they have left the home: they are missed ten minutes after their time, and the ladder is climbed', async () => {
    await clock.at('14:05');
    expect(accepted(await visit.says('teacher', 'leave', { visitor: 'all', outcome: 'completed', next: 'school' })).stage).toBe('out');
    expect(await visit.sent()).toEqual(told('14:05', 'notice:left', 'reception'));
    await clock.at('14:46');
    expect(await visit.sent()).toEqual([
      ...told('14:40', 'rung:a2/1', 'reception'),
      ...told('14:45', 'rung:a2/2', 'deputy-dsl', 'dsl', 'head'),
    ]);
    expect(accepted(await visit.says('teacher', 'return')).stage).toBe('out');
    expect(accepted(await visit.says('reception', 'return', { visitor: person('assistant') })).stage).toBe('returned');
    expect(await visit.sent()).toEqual(told('14:46', 'over:a2', 'reception', 'deputy-dsl', 'dsl', 'head'));
  });

  it('is not closed without its report, and without saying whether anybody was hurt', async () => {
    await clock.at('15:00');
    expect(clausesOf(await visit.says('teacher', 'close'))).toEqual(['ST-144', 'ST-30', 'ST-89']);
    const report = { injured: false, report: 'We agreed on mornings only until half-term', 'notes-filed': { where: 'In her file' } };
    accepted(
      await visit.says('teacher', 'write-up', { answers: { ...report, 'other-concern': true, 'other-concern-text': 'The stairs' } }),
    );
    expect(await visit.sent()).toEqual(told('15:00', 'notice:other-concern', 'head'));
    expect(accepted(await visit.says('teacher', 'close')).stage).toBe('closed');
  });

  it('is read afterwards by whom it concerns, and an MIS sees that it is closed and nothing more', async () => {
    for (const post of ['teacher', 'assistant', 'head', 'deputy', 'dsl'])
      expect(answersOf(await visit.seenBy(post)), post).toContain('report');
    expect(answersOf(await visit.seenBy('office'))).not.toContain('report');
    // Whoever was written to may open the visit, and is shown when and who: nothing of what was said there.
    const written = await visit.seenBy('attendance');
    expect(answersOf(written)).not.toContain('report');
    for (const content of ['reason', 'purpose']) expect(written[content], content).toBeUndefined();
    const status = await visit.seenBy('machine:read');
    expect(status).toMatchObject({ stage: 'closed', type: 'procedural' });
    for (const content of ['answers', 'reason', 'purpose', 'history']) expect(status[content] ?? [], content).toEqual([]);
  });

  it('leaves the headteacher to answer what the parents say of it, reminded until that is done', async () => {
    await clock.at('15:20');
    const said = { 'parent-concern': true, 'parent-concern-text': 'Nobody had said that two would come' };
    accepted(await visit.says('office', 'answer', { answers: said }));
    expect(await visit.sent()).toEqual([...told('15:20', 'notice:parent-concern', 'head'), ...told('15:20', 'task:parent-answer', 'head')]);
    await clock.at('16:25');
    expect(await visit.sent()).toEqual(told('16:20', 'task:parent-answer', 'head'));
    const answer = { answers: { 'parent-answer': { what: 'That it was our mistake', when: clock.time('16:24') } } };
    expect(refused(await visit.says('deputy', 'answer', answer)).code).toBe('not-yours-to-answer');
    accepted(await visit.says('head', 'answer', answer));
    await clock.at('17:30');
    expect(await visit.sent()).toEqual([]);
  });

  it('leaves what is said against a visitor to the headteacher alone', async () => {
    const body = { visit: visit.id, about: [person('teacher')], words: 'That she raised her voice' };
    const made = await kingsdown.as('office').posts('/allegations', { body });
    expect(made.body).toMatchObject({ said: containing('The headteacher has been told, and nobody else') });
    expect((await kingsdown.as('head').gets('/allegations')).body).toMatchObject({ allegations: [{ words: body.words }] });
    for (const post of ['office', 'dsl', 'deputy', 'teacher'])
      expect((await kingsdown.as(post).gets('/allegations')).body, post).toEqual({ allegations: [] });
    expect(JSON.stringify(await visit.seenBy('head'))).not.toContain(body.words);
  });
});

// ------------------------------------------------------------------------------------------------ in what the four differ

const four = [
  {
    id: 'kingsdown',
    approvedBy: ['head'],
    team: ['dsl', 'deputy-dsl', 'family-worker'],
    again: '13:30',
    missed: told('14:40', 'rung:a2/1', 'reception'),
  },
  {
    id: 'lancaster',
    approvedBy: ['head'],
    team: ['dsl', 'pastoral'],
    again: '13:25',
    missed: told('14:50', 'rung:a2/1', 'office', 'dsl', 'pastoral'),
  },
  {
    id: 'st-nicholas',
    approvedBy: ['head', 'dsl'],
    team: ['dsl', 'inclusion', 'mentor'],
    again: '13:30',
    missed: told('14:30', 'rung:a2/1', 'office'),
  },
  {
    id: 'st-christopher',
    approvedBy: ['head'],
    team: ['dsl', 'therapist', 'welfare'],
    again: '13:35',
    missed: told('15:00', 'rung:a2/1', 'deputy', 'office'),
  },
] as const;

describe('the same afternoon at all four schools: two go, a child is alone, and nobody comes back', () => {
  const heard = new Map<string, { readonly agreements: unknown; readonly sent: readonly string[] }>();

  beforeAll(async () => {
    const schools = allEight(cloud).filter(({ id }) => four.some((one) => one.id === id));
    const visits = await allOut(cloud, schools);
    await clock.at('13:20');
    for (const { visit, first, school } of visits)
      accepted(await visit.says(first, 'raise-alarm', { visitor: school.person(first), kind: 'child-alone' }));
    await clock.at('13:36');
    for (const { visit, first, school } of visits) {
      const still = { [school.person(first)]: clock.time('14:30') };
      accepted(await visit.says('dsl', 'stand-down', { alarm: 'a1', how: 'I spoke to them, and her aunt is there', visitors: still }));
    }
    await clock.at('15:01');
    for (const { id, visit } of visits) {
      const { agreements } = await visit.seenBy('head');
      heard.set(id, { agreements, sent: await visit.sent() });
    }
  }, 150_000);

  it.each(four)('$id: approved by $approvedBy', ({ id, approvedBy }) => {
    const given = heard.get(id)?.agreements as readonly { readonly by: string }[]; // as the visit is shown
    expect([...new Set(given.map(({ by }) => by))].toSorted()).toEqual(approvedBy.map((post) => `${id}-${post}`).toSorted());
  });

  it.each(four)('$id: its own safeguarding team is told, $team, and again at $again', ({ id, team, again }) => {
    const sent = heard.get(id)?.sent.filter((line) => line.endsWith('rung:a1/1'));
    expect(sent?.slice(0, 2 * team.length)).toEqual(toldAt(['13:20', again], 'rung:a1/1', ...team));
  });

  it.each(four)('$id: missed when that school has set it, and whoever it has named is told', ({ id, missed }) => {
    expect(heard.get(id)?.sent.filter((line) => line.endsWith('rung:a2/1'))).toEqual(missed);
  });
});
