import { createHash, randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Deployment } from './deployment.ts';
import { type Faults, ofDeliveries } from './faults.ts';
import type { Journal } from './journal.ts';
import type { Lambda } from './lambda.ts';
import { pokeQueue, region } from './names.ts';
import type { PutOffs } from './put-off.ts';
import type { Source } from './timeline.ts';

const Message = z.strictObject({
  body: z.string(),
  sentAt: z.number(),
  visibleAt: z.number(),
  receives: z.int(),
  firstReceivedAt: z.number().optional(),
});
type Message = z.infer<typeof Message>;

const Failures = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

export interface PokeQueue extends Source {
  /** Kept when this answers. `handled`: told when the function has answered about it for the first time. */
  readonly enqueue: (body: string, handled?: () => void) => void;
  /** Hands out what may be handed out now. */
  pump(): void;
  /** Nothing is in flight and nothing could be. */
  idle(): Promise<void>;
  waiting(): number;
  /** Hands out nothing any more. */
  close(): void;
}

/** The queue of pokes and what Lambda does with it: a few at a time, again after a while where it failed, so many times at most. */
export function openPokeQueue(parts: {
  journal: Journal;
  clock: LocalClock;
  faults: Faults;
  putOffs: PutOffs;
  deadLetters: DeadLetters;
  limits: Deployment['queue'];
  overdueCheck: Lambda;
  changed: () => void;
  report: (problem: unknown) => void;
}): PokeQueue {
  const { clock, faults, putOffs, deadLetters, overdueCheck, changed, report } = parts;
  const { atOnce, mostReceives, visibility } = parts.limits;
  const kept = parts.journal.collection('pokes', Message);
  const inFlight = new Set<string>();
  const waitingForHandled = new Map<string, () => void>();
  let idlers: (() => void)[] = [];
  let closed = false;

  const resting = (): readonly (readonly [string, Message])[] => kept.entries().filter(([id]) => !inFlight.has(id));
  const visible = (): readonly (readonly [string, Message])[] => resting().filter(([, message]) => message.visibleAt <= clock.now());

  function handled(id: string): void {
    waitingForHandled.get(id)?.();
    waitingForHandled.delete(id);
  }

  function remove(id: string): void {
    kept.delete(id);
    handled(id);
  }

  async function receive(id: string, waiting: Message): Promise<void> {
    if (waiting.receives >= mostReceives) {
      deadLetters.add({ queue: 'pokes', body: waiting.body, why: `received ${String(mostReceives)} times and never done` });
      remove(id);
      return;
    }
    const fault = faults.take('poke', ['poke'], ofDeliveries);
    const now = clock.now();
    const hidden = { ...waiting, visibleAt: now + visibility * 1000 };
    switch (fault?.fault) {
      case 'off':
        kept.put(id, hidden);
        return;
      case 'silent':
        remove(id);
        return;
      case 'late':
        putOffs.putOff('poke', waiting.body, fault.by);
        remove(id);
        return;
      case 'duplicate':
        putOffs.putOff('poke', waiting.body, fault.by);
        break;
      case 'error':
      case 'throttle':
      case 'lost-answer':
      case undefined:
    }
    const message = { ...hidden, receives: waiting.receives + 1, firstReceivedAt: waiting.firstReceivedAt ?? now };
    kept.put(id, message);
    if (fault?.fault === 'error' || fault?.fault === 'throttle') return;
    const done = await handOver(id, message);
    if (done && fault?.fault !== 'lost-answer') remove(id);
    else handled(id);
  }

  async function handOver(id: string, message: Message): Promise<boolean> {
    try {
      const answer = await overdueCheck.invoke(eventOf(id, message));
      return (
        answer === undefined ||
        answer === null ||
        !Failures.parse(answer).batchItemFailures.some((failure) => failure.itemIdentifier === id)
      );
    } catch (problem) {
      report(problem);
      return false;
    }
  }

  function pump(): void {
    for (const [id, message] of closed ? [] : visible()) {
      if (inFlight.size >= atOnce) return;
      inFlight.add(id);
      receive(id, message)
        .catch(report)
        .finally(() => {
          inFlight.delete(id);
          pump();
          changed();
        });
    }
    if (inFlight.size > 0) return;
    const told = idlers;
    idlers = [];
    for (const tell of told) tell();
  }

  const idle = (): Promise<void> =>
    new Promise((done) => {
      idlers.push(done);
      pump();
    });

  putOffs.does('poke', (body) => {
    enqueue(body);
    return Promise.resolve();
  });

  function enqueue(body: string, whenHandled?: () => void): void {
    const id = randomUUID();
    kept.put(id, { body, sentAt: clock.now(), visibleAt: clock.now(), receives: 0 });
    if (whenHandled !== undefined) waitingForHandled.set(id, whenHandled);
    setImmediate(pump);
  }

  return {
    name: 'the queue of pokes',
    enqueue,
    pump,
    idle,
    waiting: () => kept.values().length,
    next() {
      if (clock.frozen() && inFlight.size > 0) return Promise.resolve(clock.now());
      if (inFlight.size >= atOnce) return Promise.resolve(undefined);
      return Promise.resolve(
        resting().reduce<number | undefined>((first, [, { visibleAt }]) => Math.min(first ?? visibleAt, visibleAt), undefined),
      );
    },
    run: idle,
    close() {
      closed = true;
    },
  };
}

const eventOf = (id: string, message: Message): SQSEvent => ({
  Records: [
    {
      messageId: id,
      receiptHandle: randomUUID(),
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAt),
        SenderId: 'doorstep-local',
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(message.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: pokeQueue,
      awsRegion: region,
    },
  ],
});
