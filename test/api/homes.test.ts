import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Question } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, madeUp } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { aVisit, dsl, head, lighthouse, office, out, requested, secondTutor, tutor } from '../support/lighthouse-visit.ts';
import { containing, including } from '../support/matching.ts';

const fern = { name: 'The Fern family', address: '9 Rock Lane', adults: [{ id: 'adult-1', name: 'Li Fern' }], pupils: [] };
const Homes = z.array(z.looseObject({ id: z.string() }));
const idsIn = (list: unknown) => Homes.parse(list).map(({ id }) => id);
const Hazards = z.array(z.looseObject({ what: z.string() }));
const today = '2026-06-22';

describe('the telephone numbers of a home', () => {
  it('are kept in one form, however somebody writes them', async () => {
    const { call } = await lighthouse();
    const adults = [{ id: 'adult-1', name: 'Li Fern', phones: ['07700 900123', '+44 7700 900124'] }];
    const { body } = await call(office, 'PUT', '/households/h-fern', { body: { ...fern, phones: ['(01632) 960 001'], adults } });
    expect(body).toMatchObject({ phones: ['+441632960001'], adults: [{ phones: ['+447700900123', '+447700900124'] }] });
  });

  it('are told where they are none, each with what to write, and nothing is kept', async () => {
    const { call } = await lighthouse();
    const adults = [{ id: 'adult-1', name: 'Li Fern', phones: ['07700 900123', 'ask Bo'] }];
    const { body } = await call(office, 'PUT', '/households/h-fern', { body: { ...fern, phones: ['960 001'], adults } });
    expect(body).toMatchObject({
      status: 400,
      errors: including(
        { pointer: '/phones/0', message: containing('07700 900123') },
        { pointer: '/adults/0/phones/1', message: containing('area code') },
      ),
    });
    expect((await call(office, 'GET', '/households/h-fern')).status).toBe(404);
  });

  it('of a new home come with the visit that is asked for', async () => {
    const { afternoon, call } = await lighthouse();
    const body = (phones: readonly string[]) => ({ ...aVisit(afternoon), household: { ...fern, phones } });
    expect((await call(tutor, 'POST', '/visits', { body: body(['none']) })).body).toMatchObject({
      errors: [{ pointer: '/household/phones/0' }],
    });
    const asked = await call(tutor, 'POST', '/visits', { body: body(['01632 960001']) });
    expect(asked).toMatchObject({ status: 201, body: { household: { phones: ['+441632960001'], changed: { by: tutor } } } });
  });

  it('of somebody of the staff are read so too, on their record and where they sign', async () => {
    const { afternoon, call } = await lighthouse();
    const ines = { name: 'Ines Duarte', firstName: 'Ines', duties: ['visitor'], mobile: '07700 900511' };
    expect((await call(head, 'PUT', '/people/lighthouse-new', { body: ines })).body).toMatchObject({ mobile: '+447700900511' });
    const visit = await requested(call, afternoon);
    const signs = (mobile: string) => call(tutor, 'POST', `${visit}/assess`, { body: { mobile, signed: true } });
    expect((await signs('ask the office')).body).toMatchObject({ errors: [{ pointer: '/mobile' }] });
    expect((await signs('07700 900599')).body).toMatchObject({ visitors: [{ mobile: '+447700900599' }] });
  });
});

describe('the hazards of a home', () => {
  const hazardsOf = (body: Readonly<Record<string, unknown>>) => Hazards.parse(body['hazards']);

  it('have a day, somebody who said so, and a day when somebody is to look again, which is marked once it has come', async () => {
    const { afternoon, call } = await lighthouse();
    const given = [{ what: 'A loose dog', lookAgainOn: '2026-06-23' }];
    const put = await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, hazards: given } });
    expect(put.body['hazards']).toEqual([{ what: 'A loose dog', on: today, saidBy: tutor, lookAgainOn: '2026-06-23' }]);
    afternoon.clock.advance('P1D');
    const marked = [{ what: 'A loose dog', on: today, saidBy: tutor, lookAgainOn: '2026-06-23', lookAgain: true }];
    expect((await call(office, 'GET', '/households/h-fern')).body['hazards']).toEqual(marked);
    expect((await call(office, 'GET', '/households?q=fern')).body).toMatchObject({ households: [{ hazards: marked }] });
    const visit = await requested(call, afternoon, { household: 'h-fern' });
    expect((await call(tutor, 'GET', visit)).body).toMatchObject({ household: { hazards: marked } });
    // What was read may be sent back as it is.
    expect((await call(office, 'PUT', '/households/h-fern', { body: { ...fern, hazards: marked } })).body['hazards']).toEqual(marked);
  });

  it('stay where they are left out, and are ended by saying on which day', async () => {
    const { call } = await lighthouse();
    const put = async (who: string, hazards?: readonly object[]) =>
      call(who, 'PUT', '/households/h-fern', { body: { ...fern, ...(hazards && { hazards }) } });
    await put(tutor, [{ what: 'A loose dog' }, { what: 'Ice' }]);
    expect(hazardsOf((await put(office)).body)).toHaveLength(2);
    expect(hazardsOf((await put(office, [])).body)).toHaveLength(2);
    expect((await put(office, [{ what: 'Ice', endedOn: '2026-06-23' }])).body).toMatchObject({
      errors: [{ pointer: '/hazards/0/endedOn' }],
    });
    expect(hazardsOf((await put(office, [{ what: 'Ice', endedOn: today }])).body)).toEqual([
      { what: 'A loose dog', on: today, saidBy: tutor },
      { what: 'Ice', on: today, saidBy: tutor, endedOn: today, endedBy: office },
    ]);
  });
});

it('what a visit said of the way in it may take back, whatever else was put of the home meanwhile', async () => {
  const { afternoon, call } = await lighthouse();
  const visit = await out(call, afternoon);
  const entered = async () => (await call(office, 'GET', '/households/lighthouse-home-1')).body['entered'];
  await call(tutor, 'POST', `${visit}/leave`, { body: { outcome: 'done' } });
  const { name, address } = (await afternoon.schools.household('lighthouse', 'lighthouse-home-1'))!.value;
  await call(office, 'PUT', '/households/lighthouse-home-1', { body: { name, address, animals: 'A cat' } });
  expect(await entered()).toBe(true);
  await call(tutor, 'POST', `${visit}/leave`, { body: { outcome: 'no-answer' } });
  expect(await entered()).toBe(false);
});

describe('a family that moves', () => {
  it('leaves its address with the day until when, and what there was to beware of is looked at again', async () => {
    const { call } = await lighthouse();
    await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, hazards: [{ what: 'A dog' }], entered: true } });
    const moved = await call(office, 'PUT', '/households/h-fern', { body: { ...fern, address: '10 Rock Lane' } });
    expect(moved.body).toMatchObject({
      address: '10 Rock Lane',
      formerAddresses: [{ address: '9 Rock Lane', until: today }],
      entered: false,
      hazards: [{ what: 'A dog', lookAgainOn: today, lookAgain: true }],
    });
    // What was read may be sent back, and nothing of it is lost where something else changes.
    const { id: _, ...read } = moved.body;
    expect(
      (await call(office, 'PUT', '/households/h-fern', { body: { ...read, animals: 'A cat', formerAddresses: [] } })).body,
    ).toMatchObject({
      formerAddresses: [{ address: '9 Rock Lane' }],
      animals: 'A cat',
    });
    expect(
      (await call(office, 'PUT', '/households/h-fern', { body: { ...fern, address: '10 Rock Lane', animals: 'A cat' } })).body,
    ).toMatchObject({ formerAddresses: [{ address: '9 Rock Lane' }] });
  });

  it('has not moved where its address is only written better', async () => {
    const { call } = await lighthouse();
    await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, hazards: [{ what: 'A dog' }], entered: true } });
    const { body } = await call(office, 'PUT', '/households/h-fern', { body: { ...fern, address: '9 Rock Lane, Seaby', moved: false } });
    expect(body).toMatchObject({ address: '9 Rock Lane, Seaby', formerAddresses: [], entered: true });
    expect(body['hazards']).toEqual([{ what: 'A dog', on: today, saidBy: tutor }]);
    expect(body).not.toHaveProperty('moved');
  });
});

it('comes back to an address and leaves it again, and that address is there once', async () => {
  const { call } = await lighthouse();
  const put = (address: string) => call(office, 'PUT', '/households/h-fern', { body: { ...fern, address } });
  for (const address of ['9 Rock Lane', '10 Rock Lane', '9 Rock Lane', '10, Rock Lane', '11 Rock Lane']) await put(address);
  expect((await call(office, 'GET', '/households/h-fern')).body['formerAddresses']).toEqual([
    { address: '9 Rock Lane', until: today },
    { address: '10, Rock Lane', until: today },
  ]);
});

it('nobody has been inside an address that is put into the record as it was read', async () => {
  const { call } = await lighthouse();
  const was = await call(tutor, 'PUT', '/households/h-fern', { body: { ...fern, entered: true } });
  const { id: _, ...read } = was.body;
  expect(read).toMatchObject({ entered: true });
  const moved = await call(office, 'PUT', '/households/h-fern', { body: { ...read, address: '10 Rock Lane' } });
  expect(moved.body).toMatchObject({ address: '10 Rock Lane', entered: false });
  // Who says so of the new one is believed.
  const known = await call(office, 'PUT', '/households/h-fern', { body: { ...fern, address: '11 Rock Lane', entered: true } });
  expect(known.body).toMatchObject({ entered: true });
});

it('nobody has been inside an address that the family moved to while somebody was at the old one', async () => {
  const { afternoon, call } = await lighthouse();
  const home = '/households/lighthouse-home-1';
  const entered = async () => (await call(office, 'GET', home)).body['entered'];
  const visit = await out(call, afternoon);
  afternoon.clock.advance('PT10M');
  await call(office, 'PUT', home, { body: { ...fern, address: '10 Rock Lane' } });
  await call(tutor, 'POST', `${visit}/leave`, { body: { outcome: 'done' } });
  expect(await entered()).toBe(false);
  await call(tutor, 'POST', `${visit}/return`);
  const next = await out(call, afternoon);
  await call(tutor, 'POST', `${next}/leave`, { body: { outcome: 'done' } });
  expect(await entered()).toBe(true);
  await call(office, 'PUT', home, { body: { ...fern, address: '10 Rock Lane', animals: 'A cat' } });
  expect(await entered()).toBe(true);
});

it('every home of a child is found by the child', async () => {
  const { call } = await lighthouse();
  const pupils = [
    { id: 'p-1', name: 'Joel' },
    { id: 'p-2', name: 'Ada' },
  ];
  await call(office, 'PUT', '/households/h-fern', { body: { ...fern, pupils } });
  await call(office, 'PUT', '/households/h-moss', { body: { ...fern, name: 'The Moss family', pupils: pupils.slice(0, 1) } });
  for (const who of [office, 'machine:read']) {
    expect(idsIn((await call(who, 'GET', '/households?pupil=p-1')).body['households'])).toEqual(['h-fern', 'h-moss']);
    expect(idsIn((await call(who, 'GET', '/households?pupil=p-2')).body['households'])).toEqual(['h-fern']);
    expect(idsIn((await call(who, 'GET', '/households?pupil=p')).body['households'])).toEqual([]);
  }
});

/** With a question about dogs that anybody reads, and one about worries. */
const asking = async () => {
  const { file, policy } = madeUp();
  const asked = (id: string, reads: Question['reads']) =>
    Question.parse({ id, ask: id, stage: 'request', type: 'text', about: 'home', reads, clauses: ['LH-05'] });
  const afternoon = await afternoonAt(
    { file, policy: { ...policy, questions: [...policy.questions, asked('dog', 'content'), asked('worry', 'concern')] } },
    Instant.parse('2026-06-22T12:00:00Z'),
  );
  return { afternoon, call: apiOf(afternoon) };
};

describe('the history of a home', () => {
  const History = z.array(
    z.object({ household: z.string(), at: z.string().nullable(), by: z.string().nullable(), record: z.looseObject({}) }),
  );
  const historyFor = async (call: ReturnType<typeof apiOf>, who: string, home = 'h-fern') =>
    History.parse((await call(who, 'GET', `/households/${home}/history`)).body['history']);
  const dogsIn = (history: z.infer<typeof History>) =>
    history.map(
      ({ record }) => z.looseObject({ dog: z.looseObject({ value: z.string() }).optional() }).parse(record['answers']).dog?.value,
    );

  it('is what its record was, the newest first, each with when and by whom', async () => {
    const { afternoon, call } = await asking();
    await call(office, 'PUT', '/households/h-fern', { body: { ...fern, answers: { dog: 'Rex' } } });
    afternoon.clock.advance('PT1H');
    await call(dsl, 'PUT', '/households/h-fern', { body: { ...fern, address: '10 Rock Lane' } });
    // The same again is no change.
    await call(head, 'PUT', '/households/h-fern', { body: { ...fern, address: '10 Rock Lane' } });
    expect(await historyFor(call, tutor)).toMatchObject([
      { household: 'h-fern', at: '2026-06-22T13:00:00.000Z', by: dsl, record: { address: '10 Rock Lane' } },
      {
        household: 'h-fern',
        at: '2026-06-22T12:00:00.000Z',
        by: office,
        record: { address: '9 Rock Lane', answers: { dog: { value: 'Rex' } } },
      },
    ]);
  });

  it('has the present record once, where a write never came for which it was kept', async () => {
    const { afternoon, call } = await lighthouse();
    await call(office, 'PUT', '/households/h-fern', { body: fern });
    await afternoon.schools.keepBefore('lighthouse', 'household', 'h-fern', (await afternoon.schools.household('lighthouse', 'h-fern'))!);
    expect((await call(office, 'GET', '/households/h-fern/history')).body['history']).toHaveLength(1);
  });

  it('has what was answered on every visit, the first answer among it', async () => {
    const { afternoon, call } = await asking();
    await call(office, 'PUT', '/households/h-fern', { body: { ...fern, answers: { dog: 'Rex' } } });
    const visit = await requested(call, afternoon, { household: 'h-fern' });
    for (const dog of ['Rex and Max', 'None']) {
      afternoon.clock.advance('PT1M');
      expect((await call(tutor, 'POST', `${visit}/answer`, { body: { answers: { dog } } })).status).toBe(200);
    }
    const history = await historyFor(call, tutor);
    expect(dogsIn(history)).toEqual(['None', 'Rex and Max', 'Rex']);
    expect(history.map(({ by }) => by)).toEqual([tutor, tutor, office]);
  });

  it('shows each viewer what the record itself would, and a machine nothing', async () => {
    const { call } = await asking();
    await call(dsl, 'PUT', '/households/h-fern', { body: { ...fern, answers: { worry: 'Shouting' } } });
    await call(dsl, 'PUT', '/households/h-fern', { body: { ...fern, answers: { worry: 'None any more' } } });
    expect(JSON.stringify(await historyFor(call, dsl))).toContain('Shouting');
    expect(JSON.stringify(await historyFor(call, tutor))).not.toMatch(/Shouting|None any more/);
    for (const who of ['machine:write', 'lighthouse-leaver'])
      expect((await call(who, 'GET', '/households/h-fern/history')).status).toBe(403);
    expect((await call(dsl, 'GET', '/households/h-none/history')).status).toBe(404);
  });
});

describe('the visits of a home', () => {
  const Visits = z.object({
    visits: z.array(z.looseObject({ visit: z.string(), incidents: z.array(z.looseObject({ kind: z.string() })).optional() })),
    next: z.string().optional(),
  });
  const visitsFor = async (call: ReturnType<typeof apiOf>, who: string, query = '', home = 'lighthouse-home-1') =>
    Visits.parse((await call(who, 'GET', `/households/${home}/visits${query}`)).body);
  const idOf = (visit: string) => visit.split('/').at(-1)!;

  it('are how each went and whether they got in, the last first, page by page', async () => {
    const { afternoon, call } = await lighthouse();
    const first = await out(call, afternoon);
    await call(tutor, 'POST', `${first}/leave`, { body: { outcome: 'done' } });
    await call(tutor, 'POST', `${first}/return`);
    afternoon.clock.advance('PT1H');
    const second = await out(call, afternoon);
    await call(tutor, 'POST', `${second}/leave`, { body: { outcome: 'no-answer' } });
    afternoon.clock.advance('PT1H');
    const third = await requested(call, afternoon);
    await requested(call, afternoon, { household: 'lighthouse-home-2' });
    const all = await visitsFor(call, secondTutor);
    expect(all.visits).toMatchObject([
      { visit: idOf(third), stage: 'requested', outcomes: [], entered: false, incidents: [] },
      { visit: idOf(second), stage: 'out', outcomes: ['no-answer'], entered: false },
      { visit: idOf(first), stage: 'returned', outcomes: ['done'], entered: true, visitors: [tutor], type: 'tutoring' },
    ]);
    const page = await visitsFor(call, secondTutor, '?limit=2');
    expect(page.visits).toEqual(all.visits.slice(0, 2));
    expect((await visitsFor(call, secondTutor, `?limit=2&after=${encodeURIComponent(page.next!)}`)).visits).toEqual(all.visits.slice(2));
    expect((await call(office, 'GET', '/households/h-none/visits')).status).toBe(404);
  });

  it('never tell whoever is on one of its calls for help, nor of what follows, and tell everybody else', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    const before = await visitsFor(call, tutor);
    await call(tutor, 'POST', `${visit}/raise-alarm`, { body: { kind: 'help' } });
    expect(await visitsFor(call, tutor)).toEqual(before);
    expect((await visitsFor(call, secondTutor)).visits[0]?.incidents).toMatchObject([{ kind: 'distress', endedAt: null }]);
    await call(tutor, 'POST', `${visit}/return`);
    expect(
      (
        await call(dsl, 'POST', `${visit}/stand-down`, {
          body: { alarm: 'h1', how: 'They are here', visitors: { [tutor]: 'accounted-for' } },
        })
      ).body,
    ).toMatchObject({ stage: 'returned' });
    expect(JSON.stringify(await visitsFor(call, tutor))).not.toContain('distress');
    expect((await visitsFor(call, office)).visits[0]?.incidents).toMatchObject([{ kind: 'distress', endedAt: '2026-06-22T12:00:00.000Z' }]);
  });

  it('tell whoever is out to the same home on another visit of no call for help either, until they are back', async () => {
    const { afternoon, call } = await lighthouse();
    const first = await out(call, afternoon);
    const second = await requested(call, afternoon, { visitors: [{ person: secondTutor }] });
    const asked = [
      await call(secondTutor, 'POST', `${second}/answer`, { body: { answers: { animals: 'A cat' } } }),
      await call(dsl, 'POST', `${second}/authorise`),
      await call(secondTutor, 'POST', `${second}/depart`),
    ];
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200]);
    await call(tutor, 'POST', `${first}/raise-alarm`, { body: { kind: 'help' } });
    expect(JSON.stringify(await visitsFor(call, secondTutor))).not.toContain('distress');
    await call(secondTutor, 'POST', `${second}/return`);
    expect(JSON.stringify(await visitsFor(call, secondTutor))).toContain('distress');
  });

  it('tell whoever is out that they are late by their clocks alone, and everybody else what came of it', async () => {
    const { afternoon, call } = await lighthouse();
    await out(call, afternoon);
    await afternoon.passes('PT6H');
    expect((await visitsFor(call, secondTutor)).visits[0]?.incidents).toMatchObject([{ kind: 'overdue', endedAt: null }]);
    expect((await visitsFor(call, tutor)).visits[0]?.incidents).toEqual([]);
  });

  it('tell a machine their stage and time, and no more', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    await call(tutor, 'POST', `${visit}/raise-alarm`, { body: { kind: 'help' } });
    const { plan } = aVisit(afternoon);
    expect((await visitsFor(call, 'machine:read')).visits).toEqual([{ visit: idOf(visit), stage: 'out', plannedAt: plan.departAt }]);
  });
});

describe('two records of one home', () => {
  const twice = async () => {
    const { afternoon, call } = await asking();
    await call(office, 'PUT', '/households/h-fern', { body: { ...fern, pupils: [{ id: 'p-1', name: 'Joel' }], answers: { dog: 'Rex' } } });
    const again = { ...fern, address: '9, rock lane', adults: [{ id: 'adult-1', name: 'Bo Fern' }], hazards: [{ what: 'Ice' }] };
    await call(office, 'PUT', '/households/h-fern-2', { body: again });
    return { afternoon, call };
  };
  const merge = (call: ReturnType<typeof apiOf>, who: string, into: string, from: string) =>
    call(who, 'POST', `/households/${into}/merge`, { body: { from }, key: null });

  it('are found, with why, by whoever may merge them', async () => {
    const { call } = await twice();
    expect((await call(office, 'GET', '/duplicates')).body).toEqual({
      duplicates: [
        {
          households: [
            { id: 'h-fern', name: fern.name, address: '9 Rock Lane' },
            { id: 'h-fern-2', name: fern.name, address: '9, rock lane' },
          ],
          why: ['same-address'],
        },
      ],
    });
    for (const who of [tutor, 'machine:write']) {
      expect((await call(who, 'GET', '/duplicates')).status, who).toBe(403);
      expect((await merge(call, who, 'h-fern', 'h-fern-2')).status, who).toBe(403);
    }
    await merge(call, office, 'h-fern', 'h-fern-2');
    expect((await call(office, 'GET', '/duplicates')).body).toEqual({ duplicates: [] });
  });

  it('are found among more homes than a page has', async () => {
    const { call, afternoon } = await twice();
    const { value } = (await afternoon.schools.household('lighthouse', 'h-fern'))!;
    for (let n = 0; n < 210; n += 1)
      await afternoon.schools.putHousehold(
        'lighthouse',
        { ...value, id: `a-${String(n)}`, name: `Home ${String(n)}`, address: n % 209 === 0 ? 'The Lighthouse' : `${String(n)} Sea Road` },
        0,
      );
    const { body } = await call(office, 'GET', '/duplicates');
    expect(body['duplicates']).toHaveLength(2);
  });

  it('become one, and whoever names the other means it: in its record, its history, its visits and new ones', async () => {
    const { afternoon, call } = await twice();
    const old = await requested(call, afternoon, { household: 'h-fern-2' });
    const done = await merge(call, dsl, 'h-fern', 'h-fern-2');
    const whole = {
      id: 'h-fern',
      adults: [{ name: 'Li Fern' }, { id: 'adult-2', name: 'Bo Fern' }],
      pupils: [{ id: 'p-1' }],
      hazards: [{ what: 'Ice' }],
      answers: { dog: { value: 'Rex' } },
      mergedFrom: ['h-fern-2'],
      changed: { by: dsl },
    };
    expect(done).toMatchObject({ status: 200, body: whole });
    expect((await call(office, 'GET', '/households/h-fern-2')).body).toEqual(done.body);
    expect((await merge(call, head, 'h-fern', 'h-fern-2')).body).toEqual(done.body);
    expect(idsIn((await call(office, 'GET', '/households?q=fern')).body['households'])).toEqual(['h-fern']);

    // The visit goes on under the name that it has, and later visits read what it found out.
    expect((await call(tutor, 'GET', old)).body).toMatchObject({
      household: { id: 'h-fern', adults: [{ name: 'Li Fern' }, { name: 'Bo Fern' }] },
    });
    await call(tutor, 'POST', `${old}/answer`, { body: { answers: { dog: 'Max' } } });
    expect((await call(office, 'GET', '/households/h-fern')).body).toMatchObject({ answers: { dog: { value: 'Max' } } });
    const fresh = await requested(call, afternoon, { household: 'h-fern-2' });
    expect((await afternoon.visit(fresh.split('/').at(-1))).household).toBe('h-fern');
    for (const id of ['h-fern', 'h-fern-2']) {
      const { body } = await call(office, 'GET', `/households/${id}/visits`);
      expect(
        z
          .array(z.object({ visit: z.string() }).transform(({ visit }) => `/visits/${visit}`))
          .parse(body['visits'])
          .toSorted(),
      ).toEqual([old, fresh].toSorted());
      expect(idsIn((await call(office, 'GET', `/visits?household=${id}`)).body['visits'])).toHaveLength(2);
      const history = z
        .array(z.looseObject({ household: z.string() }))
        .parse((await call(office, 'GET', `/households/${id}/history`)).body['history']);
      expect(history.map(({ household }) => household).toSorted()).toEqual(['h-fern', 'h-fern', 'h-fern', 'h-fern-2']);
      expect(history.find(({ household }) => household === 'h-fern-2')).toMatchObject({
        by: office,
        record: { adults: [{ name: 'Bo Fern' }] },
      });
    }
  });

  it('are not put by the name of the one that is gone, and answers given by it are kept with the one that stays', async () => {
    const { call } = await twice();
    await merge(call, office, 'h-fern', 'h-fern-2');
    expect(await call(office, 'PUT', '/households/h-fern-2', { body: fern })).toMatchObject({
      status: 409,
      body: { type: '/problems/merged', detail: containing('h-fern') },
    });
    await call(office, 'POST', '/households/answers', { body: { answers: { dog: 'Max' }, households: ['h-fern-2'] } });
    const stays = await call(office, 'PUT', '/households/h-fern', { body: { ...fern, phones: ['01632 960001'] } });
    expect(stays.body).toMatchObject({ phones: ['+441632960001'], answers: { dog: { value: 'Max' } }, mergedFrom: ['h-fern-2'] });
  });

  it('can be put as they are read, though both had much to say', async () => {
    const { call } = await lighthouse();
    for (const [id, animal] of [
      ['h-fern', 'cat'],
      ['h-fern-2', 'dog'],
    ] as const)
      await call(office, 'PUT', `/households/${id}`, { body: { ...fern, animals: `${animal} `.repeat(120) } });
    const { id: _, ...read } = (await merge(call, office, 'h-fern', 'h-fern-2')).body;
    expect(await call(office, 'PUT', '/households/h-fern', { body: { ...read, address: '9 Rock Lane' } })).toMatchObject({
      status: 200,
      body: { animals: containing('dog') },
    });
  });

  it('are not merged where one of them was erased: nothing is kept under that name again', async () => {
    const { call } = await twice();
    expect((await call(head, 'POST', '/erasures', { body: { household: 'h-fern' } })).status).toBeLessThan(300);
    expect((await merge(call, office, 'h-fern', 'h-fern-2')).status).toBe(404);
    expect((await merge(call, office, 'h-fern-2', 'h-fern')).body).toMatchObject({ status: 400, errors: [{ pointer: '/from' }] });
    expect((await call(office, 'GET', '/households/h-fern')).body).toMatchObject({ name: 'Erased' });
    expect((await call(office, 'GET', '/households/h-fern-2')).body).toMatchObject({ name: fern.name });
  });

  it('are merged in a chain, and never into themselves or round in a circle', async () => {
    const { call } = await twice();
    const why = async (into: string, from: string) => (await merge(call, office, into, from)).body;
    expect(await why('h-fern', 'h-fern')).toMatchObject({ status: 409, detail: containing('one home already') });
    expect(await why('h-none', 'h-fern')).toMatchObject({ status: 404 });
    expect(await why('h-fern', 'h-none')).toMatchObject({ status: 400, errors: [{ pointer: '/from' }] });
    await merge(call, office, 'h-fern', 'h-fern-2');
    expect(await why('h-fern-2', 'h-fern')).toMatchObject({ status: 409, detail: containing('"h-fern" is the one that stays') });
    expect(await why('lighthouse-home-1', 'h-fern-2')).toMatchObject({ status: 409, detail: containing('merged into "h-fern"') });
    await merge(call, office, 'lighthouse-home-1', 'h-fern');
    for (const id of ['h-fern', 'h-fern-2', 'lighthouse-home-1'])
      expect((await call(office, 'GET', `/households/${id}`)).body).toMatchObject({
        id: 'lighthouse-home-1',
        mergedFrom: ['h-fern', 'h-fern-2'],
      });
  });
});
