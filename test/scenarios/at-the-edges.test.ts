import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, type Answer, refused, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools();
const { clock } = cloud;
const { hampton, lighthouse } = bothSchools(cloud);
const { school } = hampton;
const afternoon = afternoonOf(cloud, hampton);

beforeEach(async () => {
  await clock.newDay();
});

const keysIn = (history: readonly { readonly key?: { readonly id: string } | undefined }[], prefix: string): readonly string[] =>
  history.flatMap(({ key }) => (key?.id.startsWith(prefix) === true ? [key.id] : [])).toSorted();

/** A machine that is hard pressed may answer that it was not done, and that the same may be sent again: then it is. */
async function untilHeard(press: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await press();
    if (answer.status !== 503 || tries === 5) return answer;
    expect(answer.headers.get('retry-after')).not.toBeNull();
  }
}

describe('many at once', () => {
  it('twenty people who speak of one visit in the same moment are each heard once', async () => {
    const visit = await afternoon.out();
    const said = Array.from({ length: 20 }, (_, n): readonly [string, string, unknown] => {
      const who = ['teacher', 'assistant', 'office', 'head'][n % 4]!;
      return n % 2 === 0
        ? [who, 'note', { words: `Number ${String(n)}` }]
        : [who, 'check-in', { visitor: school.person('teacher'), words: `Number ${String(n)}` }];
    });

    const sayAll = () =>
      Promise.all(said.map(([who, command, body], n) => untilHeard(() => visit.says(who, command, body, { key: `at-once-${n}` }))));
    const answers = await sayAll();

    for (const answer of answers) accepted(answer);
    const { history, version } = await visit.item();
    expect(keysIn(history, 'at-once-')).toEqual(said.map((_, n) => `at-once-${String(n)}`).toSorted());
    const words = history.map((event) => event['words']).filter((each) => typeof each === 'string');
    expect(words.toSorted()).toEqual(said.map((_, n) => `Number ${String(n)}`).toSorted());
    expect(version).toBeGreaterThanOrEqual(20);

    // All of them again, at once: nothing more happens.
    const again = await sayAll();
    for (const answer of again) accepted(answer);
    expect((await visit.item()).history).toEqual(history);
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
  });

  it('twenty who ask for twenty different things before the door lose none of them either', async () => {
    const visit = await afternoon.requested();
    const questions = ['violence-now', 'recent-violence'] as const;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        untilHeard(() =>
          visit.says(
            'teacher',
            'answer',
            { answers: { professionals: `Asked ${String(n)}`, [questions[n % 2]!]: false } },
            { key: `ask-${String(n)}` },
          ),
        ),
      ),
    );

    for (const answer of answers) accepted(answer);
    expect(keysIn((await visit.item()).history, 'ask-')).toHaveLength(20);
  });

  it('the same press twice happens once, and a key that comes back with something else is turned away', async () => {
    const visit = await afternoon.out();
    await visit.sent();
    const first = await visit.says('teacher', 'arrive', { metBy: 'Ms Okonjo' }, { key: 'thumb-1' });
    const before = await visit.item();
    const second = await visit.says('teacher', 'arrive', { metBy: 'Ms Okonjo' }, { key: 'thumb-1' });
    const other = await visit.says('teacher', 'arrive', { metBy: 'Somebody else' }, { key: 'thumb-1' });
    const elsewhere = await visit.says('teacher', 'leave', { metBy: 'Ms Okonjo' }, { key: 'thumb-1' });

    expect(accepted(second)).toEqual(accepted(first));
    for (const answer of [other, elsewhere]) expect(refused(answer, 422).type).toBe('/problems/key-reused');
    const after = await visit.item();
    expect(keysIn(after.history, 'thumb-')).toEqual(['thumb-1']);
    expect(after.history).toEqual(before.history);
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
  });

  it('a request that is sent again makes no second visit', async () => {
    const body = {
      ...hampton.request,
      household: 'hampton-home-1',
      visitors: [{ person: 'hampton-teacher' }],
      plan: { departAt: clock.time('13:00'), returnAt: clock.time('14:30') },
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => school.as('teacher').requests(body, { key: 'one-request' })));

    expect(new Set(answers.map((answer) => accepted(answer).id)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect(refused(await school.as('teacher').requests({ ...body, purpose: 'Another' }, { key: 'one-request' }), 422).type).toBe(
      '/problems/key-reused',
    );
  });
});

describe('the edges of the API', () => {
  const of = (path: string): string => `/v1/schools/hampton${path}`;

  it('nobody gets in who has not signed in', async () => {
    const visit = await afternoon.requested();
    const nobody: readonly Readonly<Record<string, string>>[] = [
      {},
      { authorization: 'Bearer not-a-token' },
      { authorization: 'Basic dGVhY2hlcjpwdw==' },
    ];
    for (const headers of nobody)
      for (const answer of [
        await cloud.ask('GET', of('/board'), { headers }),
        await cloud.ask('POST', of(`/visits/${visit.id}/raise-alarm`), { headers, body: { kind: 'help' } }),
      ]) {
        expect(refused(answer, 401).type).toBe('/problems/not-signed-in');
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
      }
    expect((await visit.item()).history.map(({ type }) => type)).toEqual(['VisitRequested']);
  });

  it('another school is not there at all, by whatever way it is asked after', async () => {
    const visit = await afternoon.out();
    const before = await visit.item();
    const stranger = lighthouse.school.as('dsl');
    const token = await lighthouse.school.token('dsl');
    const headers = { authorization: `Bearer ${token}` };

    for (const answer of [
      await cloud.ask('GET', of(`/visits/${visit.id}`), { headers }),
      await cloud.ask('GET', of('/board'), { headers }),
      await cloud.ask('GET', of('/people'), { headers }),
      await cloud.ask('POST', of(`/visits/${visit.id}/return`), { headers, body: { visitor: 'all' } }),
      await cloud.ask('POST', of(`/visits/${visit.id}/raise-alarm`), { headers, body: {} }),
      await stranger.gets(`/visits/${visit.id}`),
      await stranger.posts(`/visits/${visit.id}/return`, { body: { visitor: 'all' } }),
    ])
      expect(refused(answer, 404)).toEqual({
        type: '/problems/not-found',
        title: 'There is nothing here',
        status: 404,
        clauses: [],
        unmet: [],
        errors: [],
      });
    expect(await visit.item()).toEqual(before);
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
  });

  it('a method that a path does not have is answered with those that it has, and a path that is not there with nothing', async () => {
    const wrong = async (method: string, path: string): Promise<readonly [number, string | null]> => {
      const { status, headers } = await cloud.ask(method, path, { headers: { authorization: `Bearer ${await school.token('office')}` } });
      return [status, headers.get('allow')];
    };
    expect(await wrong('DELETE', of('/visits'))).toEqual([405, 'POST, GET']);
    expect(await wrong('PATCH', of('/people/hampton-head'))).toEqual([405, 'GET, PUT']);
    expect(await wrong('GET', of('/visits/HV-00000000/arrive'))).toEqual([405, 'POST']);
    expect(await wrong('GET', of('/nothing'))).toEqual([404, null]);
    // Nothing goes by Notify here.
    expect(await wrong('POST', '/v1/receipts/notify')).toEqual([404, null]);
  });

  it('a body over 256 KB is too long, wherever it is sent', async () => {
    const visit = await afternoon.out();
    const before = await visit.item();
    const long = { words: 'x'.repeat(257 * 1024) };
    for (const answer of [
      await visit.says('teacher', 'note', long),
      await visit.says('teacher', 'cancel', { reason: long.words }),
      await school.as('teacher').requests(long),
    ])
      expect(refused(answer, 413).type).toBe('/problems/too-large');
    expect(await visit.item()).toEqual(before);
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
  });

  it('what is wrong with a request is said all at once, each with where it stands', async () => {
    const answer = await school.as('teacher').requests({
      type: 'induction',
      purpose: 7,
      houshold: 'hampton-home-1',
      visitors: [{ person: 'hampton-teacher', nickname: 'Pri' }, {}],
      plan: { departAt: 'one o clock', returnAt: clock.time('14:30'), lunch: true },
    });

    const { errors, type } = refused(answer, 400);
    expect(type).toBe('/problems/invalid');
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/household',
      '/houshold',
      '/plan/departAt',
      '/plan/lunch',
      '/purpose',
      '/visitors/0/nickname',
      '/visitors/1/person',
    ]);
    for (const { message } of errors) expect(message).not.toBe('');
    expect(refused(await school.as('teacher').requests({ type: 'induction' }, { key: null }), 400).errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/headers/Idempotency-Key' }),
        { pointer: '/household', message: 'is needed' },
      ]),
    );
    expect(refused(await school.as('teacher').posts('/visits', { raw: '{"type":' }), 400).errors).toMatchObject([{ pointer: '' }]);
  });

  it('after the door whatever is sent is taken, what cannot be read is named, and the watch starts', async () => {
    const visit = await afternoon.authorised();
    const taken = accepted(await visit.says('teacher', 'arrive', { visitor: 'hampton-teacher', metBy: 12, colour: 'blue', at: ['now'] }));
    expect(taken.unread.toSorted()).toEqual(['at', 'colour', 'metBy']);
    expect(taken.visitors).toMatchObject([{ person: 'hampton-teacher', state: 'on-site', inBreach: true }, { state: 'expected' }]);

    for (const raw of ['', '[]', 'null', '"help"', '{"visitor": 3', '{"plan":{"returnAt":"soon"}}', '{"kind":"dragons"}'])
      for (const command of ['leave', 'revise', 'note', 'check-in', 'raise-alarm'])
        accepted(
          await school
            .as('assistant')
            .posts(`/visits/${visit.id}/${command}`, { raw, key: raw === '[]' ? null : `${command}-${String(raw.length)}` }),
        );
    const { history } = await visit.item();
    expect(history.find(({ unread }) => JSON.stringify(unread ?? '').includes('dragons'))).toBeDefined();
    expect((await visit.seenBy('office')).alarms.filter(({ kind }) => kind === 'distress')).toHaveLength(7);
  });

  it('nothing is recorded by a command that is refused', async () => {
    const visit = await afternoon.requested();
    await visit.sent();
    const before = await visit.item();
    for (const [who, command, body, status] of [
      ['teacher', 'depart', { visitor: 'all' }, 409],
      ['teacher', 'authorise', {}, 409],
      ['teacher', 'answer', { answers: { 'violence-now': 'perhaps' } }, 409],
      ['teacher', 'answer', { answers: { 'what-colour': 'blue' } }, 409],
      ['teacher', 'amend', { visitors: [{ person: 'nobody' }] }, 409],
      ['teacher', 'write-up', { answers: {} }, 409],
      ['teacher', 'close', {}, 409],
      ['head', 'stand-down', { alarm: 'a1', how: 'x', visitors: {} }, 409],
      ['nursery-teacher', 'cancel', { reason: 'x' }, 403],
      ['teacher', 'cancel', {}, 400],
      ['teacher', 'depart', { visitor: 'all', hurry: true }, 400],
    ] as const)
      refused(await visit.says(who, command, body), status);

    expect(await visit.item()).toEqual(before);
    expect(await visit.sent()).toEqual([]);
  });
});
