import { beforeEach, describe, expect, it } from 'vitest';
import { commandBodies } from '../../functions/domain/visit/commands.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { type Answered, apiOf, inMinutes } from '../support/api.ts';
import { assistant, at, deputy, executiveHead, familySupport, head, office, teacher } from '../support/hampton-visit.ts';
import { containing, matching } from '../support/matching.ts';

const admin = 'hampton-technician';
let a: Afternoon;
let call: ReturnType<typeof apiOf>;
beforeEach(async () => {
  // One of their ladders names an assistant besides, who has no duty of the kind.
  const { file, policy } = hampton();
  const rung = { id: 'first', do: 'tell', tell: ['$stand-down-by'], wait: 'PT5M', say: 'Come to the office.' };
  const police = { id: 'police', do: 'ring-police', tell: ['office'], wait: 'PT5M', say: 'Ring the police.' };
  const values = { ...file.settings.values, 'stand-down-by': [assistant, 'dsl'], 'concern-ladder': { rungs: [rung, police] } };
  a = await afternoonAt({ file: { ...file, settings: { values } }, policy }, at('09:00'));
  call = apiOf(a);
});

const begin = (body: object = { ladder: 'missing' }, by = office): Promise<Answered> => call(by, 'POST', '/drills', { body });
/** The address of one that was begun, and whose first messages have gone. */
async function drill(ladder = 'missing'): Promise<string> {
  const begun = await begin({ ladder });
  expect(begun.status, begun.text).toBe(201);
  await a.drain();
  return `/drills/${String(begun.body['id'])}`;
}

describe('a drill', () => {
  it('is begun by its ladder’s name, and answers with what came of it so far', async () => {
    const begun = await begin({ ladder: 'concern-ladder', reason: 'Each half term' });
    expect(begun).toMatchObject({
      status: 201,
      headers: { location: matching(/^\/v1\/schools\/hampton\/drills\/DR-[0-9A-Z]{8}$/) },
      body: {
        ladder: 'concern-ladder',
        reason: 'Each half term',
        begunBy: office,
        state: 'under-way',
        until: at('11:00'),
        secondsToAnswer: null,
      },
    });
    expect(begun.headers['location']).toContain(String(begun.body['id']));
    await a.drain();
    expect(a.sent()).toEqual([assistant, deputy, head].flatMap((who) => [`text ${who} rung:a1/1`, `email ${who} rung:a1/1`]));
  });

  it('is named as the policy names it as well, and may wait for a time in the days to come', async () => {
    expect((await begin({ ladder: '$help-ladder', at: inMinutes(a, 90) })).body).toMatchObject({
      ladder: 'help-ladder',
      state: 'waiting',
      startsAt: at('10:30'),
    });
    const tooFar = await begin({ ladder: 'missing', at: inMinutes(a, 8 * 24 * 60) });
    expect(tooFar).toMatchObject({ status: 400, body: { errors: [{ pointer: '/at' }] } });
  });

  it('is one of its ladder at a time: a second is told which is under way, and what to do', async () => {
    const first = await drill();
    const second = await begin();
    expect(second).toMatchObject({
      status: 409,
      body: { type: '/problems/drill-running', detail: containing(first.replace('/drills/', '')) },
    });
    expect(second.text).toContain('Stand it down first');
  });

  it('of a ladder that the school does not have is refused with those that it has', async () => {
    expect(await begin({ ladder: 'nothing' })).toMatchObject({
      status: 409,
      body: { type: '/problems/unknown-ladder', detail: containing('missing, help-ladder') },
    });
    expect((await begin({})).status).toBe(400);
    expect((await begin({ ladder: 'missing', household: 'hampton-home-1' })).status).toBe(400);
  });

  it('is answered with the words of a visit’s commands, and says how long that took', async () => {
    const path = await drill();
    await a.until(at('09:12'));
    expect((await call(office, 'POST', `${path}/acknowledge`, { body: { alarm: 'a1' } })).body).toMatchObject({
      heldBy: office,
      firstAnswer: { by: office, rung: 2 },
    });
    await a.until(at('09:15'));
    expect((await call(office, 'POST', `${path}/log-attempt`, { body: { rung: 2, result: 'no-answer' } })).status).toBe(200);
    expect((await call(head, 'POST', `${path}/escalate`, { body: {} })).status).toBe(200);
    expect((await call(head, 'POST', `${path}/record-police`, { body: {} })).status).toBe(200);
    await a.drain();
    const over = await call(head, 'POST', `${path}/stand-down`, { body: { how: 'Two minutes and a half' } });
    expect(over.status, over.text).toBe(200);
    expect((await call(deputy, 'GET', path)).body).toMatchObject({
      state: 'over',
      ended: 'stood-down',
      endedBy: head,
      how: 'Two minutes and a half',
      secondsToAnswer: 720,
      rungs: [
        { secondsToAnswer: null },
        { answeredBy: office, secondsToAnswer: 120 },
        { answeredBy: head, secondsToAnswer: 0 },
        { answeredBy: head, secondsToAnswer: 0 },
      ],
      neverAnswered: [executiveHead],
    });
  });

  it('is listed with the others, the newest first', async () => {
    const first = await drill();
    await a.until(at('09:30'));
    const second = await drill('help-ladder');
    const { body } = await call(admin, 'GET', '/drills');
    expect(body).toMatchObject({
      drills: [
        { id: second.slice(8), ladder: 'help-ladder' },
        { id: first.slice(8), ladder: 'missing', state: 'under-way' },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('rungs');
  });

  it('is open to whoever was told of it, and to others who may have it no more than that it is there', async () => {
    const path = await drill('concern-ladder');
    expect((await call(assistant, 'GET', path)).body).toMatchObject({ rungs: [{}, {}] });
    expect((await call(assistant, 'POST', `${path}/acknowledge`, { body: {} })).body).toMatchObject({ heldBy: assistant });
    expect((await call(familySupport, 'GET', path)).status).toBe(403);
    const byAnother = await call(familySupport, 'POST', `${path}/acknowledge`, { body: {} });
    expect([byAnother.status, Object.hasOwn(byAnother.body, 'rungs')]).toEqual([200, false]);
    expect((await call(assistant, 'POST', `${path}/stand-down`, { body: { how: 'Enough' } })).status).toBe(403);
  });

  it('is nobody else’s: not a visitor’s to begin, nor a machine’s, nor another school’s', async () => {
    const path = await drill();
    for (const by of [teacher, 'machine:read', 'machine:write']) {
      expect((await begin({ ladder: 'missing' }, by)).status, by).toBe(403);
      for (const read of [path, '/drills', '/rehearsal']) expect((await call(by, 'GET', read)).status, `${by} ${read}`).toBe(403);
    }
    for (const by of ['machine:read', 'machine:write'])
      expect((await call(by, 'POST', `${path}/acknowledge`, { body: {} })).status).toBe(403);
    expect((await call(`${head}@elsewhere`, 'GET', path)).status).toBe(404);
    expect((await call(undefined, 'GET', path)).status).toBe(401);
    expect((await call(head, 'GET', '/drills/DR-00000000')).status).toBe(404);
  });

  it('is no visit: none of the ways to one leads to it, and none of its own to a visit', async () => {
    const id = (await drill()).slice(8);
    const before = await a.visit(id);
    expect((await call(head, 'GET', `/visits/${id}`)).status).toBe(404);
    for (const command of Object.keys(commandBodies))
      expect((await call(head, 'POST', `/visits/${id}/${command}`, { body: {} })).status, command).toBeOneOf([400, 404]);
    expect(await a.visit(id)).toEqual(before);
    for (const list of ['/visits', '/board']) expect((await call(head, 'GET', list)).body).toMatchObject({ visits: [] });
    expect((await call(head, 'GET', '/drills/HV-000001')).status).toBe(404);
    expect((await call(head, 'POST', '/drills/HV-000001/stand-down', { body: { how: 'Over' } })).status).toBe(404);
  });
});

describe('a rehearsal', () => {
  it('of one ladder says what it would do from that time on, and sends nothing', async () => {
    const { body, status } = await call(office, 'GET', `/rehearsal?ladder=missing&at=${at('15:00')}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      at: at('15:00'),
      ladders: [
        {
          ladder: 'missing',
          climbedBy: ['round-return', 'return'],
          rungs: [{ at: at('15:00') }, { at: at('15:10') }, {}, {}],
          repeatsAt: at('15:40'),
        },
      ],
    });
    await a.until(at('16:00'));
    expect(a.sent()).toEqual([]);
    expect((await call(office, 'GET', '/drills')).body).toEqual({ drills: [] });
  });

  it('of every ladder goes from now, and shows nobody’s number', async () => {
    const { body, text } = await call(office, 'GET', '/rehearsal');
    expect(body).toMatchObject({ at: at('09:00') });
    expect(text).toContain('"ladder":"help-ladder"');
    expect(text).not.toMatch(/\+44|@/);
  });

  it('of what is no ladder of theirs is refused', async () => {
    expect(await call(office, 'GET', '/rehearsal?ladder=nothing')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/query/ladder' }] },
    });
    expect((await call(office, 'GET', '/rehearsal?at=noon')).status).toBe(400);
  });
});
