/** The words of whole afternoons: schools on a local cloud of their own, told over HTTP on virtual time. */
import { afterAll, expect, inject } from 'vitest';
import * as z from 'zod';
import { contractOf, expectContract } from './contract.ts';
import { overHttp } from './desk-over-http.ts';
import { startLocalCloud } from './local-cloud.ts';
import { jsonIn, namesIn, SchoolFile } from './policy-files.ts';
import { doTask } from './satisfy.ts';

// ------------------------------------------------------------------------------------------------ what comes back

const Unmet = z.looseObject({
  code: z.string(),
  clauses: z.array(z.string()),
  missing: z.array(z.string()),
  wants: z.looseObject({ kind: z.string() }),
});

const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  code: z.string().optional(),
  clauses: z.array(z.string()).default([]),
  unmet: z.array(Unmet).default([]),
  errors: z.array(z.looseObject({ pointer: z.string(), message: z.string() })).default([]),
});

const Alarm = z.looseObject({
  id: z.string(),
  kind: z.string(),
  of: z.string(),
  /** The visit whose home they are at, or were last. */
  at: z.string(),
  /** To somebody on the visit: what the school says to it, and nothing of how it is worked. */
  says: z.string().optional(),
  rung: z.int().optional(),
  repeats: z.int().optional(),
  heldBy: z.string().nullish(),
  heldUntil: z.string().nullish(),
  endedAt: z.string().nullable(),
  ended: z.string().optional(),
  visitors: z.array(z.string()),
  police: z.looseObject({ reference: z.string().optional() }).nullish(),
});

const ShownVisit = z.looseObject({
  id: z.string(),
  stage: z.string(),
  visitors: z.array(z.looseObject({ person: z.string(), state: z.string(), inBreach: z.boolean() })),
  clocks: z.array(z.looseObject({ id: z.string(), visitor: z.string(), state: z.string(), dueAt: z.string() })),
  alarms: z.array(Alarm),
  tasks: z.array(z.looseObject({ task: z.string(), of: z.array(z.string()), done: z.boolean() })).default([]),
  actions: z.array(z.looseObject({ name: z.string(), allowed: z.boolean() })),
  /** Beside the visit, to whoever raised an alarm. */
  said: z.string().optional(),
  history: z.array(z.looseObject({ type: z.string(), by: z.string() })).default([]),
  unread: z.array(z.string()).default([]),
});
export type ShownVisit = z.infer<typeof ShownVisit>;

/** A visit as it is kept. */
const Item = z.looseObject({
  version: z.int(),
  dueAt: z.string().optional(),
  history: z.array(
    z.looseObject({
      type: z.string(),
      key: z.looseObject({ id: z.string() }).optional(),
      marks: z.array(z.looseObject({ notice: z.string(), about: z.string(), outcome: z.string() })).default([]),
    }),
  ),
  owed: z.record(z.string(), z.unknown()),
});

const Board = z.looseObject({
  visits: z.array(
    z.looseObject({ visit: z.string(), state: z.string(), visitors: z.array(z.looseObject({ person: z.string(), at: z.string() })) }),
  ),
});

const People = z.looseObject({
  people: z.array(
    z.looseObject({
      id: z.string(),
      duties: z.array(z.string()),
      roles: z.array(z.string()).default([]),
      staff: z.boolean(),
      mobile: z.string().optional(),
      email: z.string().optional(),
      manager: z.string().optional(),
    }),
  ),
});
export type PersonOfSchool = z.infer<typeof People>['people'][number];

const Settings = z.looseObject({ settings: z.array(z.looseObject({ id: z.string(), value: z.unknown(), source: z.string() })) });

const Outbox = z.array(
  z.looseObject({
    n: z.int(),
    at: z.string(),
    channel: z.enum(['text', 'email']),
    to: z.string(),
    text: z.string(),
    visit: z.string().optional(),
    rung: z.string().optional(),
    provider: z.enum(['sns', 'notify']).default('sns'),
    notice: z.string().optional(),
  }),
);
type Sent = z.infer<typeof Outbox>[number];

// ------------------------------------------------------------------------------------------------ asking

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

export interface Asking {
  readonly body?: unknown;
  /** What is sent as it stands, where it is not the JSON of `body`. */
  readonly raw?: string;
  /** Of this request; where nothing is said, one that no other has. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The visit as whoever asked is shown it. Fails with all that was answered where it was not done. */
export function accepted(answer: Answer): ShownVisit {
  expect(answer.status, answer.text).toBeOneOf([200, 201]);
  return ShownVisit.parse(answer.body);
}

/** Why it was not done. */
export function refused(answer: Answer, status = 409): z.infer<typeof Problem> {
  expect(answer.status, answer.text).toBe(status);
  return Problem.parse(answer.body);
}

// ------------------------------------------------------------------------------------------------ a cloud, its time, its schools

/** Who may stand an alarm down and decline a visit. */
const leaders: Readonly<Record<string, string>> = { hampton: 'head', lighthouse: 'dsl' };
const firstDay = '2027-06-22T00:00:00Z';
const dayLength = 24 * 60 * 60 * 1000;

export type Cloud = Awaited<ReturnType<typeof startSchools>>;
export type School = ReturnType<Cloud['school']>;
export type OneVisit = ReturnType<School['visit']>;

/** Doorstep on one machine with the schools that come with it and the made-up one; gone when the file's tests are done. */
export async function startSchools(environment: Readonly<Record<string, string>> = {}) {
  const judge = contractOf(jsonIn(inject('contract')));
  const cloud = await startLocalCloud({ entry: inject('localCloud'), schools: 'test/support/schools', environment });
  afterAll(() => cloud.stop());
  let keys = 0;
  let date = '';
  let days = 0;

  /** How each visit of this day is brought to an end. */
  const asked: (() => Promise<void>)[] = [];

  const ask = async (method: string, path: string, { body, raw, key, headers = {} }: Asking = {}): Promise<Answer> => {
    keys += 1;
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${cloud.url}${path}`, {
      method,
      headers: {
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method !== 'POST' || key === null ? {} : { 'idempotency-key': key ?? `key-${String(keys)}` }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    const url = new URL(path, cloud.url);
    expectContract(
      judge(
        { method, path: url.pathname, query: Object.fromEntries(url.searchParams), body: content ?? '' },
        { status: response.status, contentType: response.headers.get('content-type') ?? undefined, body: text },
      ),
    );
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await ask(method, `/_local${path}`, { body, key: null });
    if (answer.status >= 300) throw new Error(`${method} /_local${path}: ${answer.text}`);
    return answer.body;
  };

  // Summer terms: London is an hour ahead.
  const time = (hour: string): string => `${date}T${hour}:00+01:00`;
  const clock = {
    /** A time of this day in London, as JSON has it. */
    time,
    /** This day's date. */
    today: () => date,
    /** Moves on to a time of this day. What falls due meanwhile has happened, in order. */
    at: async (hour: string): Promise<void> => {
      await control('POST', '/clock', { set: time(hour) });
    },
    /** The next school day, half past eight. The first is Tuesday 22 June 2027. */
    newDay: async (): Promise<void> => {
      for (const end of asked.splice(0)) await end();
      for (;;) {
        const day = new Date(Date.parse(firstDay) + days * dayLength);
        days += 1;
        date = day.toISOString().slice(0, 10);
        if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) break;
      }
      await clock.at('08:30');
    },
  };

  const files = [...namesIn('local/schools').map((name) => `local/schools/${name}.json`), 'test/support/schools/made-up.json'];
  const posts = postsIn(files);
  /** Of which school each visit is. */
  const schoolOfVisit = new Map<string, string>();
  const sentSince = async (n: number): Promise<readonly Sent[]> => Outbox.parse(await control('GET', `/outbox?after=${String(n)}`));

  /** Notify is told which message it is and not what it is about, which its visit knows. */
  const withRung = async (sent: Sent): Promise<Sent> => {
    const { rung, visit = '', notice } = sent;
    if (rung !== undefined || notice === undefined) return sent;
    const { history } = Item.parse(await control('GET', `/visits/${schoolOfVisit.get(visit) ?? ''}/${visit}`));
    return { ...sent, rung: history.flatMap(({ marks }) => marks).find((mark) => mark.notice === notice)?.about };
  };

  /** Everything that went out since it was asked last, of one visit or of all: `15:00 text+email office rung:a1/1`. */
  const outbox = (visit?: string) => {
    let last = 0;
    return async (): Promise<readonly string[]> => {
      const all = await sentSince(last);
      last = all.at(-1)?.n ?? last;
      // What a school owes itself, such as a review that has been due for years, is no part of any afternoon.
      const ofVisits = all.filter((sent) => (visit === undefined ? sent.visit?.startsWith('ER-') !== true : sent.visit === visit));
      return lines(await Promise.all(ofVisits.map(withRung)), ({ to, visit: of = '' }) => posts(schoolOfVisit.get(of), to));
    };
  };
  const all = outbox();

  function school(id: string) {
    const tokens = new Map<string, string>();
    const path = (rest: string): string => `/v1/schools/${id}${rest}`;
    const person = (name: string): string => `${id}-${name}`;

    const tokenOf = async (name: string): Promise<string> => {
      const known = tokens.get(name);
      if (known !== undefined) return known;
      const whose = name.startsWith('machine:') ? { machine: name.slice('machine:'.length) } : { person: person(name) };
      const { token } = z.looseObject({ token: z.string() }).parse(await control('POST', '/tokens', { school: id, ...whose }));
      tokens.set(name, token);
      return token;
    };

    /** Somebody of the school by their post, `office`, or `machine:read`, `machine:write`. */
    const as = (name: string) => {
      const asking = async (method: string, rest: string, how: Asking = {}): Promise<Answer> =>
        ask(method, path(rest), { ...how, headers: { authorization: `Bearer ${await tokenOf(name)}`, ...how.headers } });
      return {
        gets: (rest: string, how?: Asking) => asking('GET', rest, how),
        posts: (rest: string, how?: Asking) => asking('POST', rest, how),
        puts: (rest: string, body: unknown) => asking('PUT', rest, { body }),
        requests: (body: unknown, how: Asking = {}) => asking('POST', '/visits', { ...how, body }),
      };
    };

    const people = async (): Promise<readonly PersonOfSchool[]> => People.parse((await as('office').gets('/people')).body).people;

    const visit = (visitId: string) => {
      schoolOfVisit.set(visitId, id);
      return visitOf(visitId);
    };
    const visitOf = (visitId: string) => ({
      id: visitId,
      /** What somebody of the school says of this visit. */
      says: (name: string, command: string, body: unknown = {}, how: Asking = {}) =>
        as(name).posts(`/visits/${visitId}/${command}`, { ...how, body }),
      /** The visit as somebody is shown it. */
      seenBy: async (name: string): Promise<ShownVisit> => accepted(await as(name).gets(`/visits/${visitId}`)),
      /** As it is kept, once all that a press set off is done. */
      item: async () => {
        await control('GET', '/schedules');
        return Item.parse(await control('GET', `/visits/${id}/${visitId}`));
      },
      /** What went out about this visit since it was asked last. */
      sent: outbox(visitId),
      /** By whom it went out, in order: `15:00 text office by notify`. */
      sentBy: async (): Promise<readonly string[]> =>
        (await sentSince(0))
          .filter((sent) => sent.visit === visitId)
          .map(({ at, channel, to, provider }) => `${hourOf(at)} ${channel} ${posts(id, to)} by ${provider}`),
    });

    /** Ends what a test left open: it would be told of over and over, all through the days that follow. */
    const endWhatIsOpen = async ({ id: visitId, item, says, seenBy }: ReturnType<typeof visit>): Promise<void> => {
      if ((await item()).dueAt === undefined) return;
      const leader = leaders[id] ?? 'head';
      const { stage, visitors } = await seenBy(leader);
      if (stage === 'requested' || stage === 'authorised') await says(leader, 'decline', { reason: 'The test is over' });
      if (stage === 'out') await says(leader, 'return', { visitor: 'all' });
      const everybody = Object.fromEntries(visitors.map((visitor) => [visitor.person, 'accounted-for']));
      for (const { id: alarm, endedAt } of (await seenBy(leader)).alarms)
        // One that is stood down may end another.
        if (endedAt === null) await says(leader, 'stand-down', { alarm, how: 'The test is over', visitors: everybody });
      for (const { task, done } of (await seenBy(leader)).tasks) if (!done) await doTask(desk, visitId, person(leader), task);
    };
    const ends = (visitId: string): void => void asked.push(() => endWhatIsOpen(visit(visitId)));

    /** The school's settings, as they are set. */
    const settings = async (by: string): Promise<Readonly<Record<string, unknown>>> => {
      const { settings: all } = Settings.parse((await as(by).gets('/settings')).body);
      return Object.fromEntries(all.flatMap(({ id: setting, value, source }) => (source === 'school' ? [[setting, value]] : [])));
    };
    const desk = overHttp({ id, as, people, settings, time, asked: ends });

    return {
      id,
      desk,
      settings,
      person,
      as,
      people,
      visit,
      token: tokenOf,
      /** Asks for a visit, and has it. */
      async requested(by: string, body: unknown) {
        const requested = visit(accepted(await as(by).requests(body)).id);
        ends(requested.id);
        return requested;
      },
      async board(name: string) {
        return Board.parse((await as(name).gets('/board')).body).visits;
      },
      /** The texts that came to somebody's phone today. */
      async phone(name: string): Promise<readonly string[]> {
        const { mobile } = (await people()).find((one) => one.id === person(name)) ?? {};
        const isOurs = ({ visit: of = '' }: Sent): boolean => (schoolOfVisit.get(of) ?? id) === id;
        const today = (await sentSince(0)).filter((sent) => sent.at.startsWith(date) && isOurs(sent));
        return today.flatMap((sent) => (sent.channel === 'text' && sent.to === mobile ? [sent.text] : []));
      },
    };
  }

  return { url: cloud.url, data: cloud.data, ask, control, clock, school, sent: all };
}

/** Whose number or address it is, at this school or at any: people by their post. Some schools have the same made-up numbers. */
function postsIn(files: readonly string[]): (school: string | undefined, to: string) => string {
  const posts = files.flatMap((file) => {
    const { school, people } = SchoolFile.parse(jsonIn(file));
    return people.flatMap(({ id, mobile, email }) =>
      [mobile, email].flatMap((to) => (to === undefined ? [] : [{ school, to, post: id.slice(school.length + 1) }])),
    );
  });
  return (school, to) => posts.find((one) => one.to === to && (school === undefined || one.school === school))?.post ?? to;
}

/** One line for each person and thing, however it went: `15:00 text+email office rung:a1/1`. */
function lines(sent: readonly Sent[], postOf: (one: Sent) => string): readonly string[] {
  const ways = new Map<string, string[]>();
  for (const one of sent) {
    const what = `${hourOf(one.at)}|${postOf(one)} ${one.rung ?? 'nothing'}`;
    ways.set(what, [...(ways.get(what) ?? []), one.channel]);
  }
  return [...ways]
    .map(([what, channels]) => what.replace('|', ` ${channels.toSorted().reverse().join('+')} `))
    .toSorted((a, b) => (afterChannel(a) < afterChannel(b) ? -1 : 1));
}

/** By time and person. */
const afterChannel = (line: string): string => line.replace(/^(\S+) \S+ /, '$1 ');

/** In London, in summer. */
const hourOf = (at: string): string => {
  const local = new Date(Date.parse(at) + 60 * 60 * 1000).toISOString();
  return local.slice(17, 19) === '00' ? local.slice(11, 16) : local.slice(11, 19);
};
