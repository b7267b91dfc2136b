/** Who works at the school: what is kept of them, that they have read the policy, and that they have left. */
import { describe, expect, it } from 'vitest';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import {
  assistant,
  at,
  authorised,
  head as headOfHampton,
  office as officeOfHampton,
  out as outOfHampton,
  teacher,
} from '../support/hampton-visit.ts';
import { dsl, head, lighthouse, office, out, requested, secondTutor, tutor } from '../support/lighthouse-visit.ts';
import { containing, having, including } from '../support/matching.ts';

const ines = {
  name: 'Ines Duarte',
  firstName: 'Ines',
  duties: ['visitor'],
  roles: ['tutor'],
  mobile: '+447700900511',
  phones: [{ what: 'at home', number: '+442079460011' }],
  email: 'ines@lighthouse.example',
  hours: [{ from: '08:30', to: '12:00', days: [1, 2] }],
  training: [
    { what: 'First aid', on: '2023-06-21', until: '2026-06-21' },
    { what: 'Safeguarding', on: '2026-06-21', until: '2026-06-22' },
  ],
  emergencyContact: { name: 'Rui Duarte', phone: '020 7946 0018', relationship: 'brother' },
};

const hamptonAt = async (time: string) => {
  const afternoon = await afternoonAt(hampton(), at(time));
  return { afternoon, call: apiOf(afternoon) };
};

describe('a person’s record', () => {
  it('is kept whole, and what is wrong in it is said', async () => {
    const { call } = await lighthouse();
    expect(await call(head, 'PUT', `/people/${tutor}`, { body: ines })).toMatchObject({ status: 200, body: ines });
    const wrong = {
      ...ines,
      hours: [{ from: '12:00', to: '08:30' }],
      training: [{ what: '', on: 'May' }],
      emergencyContact: { name: 'Rui', phone: 'none' },
    };
    expect((await call(head, 'PUT', `/people/${tutor}`, { body: wrong })).body).toMatchObject({
      errors: [
        { pointer: '/hours/0', message: 'from is before to' },
        { pointer: '/training/0/what' },
        { pointer: '/training/0/on' },
        { pointer: '/emergencyContact/phone', message: 'a telephone number' },
      ],
    });
  });

  it('may be put again as it was read, and what nobody puts there stays as it was', async () => {
    const { call } = await lighthouse();
    await call(tutor, 'POST', `/people/${tutor}/read-policy`);
    const { id: _id, ...read } = (await call(head, 'GET', `/people/${tutor}`)).body;
    const again = await call(head, 'PUT', `/people/${tutor}`, { body: { ...read, ticked: {}, leftAt: '2026-06-01', vehicle: 'A van' } });
    expect(again).toMatchObject({ status: 200, body: { ticked: read['ticked'], vehicle: 'A van', hasReadPolicy: true } });
    expect(again.body).not.toHaveProperty('leftAt');
  });

  it('says to whoever keeps records, and to themselves, whom to ring for them and which training has run out', async () => {
    const { call } = await lighthouse();
    await call(head, 'PUT', `/people/${tutor}`, { body: ines });
    for (const who of [office, tutor])
      expect((await call(who, 'GET', `/people/${tutor}`)).body, who).toMatchObject({
        emergencyContact: ines.emergencyContact,
        trainingRunOut: ['First aid'],
      });
    for (const who of [secondTutor, 'machine:read'])
      expect(Object.keys((await call(who, 'GET', `/people/${tutor}`)).body), who).toEqual(['id', 'name', 'duties', 'roles']);
  });
});

describe('that somebody has read the policy', () => {
  it('is said by themselves alone, of the version that holds, and seen by whoever keeps the records', async () => {
    const { call, afternoon } = await hamptonAt('08:30');
    const hasRead = async (who: string) => (await call(officeOfHampton, 'GET', `/people/${who}`)).body['hasReadPolicy'];
    expect(await hasRead(teacher)).toBe(false);
    expect((await call(headOfHampton, 'POST', `/people/${teacher}/read-policy`)).status).toBe(403);
    expect((await call('machine:write', 'POST', `/people/${teacher}/read-policy`)).status).toBe(403);
    expect((await call(teacher, 'POST', `/people/${teacher}/read-policy`)).status).toBe(200);
    expect([await hasRead(teacher), await hasRead(assistant)]).toEqual([true, false]);
    const { people } = (await call(officeOfHampton, 'GET', '/people?duty=visitor')).body;
    expect(people).toEqual(including(expect.objectContaining({ id: teacher, hasReadPolicy: true })));
    // It counts on their visits, as a tick there would.
    await authorised(afternoon);
    const { actions } = (await call(headOfHampton, 'GET', `/visits/${afternoon.id}`)).body;
    expect(JSON.stringify(actions)).toContain(`"missing":["${assistant}"],"wants":{"kind":"tick","prompt":"know-policy"}`);
  });

  it('holds of a policy that has no line to tick, and of no version after it', async () => {
    const { call, afternoon } = await lighthouse();
    expect((await call(tutor, 'POST', `/people/${tutor}/read-policy`)).body).toMatchObject({ hasReadPolicy: true });
    const { settings, ...context } = await afternoon.schools.context('lighthouse', { policy: { id: 'made-up', version: '1' } });
    await afternoon.schools.putPolicy('lighthouse', '2', context.policy!);
    await afternoon.schools.putSettings('lighthouse', { ...settings!, version: 2, policy: { id: 'made-up', version: '2' } });
    expect((await call(tutor, 'GET', `/people/${tutor}`)).body).toMatchObject({ hasReadPolicy: false });
  });
});

describe('what a change would leave the school without', () => {
  const problem = (message: string) => ({
    status: 409,
    body: {
      type: '/problems/would-leave-nobody',
      consequences: including({ code: expect.any(String) as unknown, message: containing(message) }),
      send: { sure: true },
    },
  });

  it('is said first, and done once whoever asks is sure', async () => {
    const { call } = await lighthouse();
    expect(await call(head, 'POST', `/people/${office}/left`)).toMatchObject(problem('the duty office'));
    expect((await call(head, 'GET', `/people/${office}`)).body).not.toHaveProperty('leftAt');
    expect((await call(head, 'POST', `/people/${office}/left`, { body: { sure: true } })).status).toBe(200);
  });

  it('is said of a duty, or of number and address, that are taken from somebody', async () => {
    const { call } = await lighthouse();
    const { mobile: _mobile, email: _email, ...rest } = { ...ines, duties: ['dsl'] };
    const put = (body: object) => call(head, 'PUT', `/people/${dsl}`, { body });
    expect(await put({ ...ines, duties: [] })).toMatchObject(problem('the duty dsl'));
    expect(await put(rest)).toMatchObject(problem('Nobody who can be reached'));
    expect(await put({ ...ines, duties: ['dsl'] })).toMatchObject({ status: 200 });
    const done = await put({ ...rest, sure: true });
    expect(done).toMatchObject({ status: 200 });
    expect(done.body).not.toHaveProperty('sure');
    // It is so by now, and no consequence of anything else.
    expect(await put({ ...rest, vehicle: 'A red bicycle' })).toMatchObject({ status: 200 });
  });

  it('is said of settings, and to nobody who may not set them', async () => {
    const { call, afternoon } = await lighthouse();
    const { values } = (await afternoon.schools.context('lighthouse', {})).settings!;
    const body = { values: { ...values, 'out-of-hours': ['executive-headteacher'] } };
    expect((await call(dsl, 'PUT', '/settings', { body })).status).toBe(403);
    expect(await call(head, 'PUT', '/settings', { body })).toMatchObject(problem('Who answers when the office is shut?'));
    expect(await call(head, 'PUT', '/settings', { body: { ...body, sure: true } })).toMatchObject({ status: 200, body: { version: 2 } });
  });
});

describe('somebody who has left', () => {
  const sure = { body: { sure: true } };

  it('is written down by an admin, a head or the school’s own system, and undone again', async () => {
    const { call, afternoon } = await lighthouse();
    for (const who of [dsl, tutor, 'machine:read']) {
      expect((await call(who, 'POST', `/people/${secondTutor}/left`)).status, who).toBe(403);
      expect((await call(who, 'POST', `/people/${secondTutor}/back`)).status, who).toBe(403);
    }
    expect(await call('machine:write', 'POST', `/people/${secondTutor}/left`)).toMatchObject({
      status: 200,
      body: { leftAt: afternoon.clock.now() },
    });
    expect((await call(secondTutor, 'GET', '/policy')).status).toBe(403);
    const listed = async (query: string) =>
      ((await call(tutor, 'GET', `/people${query}`)).body['people'] as { id: string }[]).map(({ id }) => id);
    expect(await listed('')).not.toContain(secondTutor);
    expect(await listed('?left=true')).toEqual([secondTutor]);
    expect((await call(tutor, 'GET', `/people/${secondTutor}`)).body).toMatchObject({ name: 'Owen Fry', leftAt: afternoon.clock.now() });
    // A record that is put again does not bring them back.
    expect((await call(head, 'PUT', `/people/${secondTutor}`, { body: ines })).body).toMatchObject({ leftAt: afternoon.clock.now() });
    expect((await call(head, 'POST', `/people/${secondTutor}/back`)).body).not.toHaveProperty('leftAt');
    expect((await call(secondTutor, 'GET', '/policy')).status).toBe(200);
    for (const what of ['left', 'back']) expect((await call(head, 'POST', `/people/nobody-there/${what}`)).status).toBe(404);
  });

  it('is named on each open visit that needed them, which is told once', async () => {
    const { call, afternoon } = await lighthouse();
    const paths: string[] = [];
    for (let n = 0; n < 7; n += 1) paths.push(await requested(call, afternoon, { visitors: [{ person: tutor }, { person: secondTutor }] }));
    const alone = await requested(call, afternoon);
    await afternoon.drain();
    afternoon.sent();
    const noted = async (path: string) =>
      ((await call(head, 'GET', path)).body['history'] as { type: string; person: string }[]).filter(({ type }) => type === 'PersonLeft')
        .length;
    expect((await call(head, 'POST', `/people/${secondTutor}/left`)).status).toBe(200);
    for (const path of paths) expect(await noted(path), path).toBe(1);
    expect(await noted(alone)).toBe(0);
    await afternoon.drain();
    expect(afternoon.sent()).toEqual(paths.map(() => `email ${tutor} notice:person-left`));
    expect(await call(tutor, 'POST', `${paths[0]!}/depart`)).toMatchObject({
      status: 409,
      body: { unmet: including(expect.objectContaining({ code: 'visitors-here', message: containing('Owen Fry has left the school.') })) },
    });
    expect((await call(head, 'POST', `/people/${secondTutor}/left`)).status).toBe(200);
    for (const path of paths) expect(await noted(path), path).toBe(1);
  });

  it('has left though the visits could not be told, and the same again tells them', async () => {
    const { call, afternoon } = await lighthouse();
    const path = await requested(call, afternoon, { visitors: [{ person: secondTutor }] });
    afternoon.visits.fail();
    await expect(call(head, 'POST', `/people/${secondTutor}/left`)).rejects.toThrow('failed');
    expect((await call(secondTutor, 'GET', '/policy')).status).toBe(403);
    const types = async () => ((await call(head, 'GET', path)).body['history'] as { type: string }[]).map(({ type }) => type);
    expect(await types()).not.toContain('PersonLeft');
    expect((await call(head, 'POST', `/people/${secondTutor}/left`)).status).toBe(200);
    expect(await types()).toContain('PersonLeft');
  });

  it('and is out at that moment may say all that is never refused, and read their visit, until they are accounted for', async () => {
    const { call, afternoon } = await lighthouse();
    const path = await out(call, afternoon);
    const other = await requested(call, afternoon);
    expect((await call(head, 'POST', `/people/${tutor}/left`, sure)).status).toBe(200);
    for (const what of ['arrive', 'check-in', 'leave', 'revise', 'correct', 'note', 'depart-in-breach'])
      expect((await call(tutor, 'POST', `${path}/${what}`)).status, what).toBe(200);
    expect((await call(tutor, 'POST', `${path}/raise-alarm`, { body: { kind: 'illness' } })).body).toMatchObject({
      household: { address: expect.any(String) as unknown },
      alarms: [{ kind: 'concern' }],
    });
    expect((await call(tutor, 'GET', path)).status).toBe(200);
    for (const [method, elsewhere] of [
      ['GET', '/board'],
      ['GET', '/visits'],
      ['POST', `${path}/cancel`],
      ['POST', `${path}/not-going`],
      ['POST', `${other}/note`],
      ['GET', other],
    ] as const)
      expect((await call(tutor, method, elsewhere, method === 'POST' ? { body: { reason: 'Off' } } : {})).status, elsewhere).toBe(403);
    expect((await call(tutor, 'POST', `${path}/return`)).status).toBe(200);
    expect((await call(tutor, 'GET', path)).status).toBe(403);
    // They may have been made to say that they are back: a call for help is heard all the same, and shows them nothing.
    const called = await call(tutor, 'POST', `${path}/raise-alarm`, { body: { kind: 'help' } });
    expect(called).toMatchObject({ status: 200 });
    expect(called.body).not.toHaveProperty('history');
    expect((await call(dsl, 'GET', path)).body['alarms']).toEqual(including(having({ kind: 'distress' })));
    expect((await call(tutor, 'POST', `${path}/cancel`, { body: { reason: 'Off' } })).status).toBe(403);
  });

  it('and is out at that moment is still nudged, looked for and rung', async () => {
    const { afternoon, call } = await hamptonAt('08:30');
    await call('hampton-technician', 'PUT', `/people/${teacher}`, {
      body: {
        name: 'Priya Raman',
        firstName: 'Priya',
        duties: ['visitor'],
        roles: ['class-teacher'],
        mobile: '+447700900999',
        vehicle: 'A blue Fiat',
      },
    });
    await outOfHampton(afternoon);
    afternoon.sent();
    expect((await call('hampton-technician', 'POST', `/people/${teacher}/left`)).status).toBe(200);
    await afternoon.until(at('14:46'));
    expect(afternoon.sent().toSorted()).toEqual([
      `email ${assistant} notice:person-left`,
      `email ${assistant} nudge:round-return`,
      `email ${officeOfHampton} nudge:round-return`,
      `text ${assistant} nudge:round-return`,
      `text ${officeOfHampton} nudge:round-return`,
      `text ${teacher} nudge:round-return`,
    ]);
    expect(afternoon.notices.outbox.find(({ contact }) => contact === teacher)?.to).toBe('+447700900999');
    await afternoon.until(at('15:01'));
    expect(afternoon.sent()).toContain(`text ${officeOfHampton} rung:a1/1`);
    const seen = await call(officeOfHampton, 'GET', `/visits/${afternoon.id}`);
    expect(seen.body['visitors']).toMatchObject([
      { person: teacher, name: 'Priya Raman', mobile: '+447700900999', vehicle: 'A blue Fiat' },
      { person: assistant },
    ]);
    expect((await call(teacher, 'POST', `/visits/${afternoon.id}/return`)).status).toBe(200);
    expect((await call(assistant, 'POST', `/visits/${afternoon.id}/return`)).status).toBe(200);
    expect((await afternoon.visit()).alarms).toMatchObject([{ ended: { because: 'contact' } }]);
  });
});
