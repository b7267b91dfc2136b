import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { dynamoDrafts } from '../../functions/adapters/aws/dynamo-drafts.ts';
import { dynamoLinks } from '../../functions/adapters/aws/dynamo-links.ts';
import { dynamoMachines } from '../../functions/adapters/aws/dynamo-machines.ts';
import { dynamoSchoolStore } from '../../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoSessions } from '../../functions/adapters/aws/dynamo-sessions.ts';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import { eraseHome, erasePerson } from '../../functions/application/erasures.ts';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import { eraseVisit, everyList, rowsOf } from '../../functions/application/erase-visits.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import { readKnown } from '../../functions/application/known.ts';
import { shown } from '../../functions/domain/visit/shown.ts';
import { Instant } from '../../functions/domain/time.ts';
import { beginErrands } from '../../functions/application/errands.ts';
import { settle } from '../../functions/application/settle.ts';
import { type Afternoon, afternoonAt, schoolOf } from '../support/afternoon.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { apiOf } from '../support/api.ts';
import { type Engine, startDynamo } from '../support/dynalite.ts';
import { closed, marked, markedVisit, marks, numbers } from '../support/marked-school.ts';
import { at, dsl, head, mentor, office, outOnARound, requestAt, tutor } from '../support/roselyn-visit.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.close());

const fiveYears = 5 * 365 * 24 * 60 * 60;

/** The school and all that happened there, in a table. */
async function inATable(a: Afternoon) {
  const { client, table } = await engine.table();
  const kept = { client, table, clock: a.clock };
  const visits = dynamoVisitStore(kept);
  const schools = dynamoSchoolStore(kept);
  const { school } = a;
  const { settings, staff, former = {} } = await a.schools.context(school, {});
  const { policy } = await a.schools.context(school, { policy: settings!.policy });
  await schools.putPolicy(school, settings!.policy.version, policy!);
  await schools.putSettings(school, { ...settings!, version: 1 });
  for (const person of [...Object.values(staff), ...Object.values(former)]) {
    await schools.putPerson(school, person, 0);
    for (const was of await a.schools.before(school, 'person', person.id)) await schools.keepBefore(school, 'person', person.id, was);
  }
  for (const home of await a.schools.households(school, { limit: 100 })) {
    await schools.putHousehold(school, home, 0);
    for (const was of await a.schools.before(school, 'household', home.id)) await schools.keepBefore(school, 'household', home.id, was);
  }
  for (const hold of await a.schools.holds(school)) await schools.putHold(school, hold);
  for await (const { ref } of rowsOf(a.deps, school, everyList)) {
    const stored = (await a.visits.read(ref))!;
    const visit = visitOf(stored);
    await visits.create(stored, shadowOf(visit, (await readKnown(a.deps, visit))!));
    for (const { reader, last } of await a.deps.erasures.readings(ref)) await visits.recordRead(ref, reader, last);
  }
  const forPages = { sessions: dynamoSessions(kept), drafts: dynamoDrafts(kept), links: dynamoLinks(kept), machines: dynamoMachines(kept) };
  const deps = { ...a.deps, visits, erasures: visits, schools, ...forPages };
  const now = Date.parse(a.clock.now()) / 1000;
  /** Every row of the table, but for those that the table has been told to take away. */
  const rows = async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
    // What expired more than five years ago DynamoDB leaves where it is.
    return Items.filter((row) => !(Number(row['expiresAt']) <= now && Number(row['expiresAt']) > now - fiveYears));
  };
  return { deps, call: apiOf({ ...a, deps }), everything: async () => JSON.stringify(await rows()) };
}

const leave = async (a: Afternoon, person: string): Promise<void> => {
  const was = (await a.schools.person(a.school, person))!;
  await a.schools.putPerson(a.school, { ...was.value, leftAt: '2026-06-22T15:00:00.000Z' }, was.version);
};
const Happened = z.array(z.object({ type: z.string(), at: z.string() }));

describe('erasing a home', () => {
  it('leaves none of what was said or written of the family anywhere, and that each thing happened', async () => {
    const a = await markedVisit();
    await closed(a);
    const before = (await a.visit()).history.map(({ type, at }) => ({ type, at }));
    const { call, everything, deps } = await inATable(a);
    for (const mark of [marks.family, marks.said, numbers.family, marked.pupil, marked.adult]) expect(await everything()).toContain(mark);

    expect(await call(head, 'POST', '/erasures', { body: { household: marked.home } })).toMatchObject({
      status: 200,
      body: { done: true, visits: 2 },
    });

    for (const mark of [marks.family, marks.said, numbers.family, marked.pupil, marked.adult])
      expect(await everything()).not.toContain(mark);
    const left = (await deps.visits.read({ school: a.school, visit: a.id }))!;
    expect(Happened.parse(left.history).slice(0, -1)).toEqual(before);
    expect(left.history.at(-1)).toMatchObject({ type: 'WordsErased', because: 'asked' });
    expect((await call(head, 'GET', `/households/${marked.home}`)).body).toMatchObject({ name: 'Erased', adults: [], pupils: [] });
    // Whoever asks again is told that it is done, and nobody asks for a visit there any more.
    expect(await call(head, 'POST', '/erasures', { body: { household: marked.home } })).toMatchObject({
      status: 200,
      body: { done: true },
    });
  });

  it('can be of one adult or one pupil alone, and the rest stays', async () => {
    const a = await markedVisit();
    await closed(a);
    const { call, everything } = await inATable(a);

    expect((await call(head, 'POST', '/erasures', { body: { household: marked.home, adult: marked.adult } })).status).toBe(200);
    expect(await everything()).not.toContain('Ann Mark');
    expect(await everything()).not.toContain('aunt');
    expect(await everything()).toContain('1 Mark Street');
    expect(await everything()).toContain('Tyler Mark');

    expect((await call(head, 'POST', '/erasures', { body: { household: marked.home, pupil: marked.pupil } })).status).toBe(200);
    expect(await everything()).not.toContain('Tyler Mark');
    expect(await everything()).not.toContain(marked.pupil);
    expect(await everything()).toContain('1 Mark Street');
    expect((await call(head, 'POST', '/erasures', { body: { household: marked.home, adult: 'nobody' } })).status).toBe(404);
  });

  it('waits until every visit there is over, and while a hold stands', async () => {
    const a = await markedVisit();
    const call = apiOf(a);
    const erase = () => call(head, 'POST', '/erasures', { body: { household: marked.home } });
    expect(await erase()).toMatchObject({ status: 409, body: { visits: [a.id, 'AL-000001'], holds: [] } });
    await closed(a);

    const hold = await call(dsl, 'POST', '/holds', { body: { on: { kind: 'visit', id: a.id }, reason: 'An inquiry' } });
    expect(hold.status).toBe(201);
    const id = z.string().parse(hold.body['id']);
    expect(await erase()).toMatchObject({ status: 409, body: { visits: [], holds: [id] } });
    expect((await call(dsl, 'POST', `/holds/${id}/release`, { body: {} })).status).toBe(403);
    expect((await call(head, 'POST', `/holds/${id}/release`, { body: {} })).body).toMatchObject({ released: { by: head } });
    expect((await erase()).status).toBe(200);
  });

  it('goes on where it stopped', async () => {
    const a = await markedVisit();
    await closed(a);
    const { deps, everything } = await inATable(a);
    const broken = {
      ...deps,
      schools: { ...deps.schools, forgetBefore: () => Promise.reject(new Error('the lights went out')) },
    };
    await expect(eraseHome(broken, a.school, marked.home, {}, head)).rejects.toThrow('lights');
    expect(await everything()).toContain(marks.family);

    expect(await eraseHome(deps, a.school, marked.home, {}, head)).toEqual({ outcome: 'erased', visits: 0 });
    expect(await everything()).not.toContain(marks.family);
  });
});

describe('erasing somebody who has left', () => {
  it('ends their sessions, throws away what they had begun to write, and their links lead nowhere', async () => {
    const a = await markedVisit();
    await closed(a);
    await leave(a, mentor);
    const { call, everything, deps } = await inATable(a);
    const { school } = a;
    const { id } = await deps.sessions.begin({ school, person: mentor }, a.clock.now());
    const form = { school, person: mentor, form: `write-up:${a.id}` };
    await deps.drafts.put({ ...form, answers: { report: 'half a sen' }, step: 'report', changedAt: a.clock.now() });
    const ref = { school, visit: a.id };
    const [theirs, other] = [await makePhoneLink(deps, ref, mentor), await makePhoneLink(deps, ref, tutor)];

    expect((await call(head, 'POST', '/erasures', { body: { person: mentor } })).status).toBe(200);
    expect([await deps.sessions.read(id), await deps.drafts.read(form), await deps.links.find(theirs)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect((await deps.links.find(other))?.person).toBe(tutor);
    for (const mark of [mentor, 'half a sen']) expect(await everything()).not.toContain(mark);
  });

  it('leaves no name, number or id of theirs anywhere, and that each thing was done by somebody of that duty', async () => {
    const a = await markedVisit();
    await closed(a);
    await leave(a, mentor);
    const { call, everything, deps } = await inATable(a);
    const made = { at: a.clock.now(), by: mentor };
    await deps.machines.add({ school: a.school, id: 'arbor', name: 'Arbor', scope: 'read', made }, { id: 'k1', body: 'b1' });
    for (const mark of [marks.mentor, numbers.mentor, mentor]) expect(await everything()).toContain(mark);

    expect(await call(head, 'POST', '/erasures', { body: { person: mentor } })).toMatchObject({ status: 200, body: { done: true } });

    for (const mark of [marks.mentor, numbers.mentor, mentor]) expect(await everything()).not.toContain(mark);
    const visit = visitOf((await deps.visits.read({ school: a.school, visit: a.id }))!);
    const [, other] = visit.visitors;
    expect(other?.person).toMatch(/^erased-/);
    expect(other?.accountedForAt).toBeDefined();
    // Their own home can still be read: a number is taken out of it, and nothing put in its place.
    expect((await deps.schools.household(a.school, 'zz-own-home'))?.value.phones).toEqual([]);
    expect(await deps.machines.of(a.school)).toMatchObject([{ id: 'arbor', made: { by: other?.person } }]);
    // What was said of the family stays: it was not asked for.
    expect(await everything()).toContain(marks.family);
    const { former = {} } = await deps.schools.context(a.school, {});
    expect(former[other!.person]).toMatchObject({ name: 'Erased', duties: ['visitor'] });
    expect((await call(head, 'POST', '/erasures', { body: { person: mentor } })).status).toBe(404);
  });

  it('goes on under the same name where it stopped', async () => {
    const a = await markedVisit();
    await closed(a);
    await leave(a, mentor);
    const { deps, everything } = await inATable(a);
    const broken = { ...deps, schools: { ...deps.schools, removePerson: () => Promise.reject(new Error('the lights went out')) } };
    await expect(erasePerson(broken, a.school, mentor, head)).rejects.toThrow('lights');
    expect((await erasePerson(deps, a.school, mentor, head)).outcome).toBe('erased');

    expect(await everything()).not.toContain(mentor);
    const { former = {} } = await deps.schools.context(a.school, {});
    expect(Object.keys(former).filter((id) => id.startsWith('erased-'))).toHaveLength(1);
  });

  it('is not done to anybody who works there still', async () => {
    const a = await markedVisit();
    await closed(a);
    const answer = await apiOf(a)(head, 'POST', '/erasures', { body: { person: mentor } });
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/in-the-way' } });
    expect(answer.text).toContain('record first that they have left');
  });
});

describe('everything that is held on somebody', () => {
  const Everything = z.looseObject({
    visits: z.array(z.looseObject({ id: z.string(), readings: z.array(z.unknown()) })),
    allegations: z.array(z.looseObject({ id: z.string() })),
    withheld: z.array(z.object({ id: z.string(), classes: z.array(z.string()) })),
  });

  it('is one answer: their record and what it was, each visit, who read it, and what was said against them', async () => {
    const a = await markedVisit();
    await closed(a);
    // Out of hours the office answers, so that the head is shown no safe word.
    const { settings } = await a.schools.context(a.school, {});
    await a.schools.putSettings(a.school, { ...settings!, version: 2, values: { ...settings!.values, 'out-of-hours': ['office'] } });
    const { body } = await apiOf(a)(head, 'GET', `/everything?person=${mentor}`);
    const found = Everything.parse(body);
    expect(found.visits.map(({ id }) => id)).toEqual([a.id]);
    expect(found.visits[0]?.readings).toHaveLength(1);
    expect(found.allegations.map(({ id }) => id)).toEqual(['AL-000001']);
    expect(JSON.stringify(body['before'])).toContain(`Former ${marks.mentor}`);
    expect(found.withheld).toEqual([{ id: a.id, classes: ['safe-word'] }]);
  });

  it('is told of a home and of a child, to a head and nobody else', async () => {
    const a = await markedVisit();
    const call = apiOf(a);
    for (const asked of [`household=${marked.home}`, `pupil=${marked.pupil}`]) {
      const { body } = await call(head, 'GET', `/everything?${asked}`);
      expect(Everything.parse(body).visits.map(({ id }) => id)).toEqual([a.id]);
      expect(JSON.stringify(body)).toContain('The Former Marks');
    }
    expect((await call(head, 'GET', '/everything?person=nobody')).status).toBe(404);
    expect((await call(head, 'GET', '/everything')).status).toBe(400);
    for (const who of [office, dsl, mentor, 'machine:read', 'machine:write'])
      expect((await call(who, 'GET', `/everything?household=${marked.home}`)).status, who).toBe(403);
  });
});

describe('what a school keeps no longer', () => {
  const upkeep = { school: 'roselyn-house', visit: 'ER-UPKEEP' };
  const lookOn = async (a: Afternoon, day: string): Promise<void> => {
    a.clock.set(Instant.parse(`${day}T05:00:00Z`));
    await settle(a.deps, upkeep);
  };
  const isErased = async (a: Afternoon, visit: string) => (await a.visit(visit)).erasedAt !== undefined;

  /** One visit on which nothing happened, and one on which somebody was worried. */
  async function twoVisits(): Promise<{ readonly a: Afternoon; readonly quiet: string; readonly worry: string }> {
    const a = await markedVisit();
    await closed(a);
    const worry = a.id;
    expectAccepted(await a.request(tutor, requestAt(at)));
    expectAccepted(await a.says(tutor, 'cancel', { reason: 'Snow' }));
    await a.drain();
    await beginErrands(a.deps, a.school);
    return { a, quiet: a.id, worry };
  }

  it('is erased when its period is over: sooner where all went well, later where something was wrong', async () => {
    const { a, quiet, worry } = await twoVisits();
    await lookOn(a, '2032-06-21');
    expect([await isErased(a, quiet), await isErased(a, worry)]).toEqual([false, false]);
    await lookOn(a, '2032-06-23');
    expect([await isErased(a, quiet), await isErased(a, worry)]).toEqual([true, false]);
    expect((await a.visit(quiet)).history.at(-1)).toMatchObject({ by: 'doorstep', because: 'kept-no-longer' });
    await lookOn(a, '2051-06-23');
    expect(await isErased(a, worry)).toBe(true);
    expect(await isErased(a, 'AL-000001')).toBe(true);
    expect(await isErased(a, 'ER-UPKEEP')).toBe(false);
  });

  it('goes by the periods that the school set', async () => {
    const { a, quiet } = await twoVisits();
    const { settings } = await a.schools.context(a.school, {});
    await a.schools.putSettings(a.school, { ...settings!, version: 2, values: { ...settings!.values, 'keep-records': 'P1Y' } });
    await lookOn(a, '2027-06-23');
    expect(await isErased(a, quiet)).toBe(true);
  });

  it('stays for as long as a hold stands on it', async () => {
    const { a, quiet } = await twoVisits();
    const placed = { at: at('16:00'), by: head };
    const hold = { id: 'h-00000002', on: { kind: 'household' as const, id: 'roselyn-house-home-1' }, reason: 'A claim', placed };
    await a.schools.putHold(a.school, hold);
    await lookOn(a, '2040-01-01');
    expect(await isErased(a, quiet)).toBe(false);
    await a.schools.putHold(a.school, { ...hold, released: placed });
    await lookOn(a, '2040-02-01');
    expect(await isErased(a, quiet)).toBe(true);
  });

  it('is found by the sweep with nobody there to ask, and looked for no sooner than there can be any', async () => {
    const { a, quiet, worry } = await twoVisits();
    const next = async () => (await a.visits.read(upkeep))?.dueAt;
    expect(await next()).toBe('2026-06-23T04:00:00.000Z');
    await a.until(Instant.parse('2026-06-23T05:00:00Z'));
    expect(await next()).toBe('2032-06-23T04:00:00.000Z');
    await a.until(Instant.parse('2032-06-23T05:00:00Z'));
    expect(await isErased(a, quiet)).toBe(true);
    // What is kept longer is looked at again, at the latest when that is over.
    expect(await next()).toBe('2038-06-24T04:00:00.000Z');
    expect(await isErased(a, worry)).toBe(false);
    await a.until(Instant.parse('2051-06-24T05:00:00Z'));
    expect(await isErased(a, worry)).toBe(true);
  });

  it('is looked for anew once the school has set another period', async () => {
    const { a, quiet } = await twoVisits();
    await a.until(Instant.parse('2028-06-23T05:00:00Z'));
    const call = apiOf(a);
    const { settings } = await a.schools.context(a.school, {});
    const values = { ...settings!.values, 'keep-records': 'P1Y' };
    expect((await call(head, 'PUT', '/settings', { body: { values, sure: true } })).status).toBe(200);
    await a.sweepNow();
    expect(await isErased(a, quiet)).toBe(true);
  });

  it('leaves a later visit of its outing as it was that nobody came to', async () => {
    const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('08:30'));
    const { lead, later } = await outOnARound(a, 'the blue folder');
    const out = { visit: lead };
    for (const person of [tutor, mentor]) {
      expectAccepted(await a.says(person, 'arrive', {}, out));
      expectAccepted(await a.says(person, 'leave', { outcome: 'completed' }, out));
      expectAccepted(await a.says(person, 'return', {}, out));
    }
    await a.drain();
    const seen = async () => {
      const visit = await a.visit(later);
      return shadowOf(visit, (await readKnown(a.deps, visit))!).card;
    };
    const before = await seen();

    const link = await makePhoneLink(a.deps, { school: a.school, visit: lead }, tutor);
    expect(await eraseVisit(a.deps, { school: a.school, visit: lead }, 'asked', head, () => true)).toBe('erased');
    expect(await seen()).toEqual(before);
    expect(await a.deps.links.find(link)).toBeUndefined();
  });

  it('leaves the later visits of its outing as they were', async () => {
    const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('08:30'));
    const { lead, later } = await outOnARound(a, 'the blue folder');
    const out = { visit: lead };
    for (const person of [tutor, mentor]) {
      expectAccepted(await a.says(person, 'arrive', {}, out));
      expectAccepted(await a.says(person, 'leave', { outcome: 'completed', next: later }, out));
      expectAccepted(await a.says(person, 'arrive', {}, { visit: later }));
      expectAccepted(await a.says(person, 'leave', { outcome: 'nobody-home' }, { visit: later }));
      expectAccepted(await a.says(person, 'return', {}, out));
    }
    await a.drain();
    const seen = async () => {
      const visit = await a.visit(later);
      const known = (await readKnown(a.deps, visit))!;
      const { stage, visitors, clocks } = shown(visit, { person: head }, known, a.clock.now());
      const plain = z.array(z.looseObject({ watchedBy: z.unknown().optional() })).parse(visitors);
      return { stage, clocks, visitors: plain.map(({ watchedBy: _lead, stops: _stops, next: _next, ...rest }) => rest) };
    };
    const before = await seen();
    expect(before.stage).toBe('returned');

    expect(await eraseVisit(a.deps, { school: a.school, visit: lead }, 'asked', head, () => true)).toBe('erased');
    expect(await isErased(a, lead)).toBe(true);
    expect(await seen()).toEqual(before);
  });
});
