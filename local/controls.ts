import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { Duty } from '../functions/domain/policy/policy.ts';
import type { SchoolStore } from '../functions/ports/school-store.ts';
import type { LocalClock } from './clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Table } from './dynamodb.ts';
import { Fault, type Faults, Length } from './faults.ts';
import type { Outbox } from './outbox.ts';
import { page } from './page.ts';
import { personWith } from './people.ts';
import type { Scheduler } from './scheduler.ts';
import { type SeededSchool, subscribe } from './seed.ts';
import type { Sns } from './sns.ts';
import type { Timeline } from './timeline.ts';
import type { Tokens } from './tokens.ts';
import { WebhookAnswer, type Webhooks } from './webhooks.ts';
import { readBody } from './wire.ts';

export interface ControlledParts {
  readonly url: string;
  readonly clock: LocalClock;
  readonly timeline: Timeline;
  readonly tokens: Tokens;
  readonly outbox: Outbox;
  readonly webhooks: Webhooks;
  readonly scheduler: Scheduler;
  readonly deadLetters: DeadLetters;
  readonly faults: Faults;
  /** How long somebody who looks waits for what a press of theirs may have set off, in milliseconds. */
  readonly longestLook: number;
  /** Done when nothing is under way. */
  readonly idle: () => Promise<void>;
  readonly table: Table;
  readonly store: SchoolStore;
  readonly sns: Sns;
  readonly schools: readonly SeededSchool[];
  /** Where everything of it is, for whoever looks after it. */
  readonly place: object;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const yes = z.union([z.literal(true), z.literal('true')]);
const Move = z.union(
  [
    z.strictObject({ set: z.iso.datetime({ offset: true }) }),
    z.strictObject({ advance: Length }),
    z.strictObject({ next: yes }),
    z.strictObject({ release: yes }),
  ],
  'one of { "set": "2026-06-22T09:00:00Z" }, { "advance": "PT30M" }, { "next": true } and { "release": true }',
);
const WhoseToken = z.union(
  [
    z.strictObject({ school: z.string().min(1), person: z.string().min(1) }),
    z.strictObject({ school: z.string().min(1), duties: z.array(Duty) }),
    z.strictObject({ school: z.string().min(1), machine: z.enum(['read', 'write']) }),
  ],
  `one of { school, person }, { school, duties } (of ${Duty.options.join(', ')}) and { school, machine: "read" or "write" }`,
);
/** Stands in for every address outside that is told what changed. */
export const webhooksPath = '/_local/webhooks';

const After = z.coerce.number().int().min(0).default(0);

const css = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

/** Everything under `/_local`: what a person or a test may do to the cloud on this machine, and to no other. */
export function createControls(parts: ControlledParts): (message: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { clock, timeline, tokens, outbox, webhooks, scheduler, deadLetters, faults, table, store, schools } = parts;

  async function move(body: unknown): Promise<Answer> {
    const wanted = Move.safeParse(body);
    if (!wanted.success) return wrong(wanted.error);
    if ('release' in wanted.data) await timeline.release();
    else if ('next' in wanted.data) await timeline.moveToNext();
    else {
      const to = 'set' in wanted.data ? Date.parse(wanted.data.set) : clock.now() + wanted.data.advance;
      if (to < clock.now())
        return refuse(
          400,
          `the clock can only go on: it is ${new Date(clock.now()).toISOString()}. To begin again, stop and remove the data folder.`,
        );
      await timeline.moveTo(to);
    }
    return json(200, time());
  }

  async function token(body: unknown): Promise<Answer> {
    const wanted = WhoseToken.safeParse(body);
    if (!wanted.success) return wrong(wanted.error);
    const { school } = wanted.data;
    const { settings, staff } = await store.context(school, {});
    if (settings === undefined) return refuse(404, `there is no school ${school}; those here: ${schools.map((x) => x.school).join(', ')}`);
    if ('machine' in wanted.data) return json(200, { token: await tokens.forMachine(school, wanted.data.machine) });
    if ('duties' in wanted.data) {
      const person = await personWith(store, school, wanted.data.duties);
      subscribe(parts.sns, school, person);
      return json(200, { token: await tokens.forPerson(school, person.id), person: person.id });
    }
    const { person } = wanted.data;
    if (staff[person] === undefined) return refuse(404, `nobody at ${school} is ${person}; those there: ${Object.keys(staff).join(', ')}`);
    return json(200, { token: await tokens.forPerson(school, person) });
  }

  const time = () => ({ now: new Date(clock.now()).toISOString(), frozen: clock.frozen() });

  /** So that somebody who presses and then looks sees what came of it. */
  async function settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      parts.idle(),
      new Promise((done) => {
        timer = setTimeout(done, parts.longestLook);
      }),
    ]);
    clearTimeout(timer);
  }

  async function show(): Promise<Answer> {
    await settled();
    const shown = await Promise.all(
      schools.map(async ({ school, name }) => {
        const { staff } = await store.context(school, {});
        const people = await Promise.all(
          Object.values(staff).map(async (person) => ({ person, token: await tokens.forPerson(school, person.id) })),
        );
        return { school, name, people };
      }),
    );
    const body = page({
      url: parts.url,
      now: clock.now(),
      frozen: clock.frozen(),
      schools: shown,
      outbox: outbox.after(0),
      schedules: scheduler.list(),
      deadLetters: deadLetters.list(),
      faults: faults.list(),
    });
    const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    return { status: 200, type: 'text/html; charset=utf-8', body, headers: { 'content-security-policy': policy } };
  }

  async function visit(path: string): Promise<Answer> {
    const [, school = '', id = ''] = /^\/visits\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    const item = await table.visit(decodeURIComponent(school), decodeURIComponent(id));
    return item === undefined ? refuse(404, 'there is no such visit') : json(200, item);
  }

  async function act(method: string, url: URL, body: () => Promise<unknown>): Promise<Answer> {
    const path = url.pathname.slice('/_local'.length);
    const what = path.startsWith('/visits/') ? '/visits/' : path;
    switch (`${method} ${what}`) {
      case 'GET ':
      case 'GET /':
        return show();
      case 'GET /page.css':
        return { status: 200, type: 'text/css', body: css };
      case 'GET /clock':
        return json(200, time());
      case 'POST /clock':
        return move(await body());
      case 'POST /tokens':
        return token(await body());
      case 'GET /schools':
        return json(200, schools);
      case 'GET /place':
        return json(200, parts.place);
      case 'GET /outbox': {
        const after = After.safeParse(url.searchParams.get('after') ?? undefined);
        if (!after.success) return wrong(after.error);
        await settled();
        return json(200, outbox.after(after.data));
      }
      case 'GET /webhooks': {
        const after = After.safeParse(url.searchParams.get('after') ?? undefined);
        return after.success ? json(200, webhooks.after(after.data)) : wrong(after.error);
      }
      case 'PUT /webhooks': {
        const wanted = WebhookAnswer.safeParse(await body());
        if (!wanted.success) return wrong(wanted.error);
        webhooks.answer(wanted.data.status);
        return json(200, wanted.data);
      }
      case 'GET /schedules':
        await settled();
        return json(200, scheduler.list());
      case 'GET /dead-letters':
        await settled();
        return json(200, deadLetters.list());
      case 'GET /visits/':
        return visit(path);
      case 'GET /faults':
        return json(200, faults.list());
      case 'POST /faults': {
        const fault = Fault.safeParse(await body());
        if (!fault.success) return wrong(fault.error);
        faults.add(fault.data);
        return json(201, faults.list());
      }
      case 'DELETE /faults':
        faults.clear();
        return json(200, []);
      default:
        return refuse(404, `${method} ${url.pathname} is not one of the controls; they are listed in the README`);
    }
  }

  return async (message, response) => {
    const url = new URL(message.url ?? '/', 'http://localhost');
    const isForm = message.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const to = url.searchParams.get('to');
    if (message.method === 'POST' && url.pathname === webhooksPath && to !== null) {
      response.writeHead(webhooks.take(to, message.headers, String(await readBody(message)))).end();
      return;
    }
    const answer = isForeign(message)
      ? refuse(403, 'another site may not use the controls')
      : await act(message.method ?? 'GET', url, async () =>
          isForm ? fromForm(await readBody(message)) : fromJson(await readBody(message)),
        );
    // A button of the page comes back to the page.
    if (isForm && answer.status < 300 && message.headers.accept?.includes('text/html') === true)
      response.writeHead(303, { location: '/_local' }).end();
    else
      response.writeHead(answer.status, { ...answer.headers, 'content-type': answer.type, 'cache-control': 'no-store' }).end(answer.body);
  };
}

/** A page from elsewhere that posts here: a browser says where it is from. */
function isForeign({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
}

const fromForm = (body: Buffer): unknown => Object.fromEntries(new URLSearchParams(body.toString()));

function fromJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

const json = (status: number, body: unknown): Answer => ({ status, type: 'application/json', body: `${JSON.stringify(body)}\n` });
const refuse = (status: number, detail: string): Answer => json(status, { error: detail });
const wrong = (error: z.ZodError): Answer => refuse(400, z.prettifyError(error));
