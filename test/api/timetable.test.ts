import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { plus } from '../../functions/domain/time.ts';
import { apiOf } from '../support/api.ts';
import { assistant, at, deputy, familySupport, head, office, teacher } from '../support/hampton-visit.ts';
import { containing, including, matching } from '../support/matching.ts';
import { eachOf, idsOf, lettersOf, planned, yearGroup } from '../support/year-group.ts';

type Call = Awaited<ReturnType<typeof yearGroup>>['call'];
const put = async (call: Call, visits: readonly unknown[], { by = head, key, authorise = true }: Putting = {}) => {
  const answer = await call(by, 'POST', '/timetable', { body: { visits, authorise }, ...(key === undefined ? {} : { key }) });
  expect(answer, answer.text).toMatchObject({ status: 200 });
  return eachOf(answer.body);
};
interface Putting {
  readonly by?: string;
  readonly key?: string;
  readonly authorise?: boolean;
}
const listed = async (call: Call): Promise<readonly unknown[]> =>
  z.array(z.unknown()).parse((await call(head, 'GET', '/visits?limit=100')).body['visits']);

describe('a timetable', () => {
  it('asks for every visit and agrees to it, and says of each what is still wanted before anybody leaves', async () => {
    const { call } = await yearGroup(3);
    const put3 = await put(
      call,
      idsOf(3).map((id) => planned(id)),
    );
    expect(put3).toMatchObject(idsOf(3).map((household) => ({ household, status: 201, id: matching(/^HV-/), stage: 'authorised' })));
    expect(put3[0]?.unmet).toEqual(
      including({ code: 'notice', clauses: ['HA-18'], message: containing('in writing'), missing: ['notice-sent'] }),
    );
    expect((await call(head, 'GET', `/visits/${String(put3[1]?.id)}`)).body).toMatchObject({ requester: head, agreements: [{ by: head }] });
  });

  it('refuses what the policy refuses, each with its clause, and that holds up none of the others', async () => {
    const { call } = await yearGroup(1);
    const [noAnswer, noClass, stranger, whole] = await put(call, [
      planned('hampton-home-4'),
      planned('hampton-home-1', { answers: { 'risk-decision': 'acceptable', 'recent-violence': false } }),
      planned('nowhere'),
      planned('new-00'),
    ]);
    expect(noAnswer).toMatchObject({ household: 'hampton-home-4', status: 409, problem: { type: '/problems/unmet', clauses: ['HA-08'] } });
    expect(noAnswer).not.toHaveProperty('id');
    expect(noClass).toMatchObject({ status: 409, stage: 'requested', id: matching(/^HV-/), problem: { clauses: ['HA-16'] } });
    expect(stranger).toMatchObject({ status: 409, problem: { type: '/problems/unknown-household' } });
    expect(whole).toMatchObject({ status: 201, stage: 'authorised' });
  });

  it('shows the head of school who is not the pair that the policy asks for', async () => {
    const { call } = await yearGroup(2);
    const visitors = [{ person: teacher }, { person: familySupport }];
    const [wrong, agreed] = await put(call, [
      planned('new-00', { visitors }),
      planned('new-01', { visitors, answers: { ...planned('').answers, 'substitute-agreed': true } }),
    ]);
    expect(wrong?.unmet).toEqual(
      including({ code: 'assistant', clauses: ['HA-17'], message: containing('assistant'), missing: ['visitors.roles'] }),
    );
    expect(agreed?.unmet.map(({ code }) => code)).not.toContain('assistant');
  });

  it('sent again answers the same and makes no visit twice', async () => {
    const { call } = await yearGroup(3);
    const visits = idsOf(3).map((id) => planned(id));
    const first = await put(call, visits, { key: 'june' });
    expect(await put(call, visits, { key: 'june' })).toEqual(first);
    expect(await listed(call)).toHaveLength(3);
  });

  it('with some taken out, or in another order, makes no visit twice', async () => {
    const { call } = await yearGroup(4);
    const [a, b, c, d] = idsOf(4).map((id) => planned(id));
    const first = await put(call, [a, planned('hampton-home-4'), b, c], { key: 'june' });
    const second = await put(call, [c, d, a], { key: 'june' });
    expect([second[0]?.id, second[2]?.id]).toEqual([first[3]?.id, first[0]?.id]);
    expect(await listed(call)).toHaveLength(4);
  });

  it('makes two visits to a home that stands in it twice, and one home of a new one', async () => {
    const { call } = await yearGroup(1);
    const fern = { name: 'The Fern family', answers: {} };
    const again = { plan: { departAt: at('13:00'), returnAt: at('14:00') } };
    const visits = [planned('new-00'), planned('new-00', again), { ...planned(''), type: 'family-support', household: fern }];
    const [one, other, made] = await put(call, visits, { key: 'june', authorise: false, by: familySupport });
    expect([one?.status, other?.status]).toEqual([201, 201]);
    expect(one?.id).not.toBe(other?.id);
    expect(made).toMatchObject({ status: 201, household: matching(/^h-/) });
    expect((await put(call, visits, { key: 'june', authorise: false, by: familySupport }))[2]).toEqual(made);
    expect((await call(head, 'GET', '/households?q=fern')).body['households']).toHaveLength(1);
  });

  it('takes up what was refused, once it is mended', async () => {
    const { call } = await yearGroup(1);
    const visits = [planned('hampton-home-4'), planned('new-00', { answers: {} })];
    const [, noClass] = await put(call, visits, { key: 'june' });
    expect(noClass?.problem?.clauses).toEqual(including('HA-16', 'HA-22'));
    await call(head, 'POST', '/households/answers', { body: { answers: { 'offer-answer': 'accepted' }, households: ['hampton-home-4'] } });
    await call(head, 'POST', '/visits/answers', { body: { answers: planned('').answers, visits: [noClass?.id] } });
    expect(await put(call, visits, { key: 'june' })).toMatchObject([
      { status: 201, stage: 'authorised' },
      { status: 201, stage: 'authorised', id: noClass?.id },
    ]);
  });

  it('is asked for first and agreed to later, with the same key', async () => {
    const { call } = await yearGroup(1);
    const asked = await put(call, [planned('new-00')], { key: 'june', authorise: false });
    expect(asked).toMatchObject([{ stage: 'requested', status: 201 }]);
    expect(await put(call, [planned('new-00')], { key: 'june' })).toMatchObject([{ id: asked[0]?.id, stage: 'authorised' }]);
  });

  it('says of a visit that came with the same key and was another that the key was used', async () => {
    const { call } = await yearGroup(2);
    await put(call, [planned('new-00'), planned('new-01')], { key: 'june' });
    const changed = planned('new-00', { visitors: [{ person: teacher }, { person: familySupport }] });
    expect(await put(call, [changed, planned('new-01')], { key: 'june' })).toMatchObject([
      { status: 422, problem: { type: '/problems/key-reused' } },
      { status: 201 },
    ]);
    expect(await put(call, [planned('new-01')], { key: 'june', by: deputy })).toMatchObject([{ status: 422 }]);
  });

  it('is agreed to again where what was agreed to was completed since, but not where the visit became another', async () => {
    const { call } = await yearGroup(2);
    const visitors = [{ person: teacher }, { person: familySupport }];
    const visits = [planned('new-00', { visitors }), planned('new-01')];
    const [substitute, other] = await put(call, visits, { key: 'june' });
    const says = (visit: unknown, command: string, body: object) => call(head, 'POST', `/visits/${String(visit)}/${command}`, { body });
    expect((await says(substitute?.id, 'answer', { answers: { 'substitute-agreed': true } })).body).toMatchObject({ stage: 'requested' });
    expect((await says(other?.id, 'amend', { visitors })).body).toMatchObject({ stage: 'requested' });
    expect(await put(call, visits, { key: 'june' })).toMatchObject([
      { status: 201, stage: 'authorised' },
      { status: 412, stage: 'requested', id: other?.id, problem: { type: '/problems/changed' } },
    ]);
  });

  it('leaves alone what has been called off since', async () => {
    const { call } = await yearGroup(1);
    const [one] = await put(call, [planned('new-00')], { key: 'june' });
    await call(head, 'POST', `/visits/${String(one?.id)}/cancel`, { body: { reason: 'The family is ill' } });
    expect(await put(call, [planned('new-00')], { key: 'june' })).toMatchObject([{ stage: 'cancelled', status: 201 }]);
  });

  it('is agreed to only by whom the policy names, and never by a machine', async () => {
    const { call } = await yearGroup(2);
    expect(await put(call, [planned('new-00')], { by: deputy })).toMatchObject([
      { status: 409, stage: 'requested', problem: { type: '/problems/not-yours-to-agree' } },
    ]);
    expect(await put(call, [planned('new-01')], { by: 'machine:write', authorise: false })).toMatchObject([
      { status: 201, stage: 'requested' },
    ]);
    const body = { visits: [planned('new-01')], authorise: true };
    expect((await call('machine:write', 'POST', '/timetable', { body })).status).toBe(403);
    expect((await call('machine:read', 'POST', '/timetable', { body })).status).toBe(403);
    expect((await call('hampton-leaver', 'POST', '/timetable', { body })).status).toBe(403);
  });

  it('that cannot be read is not begun, and every fault is named with its place', async () => {
    const { call } = await yearGroup(1);
    const body = { visits: [planned('new-00'), planned('new-00', { plan: { returnAt: 'noon' } })] };
    expect((await call(head, 'POST', '/timetable', { body })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/visits/1/plan/returnAt' }],
    });
    expect((await call(head, 'POST', '/timetable', { body: { visits: [planned('new-00')] }, key: null })).status).toBe(400);
    expect(
      (await call(head, 'POST', '/timetable', { body: { visits: Array.from({ length: 101 }, () => planned('new-00')) } })).status,
    ).toBe(400);
    expect(await listed(call)).toEqual([]);
  });
});

describe('somebody in two places at once', () => {
  it('is pointed out on each of the visits, which are put on the timetable all the same', async () => {
    const { call } = await yearGroup(3);
    const later = { departAt: at('11:00'), returnAt: at('13:00') };
    const [one, other, third] = await put(call, [
      planned('new-00'),
      planned('new-01', { plan: later, visitors: [{ person: teacher }, { person: familySupport }] }),
      planned('new-02', { plan: { departAt: at('13:00'), returnAt: at('15:00') } }),
    ]);
    expect(one).toMatchObject({ status: 201, warnings: [{ code: 'double-booked', person: teacher, with: ['/visits/1'] }] });
    expect(other).toMatchObject({ status: 201, warnings: [{ code: 'double-booked', person: teacher, with: ['/visits/0'] }] });
    expect(third?.warnings).toEqual([]);
  });
});

describe('a timetable on a bad day', () => {
  it('says which visit could not be written, and makes it the next time', async () => {
    const { call, afternoon } = await yearGroup(3);
    const visits = idsOf(3).map((id) => planned(id));
    const { visits: store } = afternoon;
    let writes = 0;
    const away = Object.assign(new Error('away'), { name: 'TimeoutError' });
    const failing = {
      ...afternoon,
      deps: {
        ...afternoon.deps,
        visits: {
          ...afternoon.visits,
          create: async (...write: Parameters<typeof store.create>) => {
            const nth = (writes += 1);
            // The third is never written, and what is wrong with that nobody foresaw; of the second the answer is lost.
            if (nth === 3) throw new TypeError('something else');
            const done = await store.create(...write);
            if (nth === 2) throw away;
            return done;
          },
        },
      },
    };
    const first = eachOf((await apiOf(failing)(head, 'POST', '/timetable', { body: { visits, authorise: true }, key: 'june' })).body);
    expect(first.map(({ status }) => status).toSorted()).toEqual([201, 500, 503]);
    const second = await put(call, visits, { key: 'june' });
    expect(second).toMatchObject([{ stage: 'authorised' }, { stage: 'authorised' }, { stage: 'authorised' }]);
    expect(await listed(call)).toHaveLength(3);
  });

  it('begins no more than there is time for, and the rest the next time', async () => {
    const { afternoon } = await yearGroup(12);
    const visits = idsOf(12).map((id) => planned(id));
    const slow = { now: () => (afternoon.clock.set(plus(afternoon.clock.now(), 'PT2S')), afternoon.clock.now()) };
    const body = { visits, authorise: true };
    const slowly = apiOf({ ...afternoon, deps: { ...afternoon.deps, clock: slow } });
    const first = eachOf((await slowly(head, 'POST', '/timetable', { body, key: 'june' })).body);
    const begun = first.findIndex(({ status }) => status === 503);
    expect(begun).toBeGreaterThan(0);
    expect(first.map(({ status }) => status)).toEqual(visits.map((_, place) => (place < begun ? 201 : 503)));
    expect(first.at(-1)?.problem).toMatchObject({ type: '/problems/busy' });
    const second = await put(apiOf(afternoon), visits, { key: 'june' });
    expect(second.map(({ status }) => status)).toEqual(visits.map(() => 201));
    expect(second.slice(0, begun).map(({ id }) => id)).toEqual(first.slice(0, begun).map(({ id }) => id));
  });
});

describe('the letters of a timetable', () => {
  const twoMornings = async () => {
    const { call, afternoon } = await yearGroup(4);
    const on = (order: number) => ({ round: { id: 'monday', order } });
    const tuesday = { departAt: '2026-06-23T09:00:00+01:00', arriveAt: '2026-06-23T09:15:00+01:00', returnAt: '2026-06-23T12:00:00+01:00' };
    const put4 = await put(call, [
      planned('new-00', { plan: tuesday }),
      planned('new-01', { ...on(2), plan: { ...planned('').plan, arriveAt: at('10:15'), leaveAt: at('11:00') } }),
      planned('new-02', on(1)),
      planned('new-03', on(3)),
    ]);
    return { call, afternoon, ids: put4.map(({ id }) => id) };
  };

  it('say to whom, where, when, by whom and why, and what is still to be recorded of them', async () => {
    const { call, ids } = await twoMornings();
    const { body } = await call(head, 'GET', '/timetable?from=2026-06-22&to=2026-06-23');
    const letters = lettersOf(body);
    expect(letters.map(({ visit }) => visit)).toEqual([ids[2], ids[1], ids[3], ids[0]]);
    expect(letters[1]).toEqual({
      visit: ids[1],
      stage: 'authorised',
      household: 'new-01',
      name: 'The new-01 family',
      address: 'new-01 Larch Walk',
      date: '2026-06-22',
      arrives: '10:15',
      visitors: ['Priya Raman', 'Joel Whitlock'],
      purpose: 'To meet the family before September',
      round: { id: 'monday', order: 2 },
      unanswered: [
        { question: 'notice-sent', ask: containing('told of the visit in writing'), clauses: ['HA-18'] },
        { question: 'notice-how', ask: containing('in writing'), clauses: ['HA-18'] },
      ],
    });
    expect(lettersOf((await call(head, 'GET', '/timetable?to=2026-06-23')).body).map(({ visit }) => visit)).toEqual([ids[0]]);
    expect(lettersOf((await call(head, 'GET', '/timetable')).body)).toHaveLength(3);
  });

  it('are recorded as sent by one answer about them all', async () => {
    const { call, ids } = await twoMornings();
    const answers = { 'notice-sent': '2026-06-15', 'notice-how': 'letter' };
    const answer = await call(head, 'POST', '/visits/answers', { body: { answers, visits: ids } });
    expect(eachOf(answer.body)).toEqual(ids.map((visit) => expect.objectContaining({ visit, status: 200 }) as unknown));
    const letters = lettersOf((await call(head, 'GET', '/timetable?from=2026-06-22&to=2026-06-23')).body);
    expect(letters.map(({ unanswered }) => unanswered)).toEqual([[], [], [], []]);
  });

  it('are wanted again where the day that was recorded will not do', async () => {
    const { call, ids } = await twoMornings();
    const answers = { 'notice-sent': '2026-06-22', 'notice-how': 'letter' };
    await call(head, 'POST', '/visits/answers', { body: { answers, visits: ids } });
    const letters = lettersOf((await call(head, 'GET', '/timetable?from=2026-06-22&to=2026-06-23')).body);
    // Told on the Monday: too late for Monday, in time for Tuesday.
    expect(letters.map(({ unanswered }) => unanswered.map(({ question }) => question))).toEqual([
      ['notice-sent'],
      ['notice-sent'],
      ['notice-sent'],
      [],
    ]);
  });

  it('come as a table for a mail merge', async () => {
    const { call, ids } = await twoMornings();
    const { text, headers } = await call(head, 'GET', '/timetable?from=2026-06-23', { headers: { accept: 'text/csv' } });
    expect(headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8; header=present', 'cache-control': 'no-store' });
    expect(text).toBe(
      '\uFEFFvisit,stage,household,name,address,date,arrives,visitors,purpose,round,order,unanswered\r\n' +
        `${String(ids[0])},authorised,new-00,The new-00 family,new-00 Larch Walk,2026-06-23,09:15,"Priya Raman, Joel Whitlock",` +
        'To meet the family before September,,,"notice-sent, notice-how"\r\n',
    );
  });

  it('hold nothing of what is over', async () => {
    const { call, ids } = await twoMornings();
    await call(head, 'POST', `/visits/${String(ids[1])}/cancel`, { body: { reason: 'The family is ill' } });
    await call(head, 'POST', `/visits/${String(ids[2])}/decline`, { body: { reason: 'Not this week' } });
    expect(lettersOf((await call(head, 'GET', '/timetable')).body).map(({ visit }) => visit)).toEqual([ids[3]]);
  });

  it('go by the visits as they are, where the list of them is behind', async () => {
    const { call, afternoon, ids } = await twoMornings();
    afternoon.visits.stallIndexes();
    const says = async (visit: unknown, command: string, body: object) =>
      expect((await call(head, 'POST', `/visits/${String(visit)}/${command}`, { body })).status).toBe(200);
    await says(ids[1], 'cancel', { reason: 'The family is ill' });
    const wednesday = (time: string) => `2026-06-24T${time}:00+01:00`;
    const plan = { departAt: wednesday('09:00'), arriveAt: wednesday('09:20'), leaveAt: wednesday('10:00'), returnAt: wednesday('12:15') };
    await says(ids[2], 'amend', { plan });
    expect(lettersOf((await call(head, 'GET', '/timetable')).body).map(({ visit }) => visit)).toEqual([ids[3]]);
  });

  it('say no more than the reader may know', async () => {
    const { call, ids } = await twoMornings();
    const [forOffice] = lettersOf((await call(office, 'GET', '/timetable')).body);
    expect(forOffice).toMatchObject({ visit: ids[2], address: 'new-02 Larch Walk' });
    expect(forOffice).not.toHaveProperty('purpose');
    expect(lettersOf((await call(assistant, 'GET', '/timetable')).body)[0]).toHaveProperty('purpose');
    const [forAnother] = lettersOf((await call(familySupport, 'GET', '/timetable')).body);
    for (const part of ['name', 'address', 'purpose']) expect(forAnother).not.toHaveProperty(part);
    for (const who of ['machine:read', 'machine:write', 'hampton-technician'])
      expect((await call(who, 'GET', '/timetable')).status, who).toBe(403);
  });

  it('are of days that follow each other, two months of them at the most', async () => {
    const { call } = await yearGroup();
    for (const query of ['from=2026-06-23&to=2026-06-22', 'from=2026-06-01&to=2026-08-02', 'to=soon', 'day=1'])
      expect((await call(head, 'GET', `/timetable?${query}`)).status, query).toBe(400);
    expect((await call(head, 'GET', '/timetable?from=2026-06-01&to=2026-08-01')).status).toBe(200);
  });
});

describe('one answer about many visits', () => {
  it('is taken of each as it would be of that one alone', async () => {
    const { call } = await yearGroup(2);
    const [one, other] = await put(call, [
      planned('new-00'),
      planned('new-01', { visitors: [{ person: familySupport }, { person: assistant }] }),
    ]);
    const visits = [one?.id, other?.id, 'HV-00000000'];
    const answer = await call(teacher, 'POST', '/visits/answers', { body: { answers: { travel: 'foot' }, visits } });
    expect(eachOf(answer.body)).toMatchObject([
      { visit: one?.id, status: 200 },
      { visit: other?.id, status: 403, problem: { type: '/problems/forbidden' } },
      { visit: 'HV-00000000', status: 404 },
    ]);
    const wrong = await call(head, 'POST', '/visits/answers', { body: { answers: { travel: 'broom' }, visits: [one?.id] } });
    expect(eachOf(wrong.body)).toMatchObject([{ status: 409, problem: { type: '/problems/wrong-answer' } }]);
    expect((await call('machine:write', 'POST', '/visits/answers', { body: { answers: {}, visits } })).body).toMatchObject({
      visits: [{ status: 403 }, { status: 403 }, { status: 404 }],
    });
    expect((await call(head, 'POST', '/visits/answers', { body: { answers: {}, visits: [one?.id, one?.id] } })).status).toBe(400);
  });

  it('goes on where it was left, with the same key', async () => {
    const { call } = await yearGroup(2);
    const [one, other] = (await put(call, [planned('new-00'), planned('new-01')])).map(({ id }) => id);
    const says = async (visits: readonly unknown[], travel: string) =>
      eachOf((await call(head, 'POST', '/visits/answers', { body: { answers: { travel }, visits }, key: 'go' })).body).map(
        ({ status }) => status,
      );
    expect(await says([one], 'foot')).toEqual([200]);
    expect(await says([one, other], 'foot')).toEqual([200, 200]);
    expect(await says([one, other], 'car')).toEqual([422, 422]);
  });

  it('is heard with the safe word in it, understood or not', async () => {
    const { call } = await yearGroup(2);
    const [one, other] = (await put(call, [planned('new-00'), planned('new-01', { plan: { departAt: at('13:00') } })])).map(({ id }) => id);
    for (const visit of [one, other])
      await call(teacher, 'POST', `/visits/${String(visit)}/assess`, { body: { signed: true, safeWord: 'the blue folder' } });
    const alarms = async (visit: unknown) => (await call(office, 'GET', `/visits/${String(visit)}`)).body['alarms'];

    const understood = { answers: { 'notice-purpose': 'It is in the blue folder' }, visits: [one] };
    expect(eachOf((await call(teacher, 'POST', '/visits/answers', { body: understood })).body)).toMatchObject([{ status: 200 }]);
    expect(await alarms(one)).toMatchObject([{ kind: 'distress' }]);
    expect(await alarms(other)).toEqual([]);

    const not = { answers: 'the blue folder', visits: [other, 'nothing'] };
    expect((await call(teacher, 'POST', '/visits/answers', { body: not })).status).toBe(400);
    expect(await alarms(other)).toMatchObject([{ kind: 'distress' }]);
    // Whoever is on the visit is told of nothing.
    expect((await call(teacher, 'GET', '/timetable')).text).not.toContain('distress');
  });
});
