import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import { type Faults, ofDeliveries } from './faults.ts';
import type { Journal } from './journal.ts';
import { account, region } from './names.ts';
import type { PutOffs } from './put-off.ts';
import type { Source } from './timeline.ts';
import type { StandIn, WireAnswer, WireRequest } from './wire.ts';

const Arn = z.string().regex(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+$/);
const Name = z.string().regex(/^[0-9A-Za-z-_.]{1,64}$/);

/** One-off schedules only, which are all that Doorstep makes. */
const CreateSchedule = z.strictObject({
  GroupName: Name.optional(),
  ScheduleExpression: z
    .string()
    .regex(/^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/, 'Invalid Schedule Expression: expected at(yyyy-mm-ddThh:mm:ss)'),
  ScheduleExpressionTimezone: z.literal('UTC').optional(),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  State: z.literal('ENABLED').optional(),
  ActionAfterCompletion: z.literal('DELETE'),
  ClientToken: z.string().min(1).max(64).optional(),
  Description: z.string().max(512).optional(),
  Target: z.strictObject({
    Arn,
    RoleArn: Arn,
    Input: z.string().min(1).optional(),
    DeadLetterConfig: z.strictObject({ Arn: Arn.optional() }).optional(),
    RetryPolicy: z
      .strictObject({
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
        MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      })
      .optional(),
  }),
});

const Schedule = z.strictObject({
  name: Name,
  at: z.number(),
  target: z.string(),
  input: z.string(),
  /** When it is to be tried: `at`, or later where that failed. */
  tryAt: z.number(),
  tries: z.int(),
  mostTries: z.int(),
  lastAt: z.number(),
  deadLetters: z.boolean(),
  /** Its target has it; the name stays taken until it has answered. */
  fired: z.boolean(),
});
type Schedule = z.infer<typeof Schedule>;

const retryAfter = 60_000;

export interface Scheduler extends Source {
  readonly standIn: StandIn;
  /** Those that have not yet gone off, soonest first. */
  list(): readonly { readonly name: string; readonly at: string; readonly input: string }[];
}

/** EventBridge Scheduler. `deliver` hands a schedule's input to its target; `answered` is told when that has been dealt with. */
export function openScheduler(parts: {
  journal: Journal;
  clock: LocalClock;
  faults: Faults;
  putOffs: PutOffs;
  deadLetters: DeadLetters;
  group: string;
  deliver: (target: string, input: string, answered: () => void) => boolean;
  changed: () => void;
}): Scheduler {
  const { clock, faults, putOffs, deadLetters, group, deliver, changed } = parts;
  const kept = parts.journal.collection('schedules', Schedule);
  // What had reached its target before a restart is in the queue; only the name was still taken.
  for (const schedule of kept.values()) if (schedule.fired) kept.delete(schedule.name);

  const waiting = (): readonly Schedule[] =>
    kept
      .values()
      .filter((schedule) => !schedule.fired)
      .toSorted((a, b) => a.tryAt - b.tryAt);

  putOffs.does('timer', (payload) => {
    const { target, input } = z.strictObject({ target: z.string(), input: z.string() }).parse(JSON.parse(payload));
    deliver(target, input, () => undefined);
    return Promise.resolve();
  });

  function fire(schedule: Schedule): void {
    const fault = faults.take('scheduler', ['fire'], ofDeliveries);
    const again = (): void => {
      putOffs.putOff('timer', JSON.stringify({ target: schedule.target, input: schedule.input }), fault?.by ?? retryAfter);
    };
    switch (fault?.fault) {
      case 'off':
        kept.put(schedule.name, { ...schedule, tryAt: clock.now() + retryAfter });
        return;
      case 'error':
      case 'throttle':
        failed(schedule);
        return;
      case 'silent':
        kept.delete(schedule.name);
        return;
      case 'late':
        again();
        kept.delete(schedule.name);
        return;
      case 'duplicate':
      case 'lost-answer':
        again();
        break;
      case undefined:
    }
    const taken = deliver(schedule.target, schedule.input, () => {
      kept.delete(schedule.name);
    });
    if (taken) kept.put(schedule.name, { ...schedule, fired: true });
    else failed(schedule);
  }

  function failed(schedule: Schedule): void {
    const tryAt = clock.now() + retryAfter;
    if (schedule.tries < schedule.mostTries && tryAt <= schedule.lastAt) {
      kept.put(schedule.name, { ...schedule, tries: schedule.tries + 1, tryAt });
      return;
    }
    if (schedule.deadLetters) deadLetters.add({ queue: 'timers', body: schedule.input, why: `${schedule.name} could not be delivered` });
    kept.delete(schedule.name);
  }

  function create(name: string, body: Buffer): WireAnswer {
    if (!Name.safeParse(name).success) return refuse(400, 'ValidationException', `Value '${name}' at 'name' failed to satisfy constraint`);
    const wanted = CreateSchedule.safeParse(parseJson(body));
    if (!wanted.success) return refuse(400, 'ValidationException', z.prettifyError(wanted.error));
    const { GroupName = 'default', ScheduleExpression, Target } = wanted.data;
    if (GroupName !== group) return refuse(404, 'ResourceNotFoundException', `Schedule group ${GroupName} does not exist.`);
    const at = Date.parse(`${ScheduleExpression.slice(3, -1)}Z`);
    if (Number.isNaN(at)) return refuse(400, 'ValidationException', `Invalid Schedule Expression ${ScheduleExpression}.`);
    if (kept.get(name) !== undefined) return refuse(409, 'ConflictException', `Schedule ${name} already exists.`);
    const early = faults.take('scheduler', ['CreateSchedule'], ['early']);
    const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = Target.RetryPolicy ?? {};
    kept.put(name, {
      name,
      at,
      target: Target.Arn,
      input: Target.Input ?? '{}',
      tryAt: early === undefined ? at : at - early.by,
      tries: 0,
      mostTries: MaximumRetryAttempts,
      lastAt: Math.max(at, clock.now()) + MaximumEventAgeInSeconds * 1000,
      deadLetters: Target.DeadLetterConfig?.Arn !== undefined,
      fired: false,
    });
    changed();
    return json(200, { ScheduleArn: `arn:aws:scheduler:${region}:${account}:schedule/${group}/${name}` });
  }

  function perform({ method, path, body }: WireRequest): WireAnswer {
    const [, name] = /^\/schedules\/([^/]*)$/.exec(path) ?? [];
    if (name === undefined) return refuse(404, 'ResourceNotFoundException', `${method} ${path} is not known here.`);
    const asked = decodeURIComponent(name);
    if (method === 'POST') return create(asked, body);
    if (method !== 'DELETE') return refuse(404, 'ResourceNotFoundException', `${method} ${path} is not known here.`);
    if (kept.get(asked) === undefined) return refuse(404, 'ResourceNotFoundException', `Schedule ${asked} does not exist.`);
    kept.delete(asked);
    return json(200, {});
  }

  return {
    name: 'Scheduler',
    next: () => Promise.resolve(waiting()[0]?.tryAt),
    run() {
      for (const schedule of waiting()) if (schedule.tryAt <= clock.now()) fire(schedule);
      return Promise.resolve();
    },
    list: () => waiting().map(({ name, at, input }) => ({ name, at: new Date(at).toISOString(), input })),
    standIn: {
      service: 'scheduler',
      operations: ({ method }) => [method === 'POST' ? 'CreateSchedule' : method === 'DELETE' ? 'DeleteSchedule' : 'GetSchedule'],
      perform: (request) => Promise.resolve(perform(request)),
      pretend: ({ method, path }) =>
        json(
          200,
          method === 'POST'
            ? { ScheduleArn: `arn:aws:scheduler:${region}:${account}:schedule/${group}/${path.slice('/schedules/'.length)}` }
            : {},
        ),
      fail: (how) =>
        how === 'error'
          ? refuse(500, 'InternalServerException', 'Unexpected error.')
          : refuse(429, 'ThrottlingException', 'Rate exceeded.'),
    },
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  body: JSON.stringify(body),
});
const refuse = (status: number, code: string, message: string): WireAnswer =>
  json(status, { Message: message }, { 'x-amzn-errortype': code });
