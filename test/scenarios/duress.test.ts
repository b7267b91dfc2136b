/**
 * Two clouds, alike to the second and to the name of every visit. On one of them the visitors have signed the words as their
 * safe word that on the other are nothing in particular. Whatever is said is said on both: whoever is on the visit, or looks
 * over a visitor's shoulder, is answered on both alike to the byte.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { everyRead } from '../support/every-read.ts';
import { answersAt, formOf, requestAt, ticks, toldAtOnce, unworried, words } from '../support/roselyn-visit.ts';
import { accepted, type Answer, type Asking, type Cloud, startSchools } from '../support/scenario.ts';

const helped = await startSchools();
const plain = await startSchools();
const both = async <T>(work: (cloud: Cloud, word: string) => Promise<T>): Promise<readonly [T, T]> =>
  Promise.all([work(helped, words.safe), work(plain, words.other)]);
const { clock } = helped;
const at = async (hour: string): Promise<void> => {
  await both((cloud) => cloud.clock.at(hour));
};

const id = 'roselyn-house';
let keys = 0;
/** The same name for the same press on both. */
const nextKey = (): string => `duress-${String((keys += 1))}`;

/** Of an answer all that anybody could go by: not when it was sent, nor the number that the gateway gives each request. */
const whole = ({ status, headers, text }: Answer) => ({
  status,
  headers: Object.fromEntries([...headers].filter(([name]) => name !== 'date' && name !== 'apigw-requestid')),
  text,
});

/** All that the press before set off is done on both: else what Doorstep does by itself falls on the one before the next press, on the other after. */
const done = (): Promise<unknown> => both((cloud) => cloud.control('GET', '/schedules'));

/** Asked on both by somebody who may see the word, or hear of it. */
async function asked(who: string, path: string, body: object, school = id): Promise<void> {
  const key = nextKey();
  await done();
  for (const answer of await both((cloud) => cloud.school(school).as(who).posts(path, { body, key }))) accepted(answer);
}

/** Asked on both, and answered alike to the byte. */
async function alike(who: string, method: 'gets' | 'posts', path: string, how: Asking = {}, school = id): Promise<Answer> {
  const key = method === 'posts' ? { key: nextKey(), ...how } : how;
  await done();
  const [one, other] = await both((cloud) => cloud.school(school).as(who)[method](path, key));
  expect(whole(one), `${who} ${path}`).toEqual(whole(other));
  return one;
}

interface Pair {
  readonly visit: string;
  readonly who: readonly [string, string];
}

/** Asked for, answered and signed; nobody has agreed to it. */
async function planned(who: readonly [string, string]): Promise<Pair> {
  const people = who.map((name) => `${id}-${name}`);
  const [first] = who;
  const request = { ...requestAt(clock.time), household: `${id}-home-4`, visitors: people.map((person) => ({ person })) };
  const visit = accepted(await alike(first, 'posts', '/visits', { body: request })).id;
  const says = async (by: string, command: string, body: unknown): Promise<void> => {
    accepted(await alike(by, 'posts', `/visits/${visit}/${command}`, { body }));
  };
  await says(first, 'answer', { answers: answersAt(clock.time) });
  await asked('dsl', `/visits/${visit}/answer`, { answers: { staffing: 'accompanied' } });
  for (const name of who) {
    const key = nextKey();
    await done();
    const [signed, also] = await both((cloud, safeWord) =>
      cloud
        .school(id)
        .visit(visit)
        .says(name, 'assess', { answers: formOf(`${id}-${name}`), safeWord, signed: true }, { key }),
    );
    accepted(signed);
    expect(whole(signed)).toEqual(whole(also));
    await says(name, 'answer', { answers: unworried(`${id}-${name}`) });
  }
  return { visit, who };
}
async function out(who: readonly [string, string]): Promise<Pair> {
  const pair = await planned(who);
  await asked('dsl', `/visits/${pair.visit}/authorise`, {});
  // However late it is by now, they say again by when they are back.
  const body = { visitor: 'all', ticks, plan: { returnAt: clock.time('14:30') } };
  accepted(await alike(who[0], 'posts', `/visits/${pair.visit}/depart`, { body }));
  return pair;
}

/** The calls for help that whoever can act on them is shown, on the one cloud and on the other. */
const calls = ({ visit }: Pair, school = id): Promise<readonly [number, number]> =>
  both(async (cloud) => (await cloud.school(school).visit(visit).seenBy('office')).alarms.filter(({ kind }) => kind === 'distress').length);

/** What everybody on the visit is shown of it, and of everything else that they may read. */
async function looked({ visit, who }: Pair, school = id): Promise<void> {
  const [first, second] = who;
  const seen = await alike(first, 'gets', `/visits/${visit}`, {}, school);
  const etag = seen.headers.get('etag') ?? '';
  expect((await alike(first, 'gets', `/visits/${visit}`, { headers: { 'if-none-match': etag } }, school)).status).toBe(304);
  await alike(second, 'gets', `/visits/${visit}`, {}, school);
  await alike(first, 'gets', '/visits', {}, school);
  // Of other visits a lead among them may hear.
  const [one, other] = await both(async (cloud) => {
    const { status, text } = await cloud.school(school).as(second).gets('/board');
    const rows = status === 200 ? await cloud.school(school).board(second) : text;
    return { status, rows: typeof rows === 'string' ? rows : rows.filter((row) => row.visit === visit) };
  });
  expect(one, `${second} /board`).toEqual(other);
}

const hamptonRequest = (time: (hour: string) => string) => ({
  type: 'induction',
  purpose: 'To meet the family before September',
  household: 'hampton-home-1',
  visitors: [{ person: 'hampton-teacher' }, { person: 'hampton-assistant' }],
  plan: { departAt: time('13:00'), returnAt: time('14:30') },
});
/** What was known of a home beforehand is as old as each cloud: it is said anew, on both at once. */
async function sayAnew(school: string, by: string, request: object, ...told: readonly object[]): Promise<void> {
  const key = nextKey();
  const [{ id: visit }] = await both(async (cloud) => accepted(await cloud.school(school).as(by).requests(request, { key })));
  for (const answers of told) await asked(by, `/visits/${visit}/answer`, { answers }, school);
  await asked(by, `/visits/${visit}/cancel`, { reason: 'Only to say it anew' }, school);
}

beforeAll(async () => {
  await both((cloud) => cloud.clock.newDay());
  await sayAnew(id, 'tutor', { ...requestAt(clock.time), household: `${id}-home-4` }, { animals: 'yes' });
  const offer = { sent: '2027-06-02', how: 'Letter' };
  await sayAnew(
    'hampton',
    'teacher',
    hamptonRequest(clock.time),
    { 'family-name': 'Okonjo', offer, 'offer-answer': 'declined' },
    { 'offer-answer': 'accepted' },
  );
  // The last step each hour, so that an evening is short to tell.
  await both(async (cloud) => {
    const school = cloud.school(id);
    const values = await school.settings('head');
    const hourly = z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(values).replaceAll('"wait":"PT5M"', '"wait":"PT1H"')));
    expect((await school.as('head').puts('/settings', { values: { ...hourly, repeat: 'PT1H' } })).status).toBe(200);
  });
});

// ------------------------------------------------------------------------------------------------ the day that follows

const said = words.safe;

/** What somebody on the visit tries on it, one after another; some is done and some refused. */
const tried: readonly (readonly [string, ...(readonly (readonly [string, object])[])])[] = [
  [
    '13:36',
    ['acknowledge', { alarm: 'a1' }],
    ['acknowledge', { alarm: 'h1' }],
    ['escalate', { alarm: 'h1' }],
    ['log-attempt', { alarm: 'h1', rung: 1, result: 'reached-safe' }],
    ['record-police', { alarm: 'h1' }],
    ['stand-down', { alarm: 'h1', how: 'A mistake', visitors: {} }],
  ],
  ['14:20', ['arrive', { visitor: 'all' }]],
  ['14:50', ['acknowledge', { alarm: 'a1' }]],
  ['15:10', ['leave', { visitor: 'all', outcome: 'completed', next: 'school' }], ['escalate', { alarm: 'a1' }]],
  ['16:00', ['return', { visitor: 'all' }], ['acknowledge', { alarm: 'h1' }]],
  [
    '17:00',
    ['answer', { answers: { incident: ['none'] } }],
    ['answer', { answers: { 'any-concern': 'none' } }],
    ['write-up', { answers: { report: 'A quiet talk' } }],
    ['answer', { answers: { cpoms: { reference: '1', by: `${id}-tutor`, when: '2027-06-22T16:00:00+01:00', details: true } } }],
    ['close', {}],
  ],
  ['20:00', ['note', { words: 'Nothing new' }], ['close', {}]],
  ['23:00', ['correct', { what: 'return', so: 'Not yet' }]],
  ['23:30', ['return', { visitor: 'all' }], ['close', {}]],
];

interface Case extends Pair {
  readonly way: string;
  readonly school: string;
  /** Said on both, the safe word on one of them; absent: the silent button, which is pressed on one of them alone. */
  readonly call?: { readonly command: string; readonly body: object };
}

const waysToCall = async (): Promise<readonly Case[]> => [
  { way: 'the word in a note', school: id, ...(await out(['tutor', 'rhise-lead'])), call: { command: 'note', body: { words: said } } },
  {
    way: 'the word in a return',
    school: id,
    ...(await out(['attendance', 'mentor'])),
    call: { command: 'return', body: { visitor: 'all', words: said } },
  },
  {
    way: 'the word in what is refused',
    school: id,
    ...(await out(['rhise-teacher', 'rhise-assistant'])),
    call: { command: 'cancel', body: { reason: said } },
  },
  { way: 'the silent button, at a school without safe words', school: 'hampton', ...(await outAtHampton()) },
];

describe('for the day that follows a call for help', () => {
  it('nothing is shown, answered or sent by which anybody on the visit, or in the house, could tell that there was one', async () => {
    await at('13:00');
    const cases = await waysToCall();
    await at('13:30');
    const press = ({ who: [by], visit, school }: Case, command: string, body: object) =>
      alike(by, 'posts', `/visits/${visit}/${command}`, { body }, school);
    const outboxes = cases.map(({ school, visit }) => helped.school(school).visit(visit).sent);
    const lines: string[] = [];
    for (const one of cases) {
      const silent = { kind: 'help', words: 'He has a knife' };
      if (one.call !== undefined) await press(one, one.call.command, one.call.body);
      else accepted(await helped.school(one.school).visit(one.visit).says(one.who[0], 'raise-alarm', silent));
      expect(
        (await calls(one, one.school)).map((n) => n > 0),
        one.way,
      ).toEqual([true, false]);
      await looked(one, one.school);
    }
    for (const sent of outboxes) await sent();

    for (const [hour, ...presses] of tried) {
      await at(hour);
      for (const [command, body] of presses) for (const one of cases) await press(one, command, body);
      for (const one of cases) await looked(one, one.school);
    }
    // Whoever can act has been told all the while; nobody on the visit has been, and nobody in the house.
    for (const [i, { way, school, who }] of cases.entries()) {
      lines.splice(0, lines.length, ...((await outboxes[i]?.()) ?? []));
      const staff = (await helped.school(school).people()).map((one) => one.id.slice(school.length + 1));
      expect(lines.filter((line) => line.includes(' rung:h1/2')).length, way).toBeGreaterThan(8);
      for (const line of lines)
        expect(
          staff.filter((name) => !who.includes(name)),
          `${way}: ${line}`,
        ).toContain(line.split(' ')[2]);
    }
    for (const one of cases) await overWith(one, one.school);
    await both((cloud) => cloud.clock.newDay());
    await at('13:35');
  }, 180_000);
});

/** All are back, and nobody is told any more: what is open on either is stood down. */
async function overWith({ visit, who }: Pair, school = id): Promise<void> {
  const everybody = Object.fromEntries(who.map((name) => [`${school}-${name}`, 'accounted-for']));
  await asked('office', `/visits/${visit}/return`, { visitor: 'all' }, school);
  await both(async (cloud) => {
    const one = cloud.school(school).visit(visit);
    for (const alarm of (await one.seenBy('head')).alarms)
      // One that is stood down may end another.
      if (alarm.endedAt === null) await one.says('head', 'stand-down', { alarm: alarm.id, how: 'Seen', visitors: everybody });
    expect((await one.seenBy('head')).alarms.filter(({ endedAt }) => endedAt === null)).toEqual([]);
  });
}

async function outAtHampton(): Promise<Pair> {
  const says = (by: string, path: string, body: object) => alike(by, 'posts', path, { body }, 'hampton');
  const answers = {
    class: { class: 'Willow', teacher: 'hampton-teacher' },
    'risk-decision': 'acceptable',
    'recent-violence': false,
    'notice-sent': '2027-06-15',
    'notice-how': 'letter',
    'violence-now': false,
  };
  const visit = accepted(await says('teacher', '/visits', hamptonRequest(clock.time))).id;
  accepted(await says('teacher', `/visits/${visit}/answer`, { answers }));
  await asked('head', `/visits/${visit}/authorise`, {}, 'hampton');
  accepted(await says('teacher', `/visits/${visit}/depart`, { visitor: 'all', ticks: ['carry-phone', 'safety-first'] }));
  return { visit, who: ['teacher', 'assistant'] };
}

// ------------------------------------------------------------------------------------------------ who may see the word

describe('the word itself', () => {
  it('is shown on the page of the visit to whom the policy names, unless they are on it, and nowhere else to anybody', async () => {
    const { visit, who } = await out(['tutor', 'rhise-lead']);
    const school = helped.school(id);
    const page = `/visits/${visit}`;
    const people = (await school.people()).map((one) => one.id);
    const homes = ['roselyn-house-home-1', 'roselyn-house-home-4'];
    const paths = everyRead({
      visit: [visit],
      allegation: ['AL-00000000'],
      person: who.map((name) => `${id}-${name}`),
      household: homes,
      version: ['1'],
    });
    const shows = async (): Promise<readonly string[]> => {
      const found: string[] = [];
      for (const name of [...people.map((one) => one.slice(id.length + 1)), 'machine:read', 'machine:write'])
        for (const path of paths) {
          const { headers, text } = await school.as(name).gets(path);
          if (`${text} ${JSON.stringify([...headers])}`.includes(said)) found.push(`${name} ${path}`);
        }
      return found.toSorted();
    };
    const readers = ['deputy-dsl', 'dsl', 'head', 'office', 'reception'].map((name) => `${name} ${page}`);
    expect(await shows()).toEqual(readers);

    // Said in words that nobody is shown, it goes no further than it has been.
    accepted(await alike(who[0], 'posts', `${page}/note`, { raw: said, headers: { 'content-type': 'text/plain' } }));
    await at('13:40');
    expect((await school.visit(visit).seenBy('dsl')).alarms.map(({ kind }) => kind)).toContain('distress');
    expect(await shows()).toEqual(readers);
    for (const place of ['/outbox', '/schedules', '/timeline'])
      expect(JSON.stringify(await helped.control('GET', place).catch(() => '')), place).not.toContain(said);
    const logs = readFileSync(join(helped.data, 'functions.log'), 'utf8');
    expect(logs.length).toBeGreaterThan(1000);
    expect(logs).not.toContain(said);
    await overWith({ visit, who: ['tutor', 'rhise-lead'] });
  }, 120_000);
});

// ------------------------------------------------------------------------------------------------ wherever words can be given

interface Said {
  readonly what: string;
  readonly command: string;
  readonly body?: object;
  readonly how?: Asking;
  readonly by?: string;
  readonly status?: number;
}
const long = `${'and then he said that we could not go yet, '.repeat(60)}${said}`;
const answering = (question: string, value: unknown): Pick<Said, 'command' | 'body'> => ({
  command: 'answer',
  body: { answers: { [question]: value } },
});
const anotherDay = { departAt: '2027-06-24T13:00:00+01:00', returnAt: '2027-06-24T14:30:00+01:00' };

const beforehand: readonly Said[] = [
  { what: 'an amended purpose', command: 'amend', body: { purpose: said } },
  { what: 'an answer', ...answering('vulnerable', said) },
  { what: 'another answer', ...answering('persons-at-risk', `Staff. ${said.toUpperCase()}!`) },
  { what: 'a field of a record', ...answering('to-see', { adults: said, child: 'Tyler' }) },
  { what: 'another field of a record', ...answering('to-see', { adults: 'His mother', child: `Tyler, with ${said}` }) },
  { what: 'why there are two', ...answering('staffing-talk', { with: `${id}-dsl`, when: '2027-06-22T09:10:00+01:00', why: said }) },
  { what: 'a row of a list', ...answering('failed-contacts', [{ date: '2027-06-21', means: said }]) },
  { what: 'an answer about one of them', ...answering('role', { [`${id}-tutor`]: said }) },
  { what: 'an answer that is kept with the home', ...answering('animal-advice', said) },
  { what: 'an answer to what nobody asked', ...answering('weather', said), status: 409 },
  { what: 'an answer that does not fit', ...answering('circumstances', said), status: 409 },
  { what: 'agreeing to their own visit', command: 'authorise', body: { note: said }, status: 409 },
  { what: 'declining their own visit', command: 'decline', body: { reason: said }, status: 409 },
  { what: 'leaving with a tick that is none', command: 'depart', body: { visitor: 'all', ticks: [said] }, status: 409 },
  { what: 'a reference, before they went', command: 'record-reference', body: { system: 'CPOMS', reference: said } },
  { what: 'writing up, before they went', command: 'write-up', body: { answers: { report: said } }, status: 409 },
  {
    what: 'having an alarm that is none',
    command: 'log-attempt',
    body: { alarm: 'a1', rung: 1, result: 'no-answer', words: said },
    status: 409,
  },
  { what: 'what they may not do', command: 'stand-down', body: { alarm: 'h1', how: said, visitors: {} }, status: 403 },
  { what: 'a body with a field too many', command: 'cancel', body: { reason: said, colour: 'red' }, status: 400 },
  { what: 'words that are too many', command: 'cancel', body: { reason: long }, status: 400 },
  { what: 'what is not JSON', command: 'cancel', how: { raw: `{"reason": "${said}` }, status: 400 },
  {
    what: 'what does not say that it is JSON',
    command: 'cancel',
    how: { raw: said, headers: { 'content-type': 'text/plain' } },
    status: 415,
  },
  {
    what: 'what is not seen as it stands',
    command: 'amend',
    body: { purpose: said },
    how: { headers: { 'if-match': '"older"' } },
    status: 412,
  },
  { what: 'a request without a name of its own', command: 'amend', body: { purpose: said }, how: { key: null }, status: 400 },
  { what: 'the name of an earlier request', command: 'amend', body: { purpose: `${said}!` }, how: { key: 'used' }, status: 422 },
];

const afterTheDoor: readonly Said[] = [
  { what: 'an arrival', command: 'arrive', body: { visitor: 'all', words: said } },
  { what: 'who met them', command: 'arrive', body: { metBy: said } },
  { what: 'a call in between', command: 'check-in', body: { words: `All fine; ${said}.` } },
  { what: 'a note', command: 'note', body: { words: said } },
  { what: 'where they are instead', command: 'revise', body: { place: said } },
  { what: 'who said so', command: 'revise', body: { toldBy: said } },
  { what: 'how it was said', command: 'revise', body: { means: said } },
  { what: 'what the office was told on the telephone', by: 'office', command: 'note', body: { visitor: `${id}-tutor`, words: said } },
  { what: 'something openly wrong', command: 'raise-alarm', body: { kind: 'illness', words: said } },
  { what: 'a body that is only words', command: 'check-in', how: { raw: said, headers: { 'content-type': 'text/plain' } } },
  { what: 'a field that is none', command: 'arrive', body: { message: said } },
  { what: 'a field of another form', command: 'arrive', body: { words: [said] } },
  { what: 'a kind of alarm that is none', command: 'note', body: { words: 'x', kind: said } },
  { what: 'times that are none', command: 'revise', body: { plan: { returnAt: said } } },
  { what: 'the end of very many words', command: 'note', body: { words: long } },
  { what: 'whom it is about', command: 'check-in', body: { visitor: said } },
  { what: 'calling off what has begun', command: 'cancel', body: { reason: said }, status: 409 },
  { what: 'putting off what has begun', command: 'reschedule', body: { reason: said, plan: anotherDay }, status: 409 },
  { what: 'not going once gone', command: 'not-going', body: { visitor: `${id}-mentor`, reason: said }, status: 409 },
  { what: 'leaving school again', command: 'depart', body: { visitor: 'all', ticks: [said] } },
  { what: 'what somebody needs who rings the police', command: 'record-police', body: { alarm: 'a7', by: said }, status: 409 },
  { what: 'how it ended', command: 'leave', body: { visitor: 'all', outcome: said } },
  { what: 'where they go next', command: 'leave', body: { next: said } },
  { what: 'a leaving', command: 'leave', body: { words: said } },
  { what: 'what was so instead', command: 'correct', body: { visitor: `${id}-tutor`, what: 'leave', so: said } },
  { what: 'where they end', command: 'return', body: { visitor: 'all', endsAt: said } },
  { what: 'who saw them', command: 'return', body: { seenBy: said } },
  { what: 'a return', command: 'return', body: { words: said } },
  { what: 'a write-up', command: 'write-up', body: { answers: { report: said } } },
  {
    what: 'a field of a record written up',
    command: 'write-up',
    body: { answers: { cpoms: { reference: said, by: `${id}-tutor`, when: '2027-06-22T13:00:00+01:00', details: true } } },
  },
  { what: 'what is passed on', command: 'pass-on', body: { to: 'The office', words: said } },
  { what: 'to whom it is passed on', command: 'pass-on', body: { to: said, words: 'Likes trains' } },
  { what: 'a reference', command: 'record-reference', body: { system: 'CPOMS', reference: said } },
  { what: 'the same reference again', command: 'record-reference', body: { system: 'CPOMS', reference: said } },
  { what: 'the system of a reference', command: 'record-reference', body: { system: said, reference: '1' } },
];

const ends: readonly (Said & { readonly goes: 'planned' | 'nowhere' })[] = [
  { what: 'why one is not going', command: 'not-going', body: { visitor: `${id}-rhise-teacher`, reason: said }, goes: 'planned' },
  { what: 'why it is called off', command: 'cancel', body: { reason: said }, goes: 'nowhere' },
  { what: 'why it is put off', command: 'reschedule', body: { reason: said, plan: anotherDay }, goes: 'nowhere' },
  { what: 'why they went all the same', command: 'depart-in-breach', body: { visitor: 'all', reason: said }, goes: 'planned' },
];

/** Said on both: answered alike, and told where it is the safe word to whom the school named, at once, and to nobody on the visit. */
async function isHeard(pair: Pair, before: number, { command, body, how = {}, by = pair.who[0], status = 200 }: Said): Promise<void> {
  const sent = helped.school(id).visit(pair.visit).sent;
  await sent();
  const path = `/visits/${pair.visit}/${command}`;
  if (pair.who.includes(by)) {
    const answer = await alike(by, 'posts', path, { ...(body && { body }), ...how });
    expect(answer.status, answer.text).toBe(status);
  } else await asked(by, path, body ?? {});
  expect(await calls(pair)).toEqual([before + 1, 0]);
  const lines = await sent();
  const hour = lines[0]?.slice(0, 5) ?? '';
  expect(lines.filter((line) => line.includes(' rung:h'))).toEqual(
    toldAtOnce.map((name) => `${hour} text+email ${name} rung:h${String(before + 1)}/1`),
  );
  for (const name of pair.who) expect(lines.filter((line) => line.includes(` ${name} `))).toEqual([]);
  for (const name of pair.who) await alike(name, 'gets', `/visits/${pair.visit}`);
  await alike(pair.who[0], 'gets', '/visits');
}

describe('before the door, the safe word in', () => {
  let pair: Pair;
  let heard = 0;
  beforeAll(async () => {
    pair = await planned(['tutor', 'mentor']);
    await alike('tutor', 'posts', `/visits/${pair.visit}/amend`, { body: { purpose: 'To talk' }, key: 'used' });
  });
  it.each(beforehand)('$what is answered like any other word, and heard', async (one) => isHeard(pair, heard++, one));
});

describe('after the door, the safe word in', () => {
  let pair: Pair;
  let heard = 0;
  beforeAll(async () => {
    pair = await out(['tutor', 'mentor']);
  });
  it.each(afterTheDoor)('$what is answered like any other word, and heard', async (one) => isHeard(pair, heard++, one));
});

describe('at last, the safe word in', () => {
  it.each(ends)('$what is answered like any other word, and heard', async (one) =>
    isHeard(await planned(['attendance', 'rhise-teacher']), 0, one),
  );
});
