import { rmSync } from 'node:fs';
import type { LocalClock } from '../../local/clock.ts';
import { openDeadLetters } from '../../local/dead-letters.ts';
import { dynamodbStandIn } from '../../local/dynamodb.ts';
import { createFaults, Fault } from '../../local/faults.ts';
import { openJournal } from '../../local/journal.ts';
import { timerGroup } from '../../local/names.ts';
import { openNotify } from '../../local/notify.ts';
import { openOutbox } from '../../local/outbox.ts';
import { openPutOff } from '../../local/put-off.ts';
import { openScheduler } from '../../local/scheduler.ts';
import { openSns } from '../../local/sns.ts';
import { serveStandIn, type StandIn, type WireRequest } from '../../local/wire.ts';
import { newDataFolder } from '../support/local-cloud.ts';
import { at } from '../support/samples.ts';

/** A client's way to a stand-in, one attempt a call. */
export const connectionTo = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

/** The local cloud's SNS and Scheduler on ports of their own, at nine in the morning. */
export async function openStandIns() {
  const folder = newDataFolder();
  const journal = openJournal(folder);
  let now = Date.parse(at('09:00'));
  const clock: LocalClock = { now: () => now, frozen: () => true, freezeAt: () => undefined, release: () => undefined };
  const faults = createFaults();
  const outbox = openOutbox(journal, clock);
  const putOffs = openPutOff(journal, clock, () => undefined);
  /** What reached the queue of pokes. */
  const queued: string[] = [];
  const sns = openSns({ journal, outbox, putOffs, enqueue: (body) => queued.push(body) });
  const scheduler = openScheduler({
    journal,
    clock,
    faults,
    putOffs,
    deadLetters: openDeadLetters(journal, clock),
    group: timerGroup,
    deliver: sns.deliver,
    changed: () => undefined,
  });
  /** What Notify called back with. */
  const calledBack: string[] = [];
  const notify = openNotify({
    journal,
    clock,
    faults,
    outbox,
    putOffs,
    callBack: async (body) => {
      calledBack.push(body);
      return 204;
    },
    changed: () => undefined,
    report: (problem) => {
      throw problem;
    },
  });
  const asked: WireRequest[] = [];
  const servers = await Promise.all(
    [sns.standIn, scheduler.standIn, notify.standIn].map((standIn) => serveStandIn(writingDown(standIn, asked), faults)),
  );
  return {
    sns,
    scheduler,
    notify,
    outbox,
    queued,
    calledBack,
    /** Every request that was let through, in order. */
    asked,
    /** Lets so many milliseconds go by. */
    pass(milliseconds: number): void {
      now += milliseconds;
    },
    urls: { sns: servers[0]!.url, scheduler: servers[1]!.url, notify: servers[2]!.url },
    /** What the next request of this kind meets. */
    fault(service: 'sns' | 'notify' | 'scheduler', fault: Fault['fault'], operation?: string): void {
      faults.add(Fault.parse({ service, fault, operation }));
    },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await notify.idle();
      notify.close();
      journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type StandIns = Awaited<ReturnType<typeof openStandIns>>;

const writingDown = (standIn: StandIn, asked: WireRequest[]): StandIn => ({
  ...standIn,
  perform(request) {
    asked.push(request);
    return standIn.perform(request);
  },
});

/** The local cloud's way to a database, on which requests fail and answers are lost. */
export async function faultsBefore(database: string) {
  const faults = createFaults();
  const server = await serveStandIn(dynamodbStandIn(database), faults);
  return {
    url: server.url,
    fail: (): void => {
      faults.clear();
      // As often as the client tries by itself.
      faults.add(Fault.parse({ service: 'dynamodb', fault: 'error', times: 3 }));
    },
    loseAnswer: (): void => {
      faults.add(Fault.parse({ service: 'dynamodb', fault: 'lost-answer' }));
    },
    close: () => server.close(),
  };
}
