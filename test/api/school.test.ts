import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Question } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, madeUp } from '../support/afternoon.ts';
import { type Answered, apiOf } from '../support/api.ts';
import { dsl, head, lighthouse, office, secondTutor, tutor } from '../support/lighthouse-visit.ts';
import { containing, including, matching, someText } from '../support/matching.ts';
import { yearGroup } from '../support/year-group.ts';

type Body = Readonly<Record<string, unknown>>;
const settingsIn = (body: Body) =>
  new Map(
    z
      .array(z.looseObject({ id: z.string() }))
      .parse(body['settings'])
      .map((setting) => [setting.id, setting]),
  );
const clausesIn = (elements: unknown) =>
  z
    .array(z.object({ clauses: z.array(z.string()) }))
    .parse(elements)
    .flatMap(({ clauses }) => clauses);

describe('the policy', () => {
  it("is the school's, laid over Doorstep's own, each line with its clauses", async () => {
    const { call } = await lighthouse();
    const { body } = await call(tutor, 'GET', '/policy');
    expect(body).toMatchObject({ id: 'made-up', version: '1' });
    expect(clausesIn(body['gates'])).toEqual(including('LH-04', 'DS-08'));
  });
});

describe('settings', () => {
  it('are shown with where each comes from', async () => {
    const { call, afternoon } = await lighthouse();
    const settings = settingsIn((await call(tutor, 'GET', '/settings')).body);
    expect(settings.get('step-time')).toMatchObject({ type: 'length', value: 'PT4M', source: 'school', clauses: [matching(/^LH-/)] });
    const context = await afternoon.schools.context('lighthouse', {});
    await afternoon.schools.putSettings('lighthouse', { ...context.settings!, version: 2, values: {} });
    expect(settingsIn((await call(tutor, 'GET', '/settings')).body).get('step-time')).toMatchObject({ value: null, source: 'unset' });
  });

  it('are put in the place of those that were, by whom the policy names', async () => {
    const { call, afternoon } = await lighthouse();
    const { values } = (await afternoon.schools.context('lighthouse', {})).settings!;
    const changed = { ...values, 'step-time': 'PT6M' };
    expect((await call(dsl, 'PUT', '/settings', { body: { values: changed } })).status).toBe(403);
    expect((await call('machine:write', 'PUT', '/settings', { body: { values: changed }, headers: { 'if-match': '*' } })).status).toBe(403);
    const answer = await call(head, 'PUT', '/settings', { body: { values: changed } });
    expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
    expect(settingsIn(answer.body).get('step-time')).toMatchObject({ value: 'PT6M', source: 'school' });
    expect((await call(head, 'GET', '/settings')).headers['etag']).toBe(answer.headers['etag']);
  });

  it('are not put where one of them cannot be, and it is said which', async () => {
    const { call } = await lighthouse();
    const { body } = await call(head, 'PUT', '/settings', { body: { values: { 'step-time': 'soon', repeat: 'PT0S', colour: 'red' } } });
    expect(body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/values/step-time' }, { pointer: '/values/repeat' }, { pointer: '/values/colour' }],
    });
    expect((await call(head, 'GET', '/settings')).body).toMatchObject({ version: 1 });
  });

  it('are not put over what somebody else put meanwhile', async () => {
    const { call } = await lighthouse();
    const { headers } = await call(head, 'GET', '/settings');
    const put = (value: string) =>
      call(head, 'PUT', '/settings', { body: { values: { 'step-time': value } }, headers: { 'if-match': headers['etag']! } });
    expect((await put('PT6M')).status).toBe(200);
    expect(await put('PT7M')).toMatchObject({ status: 412, body: { type: '/problems/changed' } });
  });
});

describe('people', () => {
  const ines = {
    name: 'Ines Duarte',
    firstName: 'Ines',
    duties: ['visitor', 'dsl'],
    roles: ['tutor'],
    mobile: '+447700900511',
    email: 'ines@lighthouse.example',
  };

  it('are listed without numbers, save for whoever has to reach them', async () => {
    const { call } = await lighthouse();
    for (const who of [secondTutor, 'machine:read']) {
      const { body } = await call(who, 'GET', '/people?duty=office');
      expect(body, who).toEqual({ people: [{ id: office, name: someText, duties: ['office'], roles: [] }] });
    }
    expect((await call(office, 'GET', `/people/${tutor}`)).body).toMatchObject({ mobile: matching(/^\+447700/) });
    expect((await call(secondTutor, 'GET', `/people/${tutor}`)).body).not.toHaveProperty('mobile');
    expect((await call(secondTutor, 'GET', `/people/${secondTutor}`)).body).toHaveProperty('mobile');
    expect((await call(office, 'GET', '/people/nobody')).status).toBe(404);
    expect((await call(office, 'GET', '/people/constructor')).status).toBe(404);
    expect((await call(office, 'GET', '/people?duty=king')).body).toMatchObject({ errors: [{ pointer: '/query/duty' }] });
  });

  it('are kept by an admin or a head, whole or not at all', async () => {
    const { call } = await lighthouse();
    expect((await call(dsl, 'PUT', `/people/${tutor}`, { body: ines })).status).toBe(403);
    expect((await call(head, 'PUT', `/people/${tutor}`, { body: { ...ines, mobile: '07700 9005', id: 'x' } })).body).toMatchObject({
      errors: [{ pointer: '/id' }, { pointer: '/mobile', message: containing('07700 900123') }],
    });
    expect((await call(head, 'PUT', '/people/New%20One', { body: ines })).status).toBe(404);
    expect(await call(head, 'PUT', `/people/${tutor}`, { body: ines })).toMatchObject({
      status: 200,
      body: { duties: ['visitor', 'dsl'] },
    });
    // What somebody may do is what their record says from now on.
    expect((await call(head, 'PUT', '/people/lighthouse-new', { body: ines })).status).toBe(201);
    expect((await call('lighthouse-new', 'GET', '/board')).status).toBe(200);
  });

  it('are kept by a machine that knows what it replaces, or that there is nothing', async () => {
    const { call } = await lighthouse();
    const put = (id: string, headers: Record<string, string>, more: object = {}) =>
      call('machine:write', 'PUT', `/people/${id}`, { body: { ...ines, ...more }, headers });
    expect((await put('lighthouse-new', {})).status).toBe(428);
    expect((await put('lighthouse-new', { 'if-match': '*' })).status).toBe(412);
    expect((await put('lighthouse-new', { 'if-none-match': '*' })).status).toBe(201);
    // The very same again is done already; anything else must know what is there.
    expect((await put('lighthouse-new', { 'if-none-match': '*' })).status).toBe(200);
    expect((await put('lighthouse-new', { 'if-none-match': '*' }, { name: 'Another' })).status).toBe(412);
    const { headers } = await call('machine:write', 'GET', '/people/lighthouse-new');
    const answer = await put('lighthouse-new', { 'if-match': headers['etag']! });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).not.toHaveProperty('mobile');
    expect((await call('machine:read', 'PUT', '/people/lighthouse-new', { body: ines, headers: { 'if-match': '*' } })).status).toBe(403);
  });
});

describe('homes', () => {
  const fern = { name: 'The Fern family', address: '9 Rock Lane', adults: [{ id: 'adult-1', name: 'Li Fern' }], pupils: [] };

  it('are found by a part of their name or address', async () => {
    const { call } = await lighthouse();
    expect((await call(tutor, 'GET', '/households?q=QUILL')).body).toMatchObject({ households: [{ id: 'lighthouse-home-2' }] });
    expect((await call(tutor, 'GET', '/households')).body['households']).toHaveLength(3);
    expect((await call('lighthouse-leaver', 'GET', '/households')).status).toBe(403);
  });

  it('are walked to the end, a page at a time', async () => {
    const { call, afternoon } = await lighthouse();
    for (let n = 0; n < 230; n += 1)
      await afternoon.schools.putHousehold(
        'lighthouse',
        {
          id: `new-${String(n).padStart(3, '0')}`,
          name: n % 23 === 0 ? 'Fern' : 'Moss',
          formerAddresses: [],
          phones: [],
          adults: [],
          pupils: [],
          hazards: [],
          entered: false,
          answers: {},
          mergedFrom: [],
        },
        0,
      );
    const walk = async (query: string) => {
      const pages: number[] = [];
      const ids: unknown[] = [];
      for (let after: string | undefined = ''; after !== undefined;) {
        const { body }: Answered = await call(tutor, 'GET', `/households?${query}${after === '' ? '' : `&after=${after}`}`);
        const homes = z.array(z.looseObject({ id: z.string() })).parse(body['households']);
        pages.push(homes.length);
        ids.push(...homes.map(({ id }) => id));
        after = z.string().optional().parse(body['next']);
      }
      return { pages, ids };
    };
    const all = await walk('');
    expect(all.pages).toEqual([100, 100, 33]);
    expect(new Set(all.ids).size).toBe(233);
    expect((await walk('q=fern&limit=4')).pages).toEqual([4, 4, 2]);
    expect((await walk('q=fern&limit=5')).pages).toEqual([5, 5]);
    expect((await call(tutor, 'GET', '/households?limit=101')).body).toMatchObject({ status: 400, errors: [{ pointer: '/query/limit' }] });
    expect((await call(tutor, 'GET', '/households?after=A%20B')).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/query/after' }],
    });
  });

  it('keep what visits found out where a school record comes without it', async () => {
    const { call } = await lighthouse();
    const hazards = [{ what: 'A loose dog' }];
    expect((await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, hazards, entered: true } })).status).toBe(201);
    const shown = await call('machine:write', 'GET', '/households/h-fern');
    expect(shown.body).not.toHaveProperty('hazards');
    expect(
      (
        await call('machine:write', 'PUT', '/households/h-fern', {
          body: { ...fern, phones: ['01632 960902'] },
          headers: { 'if-match': shown.headers['etag']! },
        })
      ).status,
    ).toBe(200);
    expect((await call(tutor, 'GET', '/households/h-fern')).body).toMatchObject({ phones: ['+441632960902'], hazards, entered: true });
  });

  it('have been entered by nobody once the family has moved', async () => {
    const { call } = await lighthouse();
    expect((await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, entered: true } })).status).toBe(201);
    const moved = { ...fern, address: '10 Rock Lane' };
    expect((await call(tutor, 'PUT', '/households/h-fern', { body: moved })).body).toMatchObject({ entered: false });
  });

  it('keep no answer to a question that the policy does not ask of a home', async () => {
    const { call } = await lighthouse();
    expect((await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, answers: { colour: 'red' } } })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/answers/colour' }],
    });
    expect((await call(tutor, 'GET', '/households/h-fern')).status).toBe(404);
  });

  const asking = async () => {
    const { file, policy } = madeUp();
    const asked = (id: string, reads: Question['reads']) =>
      Question.parse({ id, ask: id, stage: 'home', type: 'text', about: 'home', reads, clauses: ['LH-05'] });
    const afternoon = await afternoonAt(
      { file, policy: { ...policy, questions: [...policy.questions, asked('dog', 'content'), asked('worry', 'concern')] } },
      Instant.parse('2026-06-22T12:00:00Z'),
    );
    return { afternoon, call: apiOf(afternoon) };
  };

  it('keep with each answer who gave it first, and when, until it is another', async () => {
    const { afternoon, call } = await asking();
    await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, answers: { dog: 'Rex' } } });
    const first = { dog: { value: 'Rex', by: tutor, at: '2026-06-22T12:00:00.000Z' } };
    afternoon.clock.advance('PT1H');
    const put = async (dog: unknown) =>
      (await call(office, 'PUT', '/households/h-fern', { body: { ...fern, answers: { dog } } })).body['answers'];
    expect(await put('Rex')).toEqual(first);
    expect(await put({ at: first.dog.at, value: 'Rex', by: tutor })).toEqual(first);
    expect(await put('Rex and Max')).toEqual({ dog: { value: 'Rex and Max', by: office, at: '2026-06-22T13:00:00.000Z' } });
  });

  it('show an answer to whom its class is for, and lose none that the writer was not shown', async () => {
    const { call } = await asking();
    await call(dsl, 'PUT', '/households/h-fern', { body: { ...fern, answers: { dog: 'Rex', worry: 'Shouting' } } });
    expect((await call(dsl, 'GET', '/households/h-fern')).body['answers']).toHaveProperty('worry');
    expect((await call(tutor, 'GET', '/households/h-fern')).body['answers']).not.toHaveProperty('worry');
    expect((await call('machine:read', 'GET', '/households/h-fern')).body).not.toHaveProperty('answers');
    await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, answers: {} } });
    expect(Object.keys((await call(dsl, 'GET', '/households/h-fern')).body['answers'] ?? {})).toEqual(['worry']);
  });

  it('are found by what is kept of them, by whoever may read it', async () => {
    const { call } = await asking();
    await call(dsl, 'PUT', '/households/h-fern', { body: { ...fern, answers: { dog: 'Rex', worry: 'Shouting' } } });
    await call(dsl, 'PUT', '/households/h-moss', { body: { ...fern, name: 'The Moss family', answers: { dog: 'Max' } } });
    const found = async (query: string) =>
      z
        .array(z.looseObject({ id: z.string() }))
        .parse((await call(dsl, 'GET', `/households?${query}`)).body['households'])
        .map(({ id }) => id);
    expect(await found('answered=dog')).toEqual(['h-fern', 'h-moss']);
    expect(await found('answered=dog:Rex')).toEqual(['h-fern']);
    expect(await found('answered=dog&unanswered=worry')).toEqual(['h-moss']);
    expect(await found('unanswered=dog')).toEqual(['lighthouse-home-1', 'lighthouse-home-2', 'lighthouse-home-3']);
    expect(await found('answered=dog&q=moss')).toEqual(['h-moss']);
    expect((await call(tutor, 'GET', '/households?answered=worry')).status).toBe(403);
    for (const who of ['machine:read', 'machine:write'])
      expect((await call(who, 'GET', '/households?unanswered=dog')).body, who).toMatchObject({ type: '/problems/forbidden' });
  });

  it('are not looked for by what is not kept of homes, and it is said what is', async () => {
    const { call } = await asking();
    const wrong = async (query: string) => (await call(dsl, 'GET', `/households?${query}`)).body['errors'];
    const kept = containing('dog, worry');
    expect(await wrong('unanswered=colour')).toEqual([{ pointer: '/query/unanswered', message: kept }]);
    // Asked of a visit, and of a person.
    for (const id of ['animals', 'mobile', 'constructor'])
      expect(await wrong(`answered=${id}:x`)).toEqual([{ pointer: '/query/answered', message: kept }]);
    const { call: atHampton } = await yearGroup();
    // A field of the home's record, which is no answer.
    expect((await atHampton('hampton-head', 'GET', '/households?unanswered=address')).status).toBe(400);
    expect((await atHampton('hampton-head', 'GET', '/households?answered=offer-answer:maybe')).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/query/answered', message: 'one of accepted, declined' }],
    });
  });

  it('are told apart by who was not offered a visit, who has not answered, and who said no', async () => {
    const { call } = await yearGroup(2);
    const found = async (query: string) =>
      z
        .array(z.looseObject({ id: z.string() }))
        .parse((await call('hampton-head', 'GET', `/households?${query}`)).body['households'])
        .map(({ id }) => id);
    await call('hampton-head', 'PUT', '/households/new-02', { body: fern });
    expect(await found('unanswered=offer')).toEqual(['new-02']);
    expect(await found('answered=offer&unanswered=offer-answer')).toEqual(['hampton-home-4']);
    expect(await found('answered=offer:2026-06-01&q=new')).toEqual(['new-00', 'new-01']);
    expect(await found('answered=offer-answer:declined')).toEqual([]);
    const body = { answers: { 'offer-answer': 'declined' }, households: ['new-01'] };
    await call('hampton-head', 'POST', '/households/answers', { body });
    expect(await found('answered=offer-answer:declined')).toEqual(['new-01']);
    expect(await found('answered=family-name:new-01')).toEqual(['new-01']);
  });

  it('keep one answer that is given for many of them, beside what is kept there, and tell which there is none of', async () => {
    const { call } = await asking();
    await call(dsl, 'PUT', '/households/h-fern', { body: { ...fern, answers: { dog: 'Rex', worry: 'Shouting' } } });
    await call(dsl, 'PUT', '/households/h-moss', { body: fern });
    const give = async (who: string, answers: object, households: readonly string[] = ['h-fern', 'h-moss', 'h-none']) =>
      call(who, 'POST', '/households/answers', { body: { answers, households }, key: null });
    expect((await give(tutor, { dog: 'A cat' })).body).toMatchObject({
      households: [
        { household: 'h-fern', status: 200 },
        { household: 'h-moss', status: 200 },
        { household: 'h-none', status: 404, problem: { type: '/problems/not-found' } },
      ],
    });
    expect((await call(dsl, 'GET', '/households/h-fern')).body['answers']).toMatchObject({
      dog: { value: 'A cat', by: tutor },
      worry: { value: 'Shouting', by: dsl },
    });
    expect((await call(dsl, 'GET', '/households/h-moss')).body).toMatchObject({
      name: 'The Fern family',
      answers: { dog: { value: 'A cat' } },
    });
    expect((await call(dsl, 'GET', '/households/h-none')).status).toBe(404);
    // Again it stays with whoever gave it first.
    await give(dsl, { dog: 'A cat' });
    expect((await call(dsl, 'GET', '/households/h-moss')).body['answers']).toMatchObject({ dog: { by: tutor } });
    expect((await give(dsl, { colour: 'red' }, ['h-fern'])).body).toMatchObject({
      households: [{ status: 400, problem: { errors: [{ pointer: '/answers/colour' }] } }],
    });
    for (const who of ['machine:write', 'lighthouse-leaver']) expect((await give(who, { dog: 'None' })).status, who).toBe(403);
    expect((await give(dsl, { dog: 'None' }, ['h-fern', 'h-fern'])).status).toBe(400);
  });
});
