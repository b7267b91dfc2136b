import { describe, expect, it } from 'vitest';
import { commandBodies } from '../../functions/domain/visit/commands.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { type Answered, apiOf } from '../support/api.ts';
import { everyRead } from '../support/every-read.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { containing, having, including, matching } from '../support/matching.ts';
import { at, dsl, head, mentor, office, out, requestAt, tutor, words } from '../support/roselyn-visit.ts';

const said = 'His mother says that he was shouted at in her kitchen';
const proprietor = 'roselyn-house-proprietor';
const file = () => schoolOf('local/schools/roselyn-house.json');

/** Both are out, and everybody of the school can be asked as. */
async function afternoon(changes: (school: ReturnType<typeof file>) => ReturnType<typeof file> = (same) => same) {
  const a = await afternoonAt(changes(file()), at('09:00'));
  const call = apiOf(a);
  const people = file().file.people.map(({ id }) => id);
  const callers = [...people, 'machine:read', 'machine:write'];
  const reads = (...allegations: readonly string[]) =>
    everyRead({
      ...{ visit: [a.id], allegation: allegations, person: people, version: ['1'] },
      household: file().file.households.map(({ id }) => id),
    });
  return {
    a,
    call,
    callers,
    allege: (by: string, body: object = {}, key?: string): Promise<Answered> =>
      call(by, 'POST', '/allegations', {
        body: { visit: a.id, about: [tutor], words: said, ...body },
        ...(key === undefined ? {} : { key }),
      }),
    /** What each of them is shown, wherever they look. */
    async seen(who: readonly string[], ...allegations: readonly string[]): Promise<Readonly<Record<string, Answered>>> {
      const all: Record<string, Answered> = {};
      for (const by of who) for (const path of reads(...allegations)) all[`${by} ${path}`] = await call(by, 'GET', path);
      return all;
    },
  };
}
type There = Awaited<ReturnType<typeof afternoon>>;

const idOf = ({ body }: Answered): string => String(body['id']);
const alleged = async (there: There, by = office): Promise<string> => {
  const answer = await there.allege(by);
  expect(answer.status).toBe(201);
  await there.a.drain();
  return `/allegations/${idOf(answer)}`;
};
const isOut = async (there: There): Promise<There> => {
  await out(there.a, words.safe);
  there.a.sent();
  return there;
};

describe('something said against a visitor', () => {
  it('is taken from anybody of the school, who is told what the school says to it and where it is', async () => {
    for (const by of [office, mentor, tutor, dsl, 'roselyn-house-technician']) {
      const there = await isOut(await afternoon());
      const answer = await there.allege(by);
      expect(answer).toMatchObject({
        status: 201,
        headers: { location: `/v1/schools/roselyn-house/allegations/${idOf(answer)}` },
        body: { id: matching(/^AL-[0-9A-Z]{8}$/), said: containing('speak of it to nobody but them') },
      });
      expect(Object.keys(answer.body).toSorted()).toEqual(['id', 'said']);
    }
  });

  it('is read by the headteacher, whole', async () => {
    const there = await isOut(await afternoon());
    const path = await alleged(there);
    expect(there.a.sent()).toEqual([`text ${head} rung:a1/1`, `email ${head} rung:a1/1`]);
    const shown = {
      visit: there.a.id,
      about: [{ person: tutor, name: 'Hannah Birtwistle' }],
      words: said,
      saidBy: office,
      saidAt: at('13:00'),
      told: [head],
      heldBy: null,
      endedAt: null,
    };
    expect(await there.call(head, 'GET', path)).toMatchObject({ status: 200, body: shown });
    expect((await there.call(head, 'GET', '/allegations')).body).toMatchObject({ allegations: [shown] });
  });

  it('is to nobody else, whatever they may read besides, and to no machine: there is none of that name, and their lists are empty', async () => {
    const there = await isOut(await afternoon());
    const path = await alleged(there);
    for (const by of there.callers.filter((one) => one !== head)) {
      expect((await there.call(by, 'GET', path)).status, by).toBe(404);
      if (!by.startsWith('machine'))
        expect(await there.call(by, 'GET', '/allegations'), by).toMatchObject({ status: 200, body: { allegations: [] } });
      for (const [command, body] of [
        ['acknowledge', {}],
        ['note', { words: 'Seen' }],
        ['stand-down', { how: 'Nothing in it' }],
      ] as const)
        expect((await there.call(by, 'POST', `${path}/${command}`, { body })).status, `${command} by ${by}`).toBe(404);
      // As to a name that nobody ever gave.
      expect(await there.call(by, 'GET', path), by).toEqual(await there.call(by, 'GET', '/allegations/AL-00000000'));
    }
    for (const machine of ['machine:read', 'machine:write']) expect((await there.call(machine, 'GET', '/allegations')).status).toBe(403);
    expect((await there.allege('machine:write')).status).toBe(403);
    expect((await there.call(`${head}@elsewhere`, 'GET', path)).status).toBe(404);
    expect((await there.call(undefined, 'GET', path)).status).toBe(401);
  });

  it('changes nothing of the visit, nor of anything that anybody is shown', async () => {
    const there = await isOut(await afternoon());
    const before = await there.seen(there.callers, 'AL-00000000');
    const item = await there.a.visit();
    const path = await alleged(there);
    expect(await there.a.visit()).toEqual(item);
    const after = await there.seen(there.callers, 'AL-00000000');
    const { [`${head} /allegations`]: theirs, ...others } = after;
    const { [`${head} /allegations`]: none, ...same } = before;
    expect(others).toEqual(same);
    expect([none?.body, theirs?.body]).toMatchObject([{ allegations: [] }, { allegations: [{ words: said }] }]);
    expect(JSON.stringify(others)).not.toContain(said);
    expect(JSON.stringify(others)).not.toContain(path.split('/').at(-1));
  });

  it('is no visit: none of the ways to one leads to it', async () => {
    const there = await isOut(await afternoon());
    const id = (await alleged(there)).split('/').at(-1) ?? '';
    const before = await there.a.visit(id);
    expect((await there.call(head, 'GET', `/visits/${id}`)).status).toBe(404);
    for (const command of Object.keys(commandBodies))
      for (const by of [head, tutor])
        expect((await there.call(by, 'POST', `/visits/${id}/${command}`, { body: {} })).status, command).toBeOneOf([400, 403, 404]);
    expect(await there.a.visit(id)).toEqual(before);
  });

  it('does not hold up the end of the visit', async () => {
    const there = await isOut(await afternoon());
    await alleged(there);
    await there.a.until(at('14:00'));
    expectAccepted(await there.a.says(tutor, 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }));
    expectAccepted(await there.a.says(tutor, 'return', { visitor: 'all' }));
    const seen = await there.call(tutor, 'GET', `/visits/${there.a.id}`);
    const close = (seen.body['actions'] as readonly { readonly name: string }[]).find(({ name }) => name === 'close');
    expect(JSON.stringify(close)).not.toMatch(/alarm|allegation/);
    const answers = {
      report: 'A quiet talk',
      incident: ['none'],
      'any-concern': 'none',
      cpoms: { reference: '1', by: tutor, when: at('14:00'), details: true },
    };
    expectAccepted(await there.a.says(tutor, 'write-up', { answers }));
    expectAccepted(await there.a.says(tutor, 'close', {}));
    expect(await there.a.visit()).toMatchObject({ closed: true });
  });
});

describe('where the headteacher is on that visit', () => {
  it('whom the school named is told and reads it, and the headteacher never', async () => {
    const there = await afternoon();
    expectAccepted(await there.a.request(tutor, { ...requestAt(at), visitors: [{ person: tutor }, { person: head }] }));
    there.a.sent();
    const path = await alleged(there);
    expect(there.a.sent()).toEqual([`text ${proprietor} rung:a1/1`, `email ${proprietor} rung:a1/1`]);
    expect((await there.call(proprietor, 'GET', path)).status).toBe(200);
    for (const by of there.callers.filter((one) => one !== proprietor)) {
      expect((await there.call(by, 'GET', path)).status, by).toBe(404);
      if (!by.startsWith('machine')) expect((await there.call(by, 'GET', '/allegations')).body, by).toEqual({ allegations: [] });
    }
    // One of another visit they read still.
    await out(there.a, words.safe);
    await alleged(there, mentor);
    expect((await there.call(head, 'GET', '/allegations')).body).toMatchObject({ allegations: [{ visit: there.a.id }] });
  });
});

describe('making one', () => {
  it('twice under the same name makes one, and with other words is refused', async () => {
    const there = await isOut(await afternoon());
    const first = await there.allege(office, {}, 'shouted');
    const second = await there.allege(office, {}, 'shouted');
    expect(second).toEqual(first);
    await there.a.drain();
    expect(there.a.sent()).toEqual([`text ${head} rung:a1/1`, `email ${head} rung:a1/1`]);
    expect((await there.allege(office, { words: 'Something else' }, 'shouted')).status).toBe(422);
    expect((await there.allege(dsl, {}, 'shouted')).status).toBe(422);
    expect((await there.call(head, 'GET', '/allegations')).body).toMatchObject({ allegations: [{ words: said }] });
    expect((await there.call(head, 'GET', '/allegations')).body['allegations']).toHaveLength(1);
  });

  it.each([
    ['no words', { words: undefined }, '/words'],
    ['nothing in its words', { words: '  ' }, '/words'],
    ['too many words', { words: 'w'.repeat(2001) }, '/words'],
    ['nobody it is about', { about: [] }, '/about'],
    ['something that is no person', { about: ['Mrs Birtwistle'] }, '/about/0'],
    ['no visit', { visit: undefined }, '/visit'],
    ['another allegation for a visit', { visit: 'AL-7K2M9QR3' }, '/visit'],
    ['more than is asked', { colour: 'red' }, '/colour'],
  ])('with %s is not understood', async (_, body, pointer) => {
    const there = await isOut(await afternoon());
    expect(await there.allege(office, body)).toMatchObject({ status: 400, body: { errors: including(having({ pointer })) } });
    expect((await there.call(head, 'GET', '/allegations')).body).toEqual({ allegations: [] });
  });

  it('wants a name of its own, a visit that is there, and somebody who is on it', async () => {
    const there = await isOut(await afternoon());
    const body = { visit: there.a.id, about: [tutor], words: said };
    expect((await there.call(office, 'POST', '/allegations', { body, key: null })).status).toBe(400);
    expect((await there.allege(office, { visit: 'HV-00000000' })).status).toBe(404);
    expect(await there.allege(office, { about: [tutor, dsl] })).toMatchObject({ status: 409, body: { code: 'unknown-visitor' } });
    expect((await there.call(head, 'GET', '/allegations')).body).toEqual({ allegations: [] });
  });
});

describe('seeing to one', () => {
  it('is for the headteacher: that they have it, a note, and how it ended; then it is over', async () => {
    const there = await isOut(await afternoon());
    const path = await alleged(there);
    const does = (command: string, body: object, key?: string) =>
      there.call(head, 'POST', `${path}/${command}`, { body, ...(key === undefined ? {} : { key }) });
    expect(await does('acknowledge', {})).toMatchObject({ status: 200, body: { heldBy: head, heldUntil: matching(/^2026-06-22T/) } });
    const noted = await does('note', { words: 'Rang the family' }, 'n');
    expect(noted).toMatchObject({ status: 200, body: { notes: [{ by: head, words: 'Rang the family' }] } });
    expect(await does('note', { words: 'Rang the family' }, 'n')).toEqual(noted);
    expect((await does('note', { words: 'Another' }, 'n')).status).toBe(422);
    expect(await does('stand-down', { how: 'With the local authority' })).toMatchObject({
      status: 200,
      body: { endedBy: head, how: 'With the local authority' },
    });
    expect((await does('acknowledge', {})).status).toBe(409);
    there.a.sent();
    await there.a.until(at('23:00'));
    expect(there.a.sent().filter((line) => line.endsWith('rung:a1/1') && line.includes(head))).toEqual([]);
  });

  it.each([
    ['note', {}],
    ['note', { words: '' }],
    ['note', { words: 'x', visitor: tutor }],
    ['stand-down', {}],
    ['stand-down', { how: ' ' }],
    ['stand-down', { how: 'x', alarm: 'a1' }],
    ['acknowledge', { until: 'later' }],
    ['acknowledge', { alarm: 'a1' }],
  ])('is not understood as %s with %j', async (command, body) => {
    const there = await isOut(await afternoon());
    const path = await alleged(there);
    expect((await there.call(head, 'POST', `${path}/${command}`, { body })).status).toBe(400);
    expect((await there.call(head, 'POST', `${path}/note`, { body: { words: 'x' }, key: null })).status).toBe(400);
  });
});

describe('where nobody looks at once', () => {
  it('the sweep finds it, tells the headteacher and goes on telling', async () => {
    const there = await isOut(await afternoon());
    await there.allege(office);
    // The poke is lost.
    there.a.pokes.take();
    await there.a.until(at('13:05'));
    expect(there.a.sent()).toEqual([`text ${head} rung:a1/1`, `email ${head} rung:a1/1`]);
    await there.a.until(at('14:10'));
    expect(there.a.sent().filter((line) => line.includes(head))).toEqual([`text ${head} rung:a1/1`, `email ${head} rung:a1/1`]);
  });
});
