import { describe, expect, it } from 'vitest';
import { beginErrands } from '../../functions/application/errands.ts';
import { readSettingsHistory } from '../../functions/application/keep-settings.ts';
import { memorySchoolStore } from '../../functions/adapters/memory/memory-school-store.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import { type Afternoon, afternoonAt, hampton, madeUp } from '../support/afternoon.ts';
import { type Answered, apiOf } from '../support/api.ts';
import { type Change, changed } from '../support/bad-policies.ts';
import { aVisit, dsl, head, lighthouse, office, requested, tutor } from '../support/lighthouse-visit.ts';
import { containing, having, including, matching, someText } from '../support/matching.ts';
import { jsonIn, madeUpClauses } from '../support/policy-files.ts';
import { aPerson } from '../support/samples.ts';

type Call = ReturnType<typeof apiOf>;
const file = jsonIn('test/support/schools/policies/made-up.json');
const noon = '2026-06-22T12:00:00.000Z';

/** Two have to go, and there is one more thing for the school to say. */
const two: Change = {
  'gates/somebody-goes/test/atLeast': 2,
  'settings/+': { id: 'late-from', ask: 'From when is it late?', type: 'time', clauses: ['LH-18'] },
  'prompts/wait/when': [{ of: '$late-from', is: ['18:00'] }],
};
const proposal = (version = '2', change: Change = two, clauses: readonly object[] = madeUpClauses) => ({
  version,
  policy: changed(file, change),
  clauses,
});
const propose = (call: Call, ...args: Parameters<typeof proposal>) => call(head, 'POST', '/policies', { body: proposal(...args) });
const agree = (call: Call, version: string, body: object = {}, who = head) => call(who, 'POST', `/policies/${version}/agree`, { body });
const done = (answer: Answered): Answered => {
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return answer;
};
const settingsOf = async ({ schools, school }: Afternoon) => (await schools.context(school, {})).settings!;
const put = async (call: Call, afternoon: Afternoon, values: object) =>
  done(await call(head, 'PUT', '/settings', { body: { values: { ...(await settingsOf(afternoon)).values, ...values } } }));

describe('a version of the policy', () => {
  it('is kept as it was proposed, with its clauses and who proposed it, and nobody goes by it yet', async () => {
    const { call } = await lighthouse();
    const answer = await propose(call);
    expect(answer).toMatchObject({
      status: 201,
      headers: { location: '/v1/schools/lighthouse/policies/2' },
      body: { version: '2', id: 'made-up', proposed: { at: noon, by: head }, agreed: [], inForce: false },
    });
    const { body } = await call(tutor, 'GET', '/policies/2');
    expect(body).toMatchObject({ version: '2', clauses: madeUpClauses, proposed: { by: head } });
    expect(body['policy']).toEqual(Policy.parse(changed(file, two)));
    expect((await call(tutor, 'GET', '/policy')).body).toMatchObject({ version: '1' });
    expect((await call(tutor, 'GET', '/policies/3')).status).toBe(404);
  });

  it('is listed with who agreed to it, and which is in force since when', async () => {
    const { call, afternoon } = await lighthouse();
    await propose(call);
    const list = async () => (await call('machine:read', 'GET', '/policies')).body['policies'];
    expect(await list()).toEqual([
      having({ version: '1', proposed: null, agreed: [], inForce: true, since: null }),
      having({ version: '2', agreed: [], inForce: false }),
    ]);
    done(await agree(call, '2', { note: 'As the governors wished' }));
    afternoon.clock.advance('PT1H');
    done(await agree(call, '1'));
    await put(call, afternoon, { 'step-time': 'PT5M' });
    const back = { at: '2026-06-22T13:00:00.000Z', by: head };
    expect(await list()).toEqual([
      having({ version: '1', agreed: [back], inForce: true, since: back.at }),
      having({ version: '2', agreed: [{ at: noon, by: head, note: 'As the governors wished' }], inForce: false }),
    ]);
  });

  it('waits for those who may agree to it, on their list of what is to be done, until somebody has or a later one was agreed to', async () => {
    const { call, afternoon } = await lighthouse();
    await afternoon.schools.putPerson('lighthouse', aPerson({ id: 'lighthouse-admin', duties: ['admin'] }), 0);
    const toDo = async (who: string) => (await call(who, 'GET', '/to-do')).body['policy'];
    const waiting = async () =>
      ((await call(head, 'GET', '/policies')).body['policies'] as { version: string; waits: boolean }[]).flatMap(({ version, waits }) =>
        waits ? [version] : [],
      );
    expect(await toDo(head)).toEqual([]);
    await propose(call);
    afternoon.clock.advance('PT1H');
    await propose(call, '3', { title: 'Another' });
    expect(await waiting()).toEqual(['2', '3']);
    expect(await toDo(head)).toEqual([
      { kind: 'agree', version: '2', proposed: { at: noon, by: head }, clauses: ['LH-18'] },
      having({ kind: 'agree', version: '3' }),
    ]);
    for (const who of [tutor, office, 'lighthouse-admin']) expect(await toDo(who), who).toEqual([]);
    done(await agree(call, '3'));
    expect([await waiting(), await toDo(head)]).toEqual([[], []]);
    done(await agree(call, '1'));
    expect(await waiting()).toEqual(['2']);
  });

  it('is never written over', async () => {
    const { call } = await lighthouse();
    await propose(call);
    expect(await propose(call, '2', {})).toMatchObject({
      status: 409,
      body: { type: '/problems/version-there-already', detail: containing(`proposed by ${head} on 2026-06-22`) },
    });
    expect(await propose(call, '1', {})).toMatchObject({ status: 409, body: { detail: containing('came with the school') } });
    const { body } = await call(head, 'GET', '/policies/2');
    expect(body['policy']).toEqual(Policy.parse(changed(file, two)));
  });

  it('is not kept where it cannot be followed: everything that is wrong is said at once', async () => {
    const { call } = await lighthouse();
    const wrong: Change = { 'gates/dsl-agrees/clauses': ['LH-99'], 'ladders/find/rungs/leads/tell': ['family'] };
    expect((await propose(call, '2', wrong)).body).toMatchObject({
      status: 400,
      errors: [
        { pointer: '/policy', message: 'The gate "dsl-agrees" cites LH-99, which is no clause: cite one that is.' },
        { pointer: '/policy', message: containing('tells nobody of the school') },
      ],
    });
    expect((await propose(call, '2', { gates: 'none' })).body).toMatchObject({
      errors: [{ pointer: '/policy', message: 'The policy has "none" in "gates": write a list in square brackets.' }],
    });
    expect((await call(head, 'POST', '/policies', { body: { version: 'no spaces', clauses: [] } })).body).toMatchObject({
      errors: [
        { pointer: '/version', message: containing('like 4 or 2026-09') },
        { pointer: '/policy', message: 'is needed' },
      ],
    });
    expect((await call(head, 'GET', '/policies')).body['policies']).toHaveLength(1);
  });

  it("cites Doorstep's own clauses without sending them, under the one name of the school's policy", async () => {
    const { call } = await lighthouse();
    const own = { id: 'DS-08', kind: 'GATE', stage: 'depart', says: 'Anything.' };
    const twice = [...madeUpClauses, madeUpClauses[0]!, own];
    expect((await propose(call, '2', { id: 'another' }, twice)).body).toMatchObject({
      status: 400,
      errors: [
        { pointer: `/clauses/${String(madeUpClauses.length)}/id`, message: containing('there twice') },
        { pointer: `/clauses/${String(madeUpClauses.length + 1)}/id`, message: containing("Doorstep's own") },
        { pointer: '/policy/id', message: containing('"made-up"') },
      ],
    });
    expect((await propose(call, '2', { 'prompts/wait/clauses': ['LH-17', 'DS-08'] })).status).toBe(201);
  });

  it('is not kept where it is longer than can be kept, and it is said how long it is', async () => {
    const { call } = await lighthouse();
    const questions = Array.from({ length: 2_000 }, (_, n) => ({
      ...{ id: `q-${String(n)}`, ask: 'Why?', stage: 'write-up', type: 'text', clauses: ['LH-16'] },
    }));
    const long = { questions: [...Policy.parse(file).questions, ...questions] };
    expect((await propose(call, '2', long)).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '', message: matching(/^with its clauses it comes to 3\d\d KB, and 300 KB is the most/) }],
    });
    expect(await propose(call, '2', { title: 'x'.repeat(256 * 1024) })).toMatchObject({
      status: 413,
      body: { detail: containing('256 KB') },
    });
  });

  it('is proposed by whom the policy names for its settings or an admin, and agreed to by whom it names', async () => {
    const { call, afternoon } = await lighthouse();
    await afternoon.schools.putPerson('lighthouse', aPerson({ id: 'lighthouse-admin', duties: ['admin'] }), 0);
    for (const who of [tutor, dsl, office, 'machine:write'])
      expect((await call(who, 'POST', '/policies', { body: proposal() })).status, who).toBe(403);
    expect((await call('lighthouse-admin', 'POST', '/policies', { body: proposal() })).status).toBe(201);
    for (const who of [tutor, dsl, office, 'lighthouse-admin', 'machine:write'])
      expect((await agree(call, '2', {}, who)).status, who).toBe(403);
    expect((await agree(call, '2')).status).toBe(200);
    expect((await agree(call, '3')).status).toBe(404);
  });
});

describe('what a version changes', () => {
  it('is said clause by clause, from the one in force or another, with the settings that it asks for', async () => {
    const { call } = await lighthouse();
    await propose(call, '2', { ...two, title: 'Lighthouse School, 2026' });
    const changes = (await call(tutor, 'GET', '/policies/2/changes')).body;
    expect(changes).toMatchObject({
      from: '1',
      to: '2',
      title: { after: 'Lighthouse School, 2026' },
      settings: { unset: [{ id: 'late-from', ask: 'From when is it late?', clauses: ['LH-18'] }], unasked: [] },
    });
    expect(changes['clauses']).toEqual(
      including(
        having({ clause: 'LH-03', elements: [having({ kind: 'gate', id: 'somebody-goes', change: 'changed' })] }),
        having({ clause: 'LH-18', elements: [having({ kind: 'setting', id: 'late-from', change: 'added' })] }),
      ),
    );
    expect(changes['agrees']).toEqual({ by: ['headteacher'], clauses: ['LH-18'], you: false });
    expect((await call(head, 'GET', '/policies/2/changes')).body['agrees']).toMatchObject({ you: true });
    expect((await call(tutor, 'GET', '/policies/1/changes?from=1')).body).toMatchObject({ clauses: [], settings: { unset: [] } });
    expect((await call(tutor, 'GET', '/policies/1/changes?from=9')).body).toMatchObject({ errors: [{ pointer: '/query/from' }] });
    expect((await call(tutor, 'GET', '/policies/9/changes')).status).toBe(404);
  });

  it('names what is set and asked for no longer', async () => {
    const { call, afternoon } = await lighthouse();
    await propose(call);
    done(await agree(call, '2'));
    await put(call, afternoon, { 'late-from': '17:00' });
    expect((await call(tutor, 'GET', '/policies/1/changes')).body['settings']).toEqual({ unset: [], unasked: ['late-from'] });
  });
});

describe('agreeing to a version', () => {
  it('says which settings are missing before anybody can depart, and agreeing again changes nothing', async () => {
    const { call, afternoon } = await lighthouse();
    await propose(call);
    const agreed = await agree(call, '2', { note: 'As the governors wished' });
    expect(agreed).toMatchObject({
      status: 200,
      body: {
        policy: { id: 'made-up', version: '2' },
        agreed: { at: noon, by: head, note: 'As the governors wished' },
        missing: [{ id: 'late-from', ask: 'From when is it late?' }],
      },
    });
    afternoon.clock.advance('PT1H');
    expect((await agree(call, '2', { note: 'Once more' })).body).toEqual(agreed.body);
    expect(await settingsOf(afternoon)).toMatchObject({ version: 2, changed: { at: noon, by: head } });
  });

  it('binds the visits that are asked for from then on: one that began before is decided as it began', async () => {
    const { call, afternoon } = await lighthouse();
    const before = await requested(call, afternoon);
    await propose(call);
    done(await agree(call, '2'));
    await put(call, afternoon, { 'late-from': '17:00' });
    const after = await requested(call, afternoon, { household: 'lighthouse-home-2', visitors: [{ person: 'lighthouse-second-tutor' }] });
    for (const [visit, who] of [
      [before, tutor],
      [after, 'lighthouse-second-tutor'],
    ] as const) {
      done(await call(who, 'POST', `${visit}/answer`, { body: { answers: { animals: 'A cat' } } }));
      done(await call(dsl, 'POST', `${visit}/authorise`));
    }
    expect(done(await call(tutor, 'POST', `${before}/depart`)).body).toMatchObject({ stage: 'out', policy: { version: '1' } });
    expect(await call('lighthouse-second-tutor', 'POST', `${after}/depart`)).toMatchObject({
      status: 409,
      body: { unmet: [{ code: 'somebody-goes', clauses: ['LH-03'] }] },
    });
  });

  it('holds up every departure until what it asks of the school is set', async () => {
    const { call, afternoon } = await lighthouse();
    await propose(call);
    done(await agree(call, '2'));
    const visitors = [{ person: tutor }, { person: 'lighthouse-second-tutor' }];
    const visit = await requested(call, afternoon, { visitors });
    done(await call(tutor, 'POST', `${visit}/answer`, { body: { answers: { animals: 'A cat' } } }));
    done(await call(dsl, 'POST', `${visit}/authorise`));
    const depart = () => call(tutor, 'POST', `${visit}/depart`, { body: { visitor: 'all' } });
    expect((await depart()).body).toMatchObject({ unmet: [{ missing: ['$late-from'] }] });
    await put(call, afternoon, { 'late-from': '17:00' });
    expect((await depart()).status).toBe(200);
  });

  it('keeps what is set and no longer asked for, shows it as wrong nowhere, and has it again on going back', async () => {
    const { call, afternoon } = await lighthouse();
    await propose(call);
    done(await agree(call, '2'));
    await put(call, afternoon, { 'late-from': '17:00' });
    done(await agree(call, '1'));
    expect(JSON.stringify((await call(head, 'GET', '/settings')).body)).not.toContain('late-from');
    const { 'late-from': _, ...asked } = (await settingsOf(afternoon)).values;
    done(await call(head, 'PUT', '/settings', { body: { values: { ...asked, 'step-time': 'PT5M' } } }));
    expect((await agree(call, '2')).body).toMatchObject({ policy: { version: '2' }, missing: [] });
    expect((await settingsOf(afternoon)).values).toMatchObject({ 'late-from': '17:00', 'step-time': 'PT5M' });
  });

  it('asks again for a setting that is now of another kind, and for none because somebody has left', async () => {
    const { call, afternoon } = await lighthouse();
    const values = { ...(await settingsOf(afternoon)).values, 'out-of-hours': ['lighthouse-tutor'] };
    done(await call(head, 'PUT', '/settings', { body: { values } }));
    const gone = (await afternoon.schools.person('lighthouse', tutor))!;
    await afternoon.schools.putPerson('lighthouse', { ...gone.value, leftAt: noon }, gone.version);
    const step = { id: 'step-time', ask: 'How long?', type: 'choice', options: ['short', 'long'], clauses: ['LH-18'] };
    const other: Change = {
      'settings/step-time': step,
      'ladders/find/rungs/leads/wait': 'PT4M',
      'prompts/wait/when': [{ of: '$step-time', is: ['long'] }],
    };
    const rungs = Policy.parse(file).ladders.flatMap(({ id, rungs: all }) =>
      all.map((rung): [string, string] => [`ladders/${id}/rungs/${rung.id}/wait`, 'PT4M']),
    );
    done(await propose(call, '2', { ...other, ...Object.fromEntries(rungs) }));
    expect((await call(head, 'GET', '/policies/2/changes')).body).toMatchObject({
      settings: { unset: [{ id: 'step-time' }], unasked: [] },
    });
    expect((await agree(call, '2')).body).toMatchObject({ missing: [{ id: 'step-time' }] });
    expect((await settingsOf(afternoon)).values).toMatchObject({ 'out-of-hours': [tutor] });
    expect((await call(head, 'GET', '/settings/history')).body).toMatchObject({
      history: [{ policy: { before: '1', after: '2' }, values: [{ id: 'step-time', before: 'PT4M', after: null }] }, {}, {}],
    });
  });

  it('is done by one of two who agree at once, and the other is told', async () => {
    const { call, afternoon } = await lighthouse();
    await propose(call);
    done(await propose(call, '3', { title: 'Another' }));
    const answers = await Promise.all([agree(call, '2'), agree(call, '3')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await settingsOf(afternoon)).policy.version).toBe(answers[0].status === 200 ? '2' : '3');
  });

  it('is tried again where the settings changed meanwhile, and loses none of them', async () => {
    const { call, afternoon } = await lighthouse();
    await propose(call);
    const { values } = await settingsOf(afternoon);
    const answers = await Promise.all([
      agree(call, '2'),
      call(head, 'PUT', '/settings', { body: { values: { ...values, 'step-time': 'PT5M' } } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await settingsOf(afternoon)).toMatchObject({ version: 3, policy: { version: '2' }, values: { 'step-time': 'PT5M' } });
  });

  it('says first whom it would leave the school without, and is done all the same where they are sure', async () => {
    const { call, afternoon } = await lighthouse();
    done(await propose(call, '2', { 'ladders/child/rungs/leads/tell': ['slt'] }));
    expect(await agree(call, '2')).toMatchObject({
      status: 409,
      body: { type: '/problems/would-leave-nobody', consequences: [{ code: 'nobody-to-reach', message: containing('"child"') }] },
    });
    expect((await settingsOf(afternoon)).policy.version).toBe('1');
    expect((await agree(call, '2', { sure: true })).body).toMatchObject({ policy: { version: '2' } });
    expect((await agree(call, '2')).status).toBe(200);
  });

  it('leaves no settings and no review that were meant for the version before', async () => {
    const { call, afternoon } = await lighthouse();
    const { schools, deps } = afternoon;
    done(await propose(call));
    const meanwhile = async (change: (late: Call) => Promise<Answered>) => {
      let isAgreed = false;
      // Between what whoever changes them has read and what they write, somebody agrees to another version.
      const late: typeof schools = {
        ...schools,
        context: async (school, want) => {
          const was = await schools.context(school, want);
          if (want.policy !== undefined && !isAgreed) {
            isAgreed = true;
            done(await agree(call, (await settingsOf(afternoon)).policy.version === '1' ? '2' : '1'));
          }
          return was;
        },
      };
      return change(apiOf({ ...afternoon, schools: late, deps: { ...deps, schools: late } }));
    };
    const { values } = await settingsOf(afternoon);
    const set = await meanwhile((late) => late(head, 'PUT', '/settings', { body: { values: { ...values, 'step-time': 'PT5M' } } }));
    expect([set.status, (await settingsOf(afternoon)).policy.version]).toEqual([412, '2']);
    expect((await settingsOf(afternoon)).values).toEqual(values);
    const reviewed = await meanwhile((late) => late(head, 'POST', '/policy/reviewed', { body: {} }));
    expect([reviewed.status, (await settingsOf(afternoon)).policy.version]).toEqual([412, '1']);
    expect(await settingsOf(afternoon)).not.toHaveProperty('reviewed');
  });

  it("makes a school's first policy, by a head or an admin", async () => {
    const schools = memorySchoolStore();
    const grown = await lighthouse();
    const afternoon = { ...grown.afternoon, schools, deps: { ...grown.afternoon.deps, schools } };
    const call = apiOf(afternoon);
    expect((await call(head, 'GET', '/policies')).status).toBe(404);
    for (const person of madeUp().file.people) await schools.putPerson('lighthouse', person, 0);
    expect((await call(dsl, 'POST', '/policies', { body: proposal('1', {}) })).status).toBe(403);
    done(await propose(call, '1', {}));
    expect((await propose(call, '2', { id: 'another' })).body).toMatchObject({ errors: [{ pointer: '/policy/id' }] });
    expect((await call(head, 'GET', '/policies/1/changes')).body).toMatchObject({
      from: null,
      clauses: including(having({ clause: 'LH-04', words: 'new' })),
      settings: { unset: including(having({ id: 'step-time' })) },
    });
    expect((await agree(call, '1', {}, dsl)).status).toBe(403);
    expect(await agree(call, '1')).toMatchObject({ status: 201, body: { missing: including(having({ id: 'repeat' })) } });
    expect((await call(tutor, 'GET', '/policy')).body).toMatchObject({ id: 'made-up', version: '1' });
    expect((await call(tutor, 'POST', '/visits', { body: { ...aVisit(afternoon), household: { name: 'Fern' } } })).status).toBe(201);
  });
});

it('shows the words of each clause that the policy cites, and of no other', async () => {
  const { call } = await lighthouse();
  done(await propose(call, '2', {}, [...madeUpClauses, { id: 'LH-90', kind: 'NONE', stage: 'setup', says: 'Be kind.' }]));
  done(await agree(call, '2'));
  const { clauses } = (await call(tutor, 'GET', '/policy')).body;
  expect(clauses).toEqual(including({ id: 'LH-04', says: 'A safeguarding lead agrees to every visit.' }, { id: 'DS-08', says: someText }));
  expect(JSON.stringify(clauses)).not.toContain('LH-90');
});

describe('the settings', () => {
  it('tell what was changed each time, and by whom, newest first', async () => {
    const { call, afternoon } = await lighthouse();
    afternoon.clock.advance('PT1H');
    await put(call, afternoon, { 'step-time': 'PT5M', 'closed-days': ['2026-07-01'] });
    // Kept on the way to a change that never came.
    const value = await settingsOf(afternoon);
    await afternoon.schools.keepBefore('lighthouse', 'settings', 'lighthouse', { value, version: value.version });
    const { history } = (await call(tutor, 'GET', '/settings/history')).body;
    expect(history).toEqual([
      {
        version: 2,
        at: '2026-06-22T13:00:00.000Z',
        by: head,
        values: [
          { id: 'closed-days', before: [], after: ['2026-07-01'] },
          { id: 'step-time', before: 'PT4M', after: 'PT5M' },
        ],
      },
      having({ version: 1, at: null, by: null, values: including({ id: 'step-time', before: null, after: 'PT4M' }) }),
    ]);
  });
});

it('the history of the settings leaves out nothing that was written while it was read', async () => {
  const { call, afternoon } = await lighthouse();
  const { schools } = afternoon;
  await put(call, afternoon, { 'step-time': 'PT5M' });
  let isWritten = false;
  const late: typeof schools = {
    ...schools,
    before: async (...args) => {
      const was = await schools.before(...args);
      if (!isWritten) {
        isWritten = true;
        for (const time of ['PT6M', 'PT7M']) await put(call, afternoon, { 'step-time': time });
      }
      return was;
    },
  };
  const history = await readSettingsHistory({ schools: late }, 'lighthouse');
  expect(history.map(({ version }) => version)).toEqual([2, 1]);
});

describe('a review of the policy', () => {
  const hamptonHead = 'hampton-head';
  const atHampton = async (start: string) => {
    const afternoon = await afternoonAt(hampton(), Instant.parse(start));
    await beginErrands(afternoon.deps, 'hampton');
    return { afternoon, call: apiOf(afternoon) };
  };
  const reviewIn = async (call: Call) => (await call('hampton-teacher', 'GET', '/policy')).body['review'];

  it('is told to the head until they record it, and they are left in peace until the next', async () => {
    const { afternoon, call } = await atHampton('2026-06-22T12:00:00Z');
    expect(await reviewIn(call)).toEqual({ every: 'P1Y', due: '2023-09-01', overdue: true, last: null, mayRecord: false });
    await afternoon.passes('P32D');
    expect(afternoon.sent()).toEqual([`email ${hamptonHead} errand:review`, `email ${hamptonHead} errand:review`]);

    const recorded = await call(hamptonHead, 'POST', '/policy/reviewed', { body: { note: 'With the governors' } });
    const last = { on: '2026-07-24', by: hamptonHead, at: '2026-07-24T12:00:00.000Z', note: 'With the governors' };
    expect(recorded).toMatchObject({ status: 200, body: { review: { due: '2027-07-24', overdue: false, last } } });
    await afternoon.until(Instant.parse('2027-07-24T06:59:00Z'));
    expect(afternoon.sent()).toEqual([]);
    await afternoon.until(Instant.parse('2027-07-24T07:01:00Z'));
    expect(afternoon.sent()).toEqual([`email ${hamptonHead} errand:review`]);
  });

  it('is recorded by whom the policy reminds or who may set settings, for a day that has been, once', async () => {
    const { afternoon, call } = await atHampton('2026-06-22T12:00:00Z');
    const record = (who: string, body: object = {}) => call(who, 'POST', '/policy/reviewed', { body });
    for (const who of ['hampton-teacher', 'hampton-office', 'machine:write']) expect((await record(who)).status, who).toBe(403);
    expect((await record(hamptonHead, { on: '2026-06-23' })).body).toMatchObject({
      errors: [{ pointer: '/on', message: containing('2026-06-22') }],
    });
    expect((await record(hamptonHead, { on: 'today' })).body).toMatchObject({
      errors: [{ pointer: '/on', message: containing('2026-06-22') }],
    });
    expect((await record(hamptonHead, { on: '2026-06-01' })).body).toMatchObject({ review: { due: '2027-06-01' } });
    afternoon.clock.advance('PT1H');
    expect((await record(hamptonHead, { on: '2026-06-01' })).body).toMatchObject({ review: { last: { at: '2026-06-22T12:00:00.000Z' } } });
    expect((await call(hamptonHead, 'GET', '/settings/history')).body['history']).toEqual([
      having({ by: hamptonHead, reviewed: { before: null, after: having({ on: '2026-06-01' }) }, values: [] }),
      having({ version: 1 }),
    ]);
  });

  it('is counted anew from the day on which a version is agreed to, or to the day that it names', async () => {
    const { afternoon, call } = await atHampton('2026-06-22T12:00:00Z');
    const clauses = jsonIn('policies/clauses.json');
    const propose = async (version: string, change: Change) =>
      done(
        await call(hamptonHead, 'POST', '/policies', {
          body: { version, policy: changed(jsonIn('policies/hampton.json'), change), clauses },
        }),
      );
    await propose('4', { 'about/version/is': '4' });
    await propose('5', { 'about/review/due': '2026-08-01' });
    done(await call(hamptonHead, 'POST', '/policy/reviewed', { body: { on: '2026-06-01' } }));

    done(await agree(call, '4', {}, hamptonHead));
    expect(await reviewIn(call)).toMatchObject({ due: '2027-06-22', overdue: false, last: null });
    done(await agree(call, '5', {}, hamptonHead));
    expect(await reviewIn(call)).toMatchObject({ due: '2026-08-01' });
    await afternoon.until(Instant.parse('2026-08-01T07:01:00Z'));
    expect(afternoon.sent()).toEqual([`email ${hamptonHead} errand:review`]);
  });

  it('is begun again with a version that the school comes back to', async () => {
    const { afternoon, call } = await atHampton('2026-06-22T12:00:00Z');
    const body = { version: '4', policy: jsonIn('policies/hampton.json'), clauses: jsonIn('policies/clauses.json') };
    const due = { ...body, version: '5', policy: changed(body.policy, { 'about/review/due': '2026-07-01' }) };
    for (const each of [body, due]) done(await call(hamptonHead, 'POST', '/policies', { body: each }));
    done(await agree(call, '5', {}, hamptonHead));
    await afternoon.passes('P10D');
    done(await agree(call, '4', {}, hamptonHead));
    await afternoon.passes('P60D');
    expect(afternoon.sent()).toHaveLength(1);
    done(await agree(call, '5', {}, hamptonHead));
    await afternoon.passes('P1D');
    expect(afternoon.sent()).toEqual([`email ${hamptonHead} errand:review`]);
  });
});
