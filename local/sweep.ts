import { randomUUID } from 'node:crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import type { LocalClock } from './clock.ts';
import { type Faults, ofDeliveries } from './faults.ts';
import type { Lambda } from './lambda.ts';
import { account, region } from './names.ts';
import type { PutOffs } from './put-off.ts';
import type { Source } from './timeline.ts';

/**
 * The rule that runs the sweep every so many milliseconds. While time is moved by hand it runs only where something is
 * due: `firstDue` answers when the table next has something to look at, after so long.
 */
export function createSweep(parts: {
  clock: LocalClock;
  faults: Faults;
  putOffs: PutOffs;
  every: number;
  sweep: Lambda;
  firstDue: (last: number) => Promise<number | undefined>;
  report: (problem: unknown) => void;
}): Source {
  const { clock, faults, putOffs, every, sweep, firstDue, report } = parts;
  let last = Math.floor(clock.now() / every) * every;

  putOffs.does('sweep', () => invoke());

  async function invoke(): Promise<void> {
    try {
      await sweep.invoke(eventAt(clock.now()));
    } catch (problem) {
      report(problem);
    }
  }

  return {
    name: 'the sweep',
    async next() {
      const soonest = last + every;
      if (!clock.frozen()) return soonest;
      const due = await firstDue(last);
      return due === undefined ? undefined : Math.max(Math.ceil(Math.max(due, clock.now()) / every) * every, soonest);
    },
    async run() {
      last = Math.floor(clock.now() / every) * every;
      const fault = faults.take('sweep', ['sweep'], ofDeliveries);
      switch (fault?.fault) {
        case 'error':
        case 'throttle':
        case 'silent':
        case 'off':
          return;
        case 'late':
          putOffs.putOff('sweep', '', fault.by);
          return;
        case 'duplicate':
          putOffs.putOff('sweep', '', fault.by);
          break;
        case 'lost-answer':
          await invoke();
          break;
        case undefined:
      }
      await invoke();
    },
  };
}

const eventAt = (now: number): EventBridgeEvent<'Scheduled Event', Record<string, never>> => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: `${new Date(now).toISOString().slice(0, 19)}Z`,
  region,
  resources: [`arn:aws:events:${region}:${account}:rule/doorstep-sweep`],
  detail: {},
});
