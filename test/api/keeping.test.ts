import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { having } from '../support/matching.ts';
import { closed, marked, markedVisit } from '../support/marked-school.ts';
import { dsl, head, mentor, office, tutor } from '../support/roselyn-visit.ts';

async function atRoselyn() {
  const a = await markedVisit();
  return { a, call: apiOf(a) };
}
const reason = 'An inquiry of the council';

describe('a hold', () => {
  it('is placed once with one key, and not for something else with the same', async () => {
    const { call } = await atRoselyn();
    const place = (why: string) => call(dsl, 'POST', '/holds', { key: 'k1', body: { on: { kind: 'school' }, reason: why } });
    const first = await place(reason);
    expect(first.status).toBe(201);
    expect((await place(reason)).body).toEqual(first.body);
    expect((await place('Something else')).status).toBe(422);
  });

  it('is placed on what is there alone: on a number that was mistyped it would hold nothing', async () => {
    const { a, call } = await atRoselyn();
    const place = (kind: string, id?: string) =>
      call(dsl, 'POST', '/holds', { body: { on: { kind, ...(id === undefined ? {} : { id }) }, reason } });
    for (const [kind, id] of [['visit', 'HV-NONE22'], ['visit', 'what'], ['household', 'no-home'], ['person', 'nobody']] as const) {
      const answer = await place(kind, id);
      expect(answer, id).toMatchObject({ status: 400, body: { errors: [{ pointer: '/on/id' }] } });
    } // prettier-ignore
    for (const [kind, id] of [['visit', a.id], ['household', marked.home], ['person', mentor], ['school', undefined]] as const)
      expect((await place(kind, id)).status, kind).toBe(201); // prettier-ignore
    a.visits.spoil({ school: a.school, visit: a.id });
    expect((await place('visit', a.id)).status).toBe(201);
  });

  it('says of nothing that was said against somebody whether it is there', async () => {
    const { call } = await atRoselyn();
    for (const id of ['AL-000001', 'AL-NONE22'])
      expect((await call(dsl, 'POST', '/holds', { body: { on: { kind: 'visit', id }, reason } })).status).toBe(201);
  });
});

describe('an erasure that is only looked at', () => {
  const foreseen = (call: ReturnType<typeof apiOf>, query: string, who = head) => call(who, 'GET', `/erasures/foreseen?${query}`);

  it('says what stands in its way, and does nothing', async () => {
    const { a, call } = await atRoselyn();
    const before = JSON.stringify((await a.visits.read({ school: a.school, visit: a.id }))!);
    expect(await foreseen(call, `household=${marked.home}`)).toMatchObject({
      status: 200,
      body: { visits: 1, notOver: having([a.id]), holds: [] },
    });
    await closed(a);
    const hold = await call(dsl, 'POST', '/holds', { body: { on: { kind: 'person', id: mentor }, reason } });
    expect((await foreseen(call, `person=${mentor}`)).body).toMatchObject({ notOver: [], holds: [hold.body['id']], stillThere: true });
    expect((await foreseen(call, `household=${marked.home}&adult=${marked.adult}`)).body).toMatchObject({ visits: 1 });
    for (const query of ['', 'person=x&household=y', `household=${marked.home}&adult=a&pupil=b`, `person=${mentor}&pupil=b`])
      expect((await foreseen(call, query)).status, query).toBe(400);
    for (const query of ['person=nobody', 'household=none', `household=${marked.home}&adult=nobody`])
      expect((await foreseen(call, query)).status, query).toBe(404);
    expect((await foreseen(call, `person=${mentor}`, office)).status).toBe(403);
    expect(before.length).toBeGreaterThan(0);
    expect((await a.schools.household(a.school, marked.home))!.value.erasedAt).toBeUndefined();
  });

  it('is listed once it is done, with who did it and when', async () => {
    const { a, call } = await atRoselyn();
    await closed(a);
    const erased = async () => (await call(head, 'GET', '/erasures')).body;
    expect(await erased()).toEqual({ homes: [], people: [] });
    const was = (await a.schools.person(a.school, mentor))!;
    await a.schools.putPerson(a.school, { ...was.value, leftAt: a.clock.now() }, was.version);
    expect((await call(head, 'POST', '/erasures', { body: { household: marked.home } })).body).toMatchObject({ done: true });
    expect((await call(head, 'POST', '/erasures', { body: { person: mentor } })).body).toMatchObject({ done: true });
    const at = a.clock.now();
    const { homes, people } = await erased();
    expect(homes).toEqual([{ id: marked.home, at, by: head }]);
    expect(people).toEqual([having({ at, by: head })]);
    expect(JSON.stringify(people)).not.toContain(mentor);
    expect((await call(dsl, 'GET', '/erasures')).status).toBe(403);
    expect((await call(tutor, 'GET', '/erasures')).status).toBe(403);
  });
});
