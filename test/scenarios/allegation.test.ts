import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { accepted, type OneVisit, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;

beforeEach(async () => {
  await clock.newDay();
});

const said = 'His mother says that he was shouted at in her kitchen';
const Made = z.strictObject({ id: z.string(), said: z.string() });
const Item = z.looseObject({ words: z.string(), heldBy: z.string().nullable(), endedBy: z.string().nullable() });
const List = z.strictObject({ allegations: z.array(Item) });

describe.each([
  {
    name: 'Hampton',
    school: cloud.school('hampton'),
    goes: ['teacher', 'assistant'],
    instead: 'executive-head',
    request: { type: 'induction', purpose: 'To meet the family before September' },
    later: ['14:00', '15:00'],
  },
  {
    name: 'Roselyn House',
    school: cloud.school('roselyn-house'),
    goes: ['tutor', 'mentor'],
    instead: 'proprietor',
    request: { type: 'procedural', reason: 'attendance-concern', purpose: 'To agree how Tyler gets back to school' },
    later: ['14:00', '15:00'],
  },
])('something said against a visitor, at $name', ({ school, goes, instead, request, later }) => {
  const [first = '', second = ''] = goes;
  const asked = (...people: readonly string[]): Promise<OneVisit> =>
    school.requested(first, {
      ...request,
      household: `${school.id}-home-1`,
      visitors: people.map((person) => ({ person: school.person(person) })),
      plan: { departAt: clock.time('13:00'), returnAt: clock.time('14:30') },
    });
  const alleged = async (visit: OneVisit, by: string): Promise<string> => {
    const body = { visit: visit.id, about: [school.person(first)], words: said };
    const answer = await school.as(by).posts('/allegations', { body });
    expect(answer.status, answer.text).toBe(201);
    return Made.parse(answer.body).id;
  };
  /** All that went out about it, and to whom. */
  const sentOf = async (id: string): Promise<readonly string[]> => {
    await cloud.control('GET', '/schedules');
    return school.visit(id).sent();
  };
  const read = (who: string, id: string) => school.as(who).gets(`/allegations/${id}`);
  const everybody = async (): Promise<readonly string[]> => (await school.people()).map(({ id }) => id.slice(school.id.length + 1));

  it('reaches the head alone, again and again, until the head has seen to it, while the visit goes its own way', async () => {
    const visit = await asked(first, second);
    const before = await visit.item();
    await clock.at('13:00');
    const id = await alleged(visit, second);

    expect(await sentOf(id)).toEqual([`13:00 text+email head rung:a1/1`]);
    await clock.at('15:30');
    expect(await sentOf(id)).toEqual(['13:00', ...later].map((hour) => `${hour} text+email head rung:a1/1`));
    for (const who of (await everybody()).filter((one) => one !== 'head')) {
      expect((await read(who, id)).status, who).toBe(404);
      expect(List.parse((await school.as(who).gets('/allegations')).body), who).toEqual({ allegations: [] });
      const words = { body: { words: 'Seen' } };
      expect((await school.as(who).posts(`/allegations/${id}/note`, words)).status, who).toBe(404);
    }
    for (const machine of ['machine:read', 'machine:write']) expect((await read(machine, id)).status).toBe(404);

    const does = (command: string, body: unknown) => school.as('head').posts(`/allegations/${id}/${command}`, { body });
    expect(Item.parse((await does('acknowledge', {})).body)).toMatchObject({ words: said, heldBy: school.person('head') });
    expect((await does('note', { words: 'Rang the family' })).status).toBe(200);
    expect(Item.parse((await does('stand-down', { how: 'With the local authority' })).body)).toMatchObject({
      endedBy: school.person('head'),
    });
    const sent = await sentOf(id);
    await clock.at('23:00');
    expect(await sentOf(id)).toEqual(sent);

    // Nothing of it stands in the visit, nor in anything that went out.
    expect((await visit.item()).history.map(({ type }) => type)).toEqual(before.history.map(({ type }) => type));
    const all = JSON.stringify(await cloud.control('GET', '/outbox'));
    expect(all).not.toContain('shouted');
    accepted(await visit.says(first, 'cancel', { reason: 'The family is away' }));
  });

  it('reaches whom the school named, and never the head, where the head is on that visit', async () => {
    const visit = await asked(first, 'head');
    await clock.at('13:00');
    const id = await alleged(visit, 'office');

    expect(await sentOf(id)).toEqual([`13:00 text+email ${instead} rung:a1/1`]);
    expect((await read(instead, id)).status).toBe(200);
    for (const who of (await everybody()).filter((one) => one !== instead)) {
      expect((await read(who, id)).status, who).toBe(404);
      expect((await school.as(who).gets('/allegations')).text, who).not.toContain(id);
    }
    expect((await school.as(instead).posts(`/allegations/${id}/stand-down`, { body: { how: 'Seen to' } })).status).toBe(200);
  });
});
