import { rmSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import * as ofRoselyn from '../support/roselyn-visit.ts';
import { bundledLocalCloud, type LocalCloud, newDataFolder, startLocalCloud } from '../support/local-cloud.ts';

const { tutor } = ofRoselyn;
const seed = 20_270_622;
/** As many as `npm run long` says; else a few, for each costs a start. */
const kills = Number(process.env['KILLS'] ?? 5);
const time = (hour: string): string => `2027-06-22T${hour}:00+01:00`;

const Item = z.looseObject({
  version: z.int(),
  dueAt: z.string().optional(),
  history: z.array(z.looseObject({ type: z.string(), key: z.looseObject({ id: z.string() }).optional() })),
  owed: z.record(z.string(), z.unknown()),
});
type Item = z.infer<typeof Item>;
const Shown = z.looseObject({
  id: z.string(),
  stage: z.string(),
  visitors: z.array(z.looseObject({ person: z.string() })),
  alarms: z.array(z.looseObject({ id: z.string(), kind: z.string(), endedAt: z.string().nullable() })),
  tasks: z.array(z.looseObject({ task: z.string(), done: z.boolean() })).default([]),
});
const Outbox = z.array(
  z.looseObject({
    n: z.int(),
    at: z.string(),
    channel: z.string(),
    to: z.string(),
    text: z.string(),
    visit: z.string().optional(),
    rung: z.string().optional(),
  }),
);
type Sent = z.infer<typeof Outbox>[number];

interface Press {
  readonly visit: string;
  /** In whose item it is recorded, where that is another. */
  readonly watchedBy?: string;
  readonly by: string;
  readonly command: string;
  readonly body: unknown;
  readonly key: string;
}

it(
  `F25: killed at ${String(kills)} moments of a busy afternoon with two providers, it loses nothing that is recorded and does all that is owed`,
  async () => {
    const { entry, schools, remove } = await bundledLocalCloud(['hampton', 'roselyn-house']);
    onTestFinished(remove);
    const data = newDataFolder();
    const environment = { DOORSTEP_PROVIDERS: 'sns,notify' };
    let cloud = await startLocalCloud({ data, entry, schools, environment });
    onTestFinished(async () => {
      await cloud.kill();
      rmSync(data, { recursive: true, force: true });
    });
    const random = randomFrom(seed);
    const tokens = new Map<string, string>();
    const visits = await someAreOut(cloud, tokens);
    const [overdue, helped, home, later, word] = visits;
    const recorded = new Map<string, Item>();
    const answered: Press[] = [];
    /** The last message that had gone out by each kill. */
    const sentBefore: number[] = [];
    let unanswered = 0;

    for (let round = 1; round <= kills; round += 1) {
      const told = `seed ${String(seed)}, round ${String(round)}`;
      const presses = burst(round, visits, random);
      const done = new Set<Press>();
      const pending = presses.map(async (press) => {
        const { status, text } = await untilHeard(cloud, tokens, press);
        expect(status, `${told}: ${press.command}: ${text}`).toBe(200);
        done.add(press);
      });
      // An hour and a half in all.
      const moved = control(cloud, 'POST', '/clock', { advance: `PT${String(Math.round((5_400 / kills) * (0.2 + random() * 1.6)))}S` });
      // The kill has a moment of the machine's own time to itself, whatever is going on then.
      const [outcomes] = await Promise.all([
        Promise.allSettled(pending),
        Promise.allSettled([moved]),
        pass(3 + random() * 300).then(() => cloud.kill()),
      ]);
      for (const outcome of outcomes) if (outcome.status === 'rejected' && !isCutOff(outcome.reason)) throw outcome.reason;

      cloud = await startLocalCloud({ data, entry, schools, environment });
      const before = await everyItem(cloud, visits);
      // No lease runs out while the clock stands, so nothing has been sent again yet.
      sentBefore.push((await outbox(cloud)).at(-1)?.n ?? 0);
      for (const [visit, item] of before) expectMore(recorded.get(visit), item, told);
      for (const press of done) expectOnce(before.get(itemOf(press)), press, told);
      for (const press of presses.filter((one) => !done.has(one))) {
        unanswered += 1;
        const { status, text } = await untilHeard(cloud, tokens, press);
        expect(status, `${told}: ${press.command} again: ${text}`).toBe(200);
      }
      answered.push(...presses);
      for (const [visit, item] of await everyItem(cloud, visits)) {
        expectMore(before.get(visit), item, told);
        recorded.set(visit, item);
      }
      for (const press of answered) expectOnce(recorded.get(itemOf(press)), press, told);
    }
    // A kill that cut nothing off would show nothing.
    expect(unanswered).toBeGreaterThan(0);

    await control(cloud, 'POST', '/clock', { set: time('16:05') });
    const climbed = await outbox(cloud);
    expect(rungsIn(climbed, overdue, await alarmOf(cloud, tokens, overdue, 'overdue'))).toEqual([1, 2, 3, 4]);
    expect(rungsIn(climbed, helped, await alarmOf(cloud, tokens, helped, 'distress'))).toEqual([1, 2]);
    // With a call for help open, nothing rings the visitors or the house.
    expect(rungsIn(climbed, helped, await alarmOf(cloud, tokens, helped, 'overdue'))).toEqual([3, 4]);
    const said = await alarmOf(cloud, tokens, word, 'distress');
    expect(rungsIn(climbed, word, said)[0]).toBe(1);
    for (const back of [home, later]) expect((await see(cloud, tokens, back)).stage).toBe('returned');

    const ofHampton = [overdue, helped, home, later];
    for (const visit of ofHampton) await ended(cloud, tokens, visit);
    await stoodDown(cloud, tokens, word, headOn(cloud, tokens, word, ofRoselyn.head));
    // What is said in a digest is said within a minute, and the clock stands.
    await control(cloud, 'POST', '/clock', { advance: 'PT2M' });
    const sent = await outbox(cloud);
    for (const visit of visits) expectToldOfTheEnd(sent, visit);
    expectRepeatsMarked(sent, sentBefore);
    for (const [visit, item] of await everyItem(cloud, ofHampton)) {
      expect(item.owed, visit).toEqual({});
      expect(item, visit).not.toHaveProperty('dueAt');
    }
    await control(cloud, 'POST', '/clock', { advance: 'PT6H' });
    const about = (all: readonly Sent[]): readonly Sent[] => all.filter(({ visit = '' }) => ofHampton.includes(visit));
    expect(about(await outbox(cloud))).toEqual(about(sent));
  },
  60_000 + kills * 15_000,
);

// ------------------------------------------------------------------------------------------------ the afternoon

const pairs = [
  ['hampton-teacher', 'hampton-assistant'],
  ['hampton-nursery-teacher', 'hampton-nursery-assistant'],
  ['hampton-family-support', 'hampton-deputy'],
] as const;

/** Three outings from Hampton, the last of them to two homes, and one from a school whose visitors have a safe word; all out since one o'clock until half past two. */
async function someAreOut(cloud: LocalCloud, tokens: Map<string, string>): Promise<readonly [string, string, string, string, string]> {
  await control(cloud, 'POST', '/clock', { set: time('08:30') });
  const [one, two] = [await asked(cloud, tokens, 0, 1), await asked(cloud, tokens, 1, 2)];
  const home = await asked(cloud, tokens, 2, 3, { round: { id: 'tuesday', order: 1 } });
  const later = await asked(cloud, tokens, 2, 1, { round: { id: 'tuesday', order: 2 } });
  const word = await askedWithAWord(cloud, tokens);
  await control(cloud, 'POST', '/clock', { set: time('13:00') });
  for (const [n, visit] of [one, two, home].entries()) {
    const body = { visitor: 'all', ticks: ['carry-phone', 'safety-first'] };
    // The last pair may not go by the policy, and goes.
    const command = n === 2 ? 'depart-in-breach' : 'depart';
    await says(cloud, tokens, { visit, by: byOf(n), command, body, key: `depart-${String(n)}` });
  }
  await says(cloud, tokens, { visit: word, by: tutor, command: 'depart', body: { visitor: 'all', ticks: ofRoselyn.ticks }, key: 'depart' });
  return [one, two, home, later, word];
}

async function asked(cloud: LocalCloud, tokens: Map<string, string>, pair: number, home: number, more: object = {}): Promise<string> {
  const [by = '', second] = pairs[pair] ?? [];
  const request = {
    type: 'induction',
    purpose: 'To meet the family before September',
    household: `hampton-home-${String(home)}`,
    visitors: [{ person: by }, { person: second }],
    plan: { departAt: time('13:00'), arriveAt: time('13:20'), leaveAt: time('14:10'), returnAt: time('14:30') },
    ...more,
  };
  const visit = await requested(cloud, tokens, by, request);
  const answers = {
    class: { class: 'Willow', teacher: by },
    'risk-decision': 'acceptable',
    'recent-violence': false,
    'notice-sent': '2027-06-15',
    'notice-how': 'letter',
    'violence-now': false,
  };
  await says(cloud, tokens, { visit, by, command: 'answer', body: { answers }, key: `answer-${visit}` });
  await says(cloud, tokens, { visit, by: 'hampton-head', command: 'authorise', body: {}, key: `authorise-${visit}` });
  return visit;
}

async function askedWithAWord(cloud: LocalCloud, tokens: Map<string, string>): Promise<string> {
  const visit = await requested(cloud, tokens, tutor, ofRoselyn.requestAt(time));
  const tell = (by: string, command: string, body: object): Promise<void> =>
    says(cloud, tokens, { visit, by, command, body, key: `${command}-${by}-${JSON.stringify(body).length.toString()}` });
  await tell(tutor, 'answer', { answers: ofRoselyn.answersAt(time) });
  await tell(ofRoselyn.dsl, 'answer', { answers: { staffing: 'accompanied' } });
  for (const person of [tutor, ofRoselyn.mentor]) {
    await tell(person, 'assess', { answers: ofRoselyn.formOf(person), safeWord: ofRoselyn.words.safe, signed: true });
    await tell(person, 'answer', { answers: ofRoselyn.unworried(person) });
  }
  await tell(ofRoselyn.dsl, 'authorise', {});
  return visit;
}

async function requested(cloud: LocalCloud, tokens: Map<string, string>, by: string, request: object): Promise<string> {
  const { status, text } = await post(cloud, tokens, by, '/visits', request, `request-${String(schoolOfVisit.size)}`);
  expect(status, text).toBe(201);
  const { id } = Shown.parse(JSON.parse(text));
  schoolOfVisit.set(id, schoolOf(by));
  return id;
}

const byOf = (n: number): string => pairs[n]?.[0] ?? '';

/** What is pressed at about the same time. */
function burst(round: number, visits: readonly string[], random: () => number): readonly Press[] {
  const presses: Press[] = [];
  const press = (n: number, command: string, body: unknown, by = byOf(n), more: Partial<Press> = {}): void => {
    presses.push({ visit: visits[n] ?? '', by, command, body, key: `round-${String(round)}-${String(presses.length)}`, ...more });
  };
  /** So many twentieths of the afternoon have passed. */
  const roundOf = (twentieths: number): number => Math.ceil((twentieths * kills) / 20);
  const is = (twentieths: number): boolean => round === roundOf(twentieths);
  for (const n of [0, 1, 2]) {
    if (is(2 + n)) press(n, 'arrive', { visitor: 'all' });
    const next = n === 2 ? { next: visits[3] } : {};
    if (is(n === 2 ? 8 : 9 + n)) press(n, 'leave', { visitor: 'all', outcome: 'completed', ...next });
    for (let more = Math.floor(random() * 3); more > 0; more -= 1)
      press(n, 'note', { words: `Round ${String(round)}, ${String(more)}` }, random() < 0.5 ? 'hampton-office' : byOf(n));
    if (n !== 2 || round < roundOf(14)) if (random() < 0.4) press(n, 'check-in', {});
  }
  // At the second home, which is watched in the item of the first.
  const watchedBy = { watchedBy: visits[2] ?? '' };
  if (is(11)) press(3, 'arrive', { visitor: 'all' }, byOf(2), watchedBy);
  if (is(12)) press(3, 'leave', { visitor: 'all', outcome: 'completed' }, byOf(2), watchedBy);
  for (const minutes of [5, 7])
    if (is(minutes))
      press(0, 'revise', { plan: { returnAt: time(`14:${String(30 + minutes)}`) }, toldBy: 'Priya', means: 'phone' }, 'hampton-office');
  if (is(8)) press(1, 'raise-alarm', { kind: 'help' });
  if (is(8)) press(4, 'note', { words: `All is well, I only forgot ${ofRoselyn.words.safe}` }, tutor);
  if (is(10)) press(1, 'acknowledge', { alarm: 'h1' }, 'hampton-deputy');
  if (is(14)) press(2, 'return', { visitor: 'all' });
  return presses;
}

const itemOf = ({ visit, watchedBy = visit }: Press): string => watchedBy;

/** Stood down, what that leaves to do done, written up and closed. */
async function ended(cloud: LocalCloud, tokens: Map<string, string>, visit: string): Promise<void> {
  const head = headOn(cloud, tokens, visit, 'hampton-head');
  await stoodDown(cloud, tokens, visit, head);
  for (const { task, done } of (await see(cloud, tokens, visit)).tasks)
    if (!done) await head('answer', { answers: { [task]: { who: 'Maureen', when: time('16:05'), reference: 'CAD 77' } } });
  await head('write-up', { answers: { 'any-concern': 'none', 'settling-in': { story: 'The one about the bear' } } });
  await head('close', {});
}

type Says = (command: string, body: unknown) => Promise<void>;
function headOn(cloud: LocalCloud, tokens: Map<string, string>, visit: string, by: string): Says {
  let presses = 0;
  return async (command, body) => {
    presses += 1;
    await says(cloud, tokens, { visit, by, command, body, key: `end-${String(presses)}` });
  };
}

async function stoodDown(cloud: LocalCloud, tokens: Map<string, string>, visit: string, head: Says): Promise<void> {
  for (;;) {
    // One that is stood down may end another.
    const { alarms, visitors } = await see(cloud, tokens, visit);
    const open = alarms.find(({ endedAt }) => endedAt === null);
    if (open === undefined) break;
    const all = Object.fromEntries(visitors.map(({ person }) => [person, 'accounted-for']));
    await head('stand-down', { alarm: open.id, how: 'Rang them all', visitors: all });
  }
}

// ------------------------------------------------------------------------------------------------ what must hold

/** The old history and more; never a version that was there before. */
function expectMore(before: Item | undefined, now: Item, told: string): void {
  if (before === undefined) return;
  expect(now.history.slice(0, before.history.length), told).toEqual(before.history);
  expect(now.version, told).toBeGreaterThanOrEqual(before.version);
  if (now.history.length > before.history.length) expect(now.version, told).toBeGreaterThan(before.version);
}

/** What one press recorded stands together, and nothing of it twice. */
function expectOnce(item: Item | undefined, { key, command }: Press, told: string): void {
  const places = (item?.history ?? []).flatMap((event, n) => (event.key?.id === key ? [n] : []));
  const [first = 0] = places;
  const events = places.map((n) => JSON.stringify(item?.history[n]));
  expect(places.length, `${told}: ${command} ${key} is not recorded`).toBeGreaterThan(0);
  expect(places, `${told}: ${command} ${key} is recorded twice`).toEqual(places.map((_, n) => first + n));
  expect(new Set(events).size, `${told}: ${command} ${key} is recorded twice`).toBe(events.length);
  if (command === 'note') expect(events, told).toHaveLength(1);
}

/** The rungs of an alarm by their number, in the order in which they first went out. */
function rungsIn(sent: readonly Sent[], visit: string, alarm: string): readonly number[] {
  const about = `rung:${alarm}/`;
  const rungs = sent
    .filter((one) => one.visit === visit && one.rung?.startsWith(about))
    .map(({ rung = '' }) => Number(rung.slice(about.length)));
  return [...new Set(rungs)];
}

/** By the way by which they were told of the alarm; by text perhaps in one message with other news, after the last that they had of it. */
function expectToldOfTheEnd(sent: readonly Sent[], visit: string): void {
  const told = (what: RegExp): readonly string[] => {
    const found = sent.flatMap(({ visit: of, rung = '', channel, to }) => {
      const alarm = of === visit ? what.exec(rung)?.[1] : undefined;
      return alarm === undefined ? [] : [`${alarm} ${channel} ${to}`];
    });
    return [...new Set(found)].toSorted();
  };
  const [over, rungs] = [told(/^over:([ah]\d+)$/), told(/^rung:([ah]\d+)\//)];
  const inDigest = rungs.filter((one) => !over.includes(one) && one.includes(' text '));
  for (const one of inDigest) {
    const [alarm = '', , to] = one.split(' ');
    const last = sent.findLast((message) => message.visit === visit && message.to === to && message.rung?.startsWith(`rung:${alarm}/`));
    const digests = sent.filter((message) => message.rung === 'errand:digest' && message.to === to && message.n > (last?.n ?? 0));
    expect(digests, `${visit} ${one}`).not.toEqual([]);
  }
  expect([...over, ...inDigest].toSorted(), visit).toEqual(rungs);
}

/** Of a rung that is not the last, which repeats by itself: one message as it is and at most one more for each kill, marked as such. */
function expectRepeatsMarked(sent: readonly Sent[], sentBefore: readonly number[]): void {
  const messages = new Map<string, Sent[]>();
  for (const message of sent) {
    const { visit = '', rung = '', channel, to } = message;
    const [, alarm, step] = /^rung:([ah]\d+)\/(\d+)$/.exec(rung) ?? [];
    if (alarm === undefined || Number(step) === rungsIn(sent, visit, alarm).reduce((most, n) => Math.max(most, n), 0)) continue;
    const what = `${visit} ${rung} ${channel} ${to}`;
    messages.set(what, [...(messages.get(what) ?? []), message]);
  }
  for (const [what, copies] of messages) {
    const kills = copies.map(({ n }) => sentBefore.filter((last) => last < n).length);
    expect(kills, `${what}: twice between two kills`).toEqual([...new Set(kills)]);
    for (const { text } of copies.slice(1)) expect(text, what).toMatch(/^\(May be a repeat\.\) /);
  }
}

// ------------------------------------------------------------------------------------------------ asking

const schoolOf = (person: string): string => (person.startsWith('hampton-') ? 'hampton' : 'roselyn-house');
const schoolOfVisit = new Map<string, string>();

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function control(cloud: LocalCloud, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${cloud.url}/_local${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text);
}

async function post(cloud: LocalCloud, tokens: Map<string, string>, by: string, path: string, body: unknown, key: string): Promise<Answer> {
  const response = await fetch(`${cloud.url}/v1/schools/${schoolOf(by)}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: `Bearer ${await tokenOf(cloud, tokens, by)}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Somebody stays signed in whatever becomes of the service. */
async function tokenOf(cloud: LocalCloud, tokens: Map<string, string>, person: string): Promise<string> {
  const known = tokens.get(person);
  if (known !== undefined) return known;
  const { token } = z
    .looseObject({ token: z.string() })
    .parse(await control(cloud, 'POST', '/tokens', { school: schoolOf(person), person }));
  tokens.set(person, token);
  return token;
}

/** A machine that is hard pressed may answer that it was not done, and that the same may be sent again: then it is. */
async function untilHeard(cloud: LocalCloud, tokens: Map<string, string>, { visit, by, command, body, key }: Press): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await post(cloud, tokens, by, `/visits/${visit}/${command}`, body, key);
    if (answer.status !== 503 || tries === 5) return answer;
  }
}

async function says(cloud: LocalCloud, tokens: Map<string, string>, press: Press): Promise<void> {
  const { status, text } = await untilHeard(cloud, tokens, press);
  expect(status, `${press.command}: ${text}`).toBe(200);
}

async function see(cloud: LocalCloud, tokens: Map<string, string>, visit: string): Promise<z.infer<typeof Shown>> {
  const school = schoolOfVisit.get(visit) ?? '';
  const response = await fetch(`${cloud.url}/v1/schools/${school}/visits/${visit}`, {
    headers: { authorization: `Bearer ${await tokenOf(cloud, tokens, `${school}-head`)}` },
  });
  return Shown.parse(await response.json());
}

async function alarmOf(cloud: LocalCloud, tokens: Map<string, string>, visit: string, kind: string): Promise<string> {
  const { alarms } = await see(cloud, tokens, visit);
  return alarms.find((alarm) => alarm.kind === kind)?.id ?? `no ${kind}`;
}

const outbox = async (cloud: LocalCloud): Promise<readonly Sent[]> => Outbox.parse(await control(cloud, 'GET', '/outbox'));

/** Each visit as it is kept. */
async function everyItem(cloud: LocalCloud, visits: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  const items = visits.map(
    async (visit) => [visit, Item.parse(await control(cloud, 'GET', `/visits/${schoolOfVisit.get(visit) ?? ''}/${visit}`))] as const,
  );
  return new Map(await Promise.all(items));
}

/** The service was gone before it could answer. */
const isCutOff = (reason: unknown): boolean => reason instanceof TypeError;

/** The same numbers between 0 and 1 for the same seed. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
