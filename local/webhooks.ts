import * as z from 'zod';
import type { LocalClock } from './clock.ts';

/** What was told to an address outside, which hears nothing of it: here it is kept instead. */
export interface Told {
  readonly n: number;
  readonly at: string;
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What was answered. */
  readonly status: number;
}

export const WebhookAnswer = z.strictObject({ status: z.int().min(200).max(599) });

export interface Webhooks {
  take(to: string, headers: Readonly<Record<string, unknown>>, body: string): number;
  /** From now on every address answers so: 204 until somebody says otherwise. */
  answer(status: number): void;
  after(n: number): readonly Told[];
}

/** So much later, in milliseconds, what happened is told: a change is shown once it is so old. */
export const newsTakes = 60_000;
const mostKept = 1_000;

export function openWebhooks(clock: LocalClock): Webhooks {
  const told: Told[] = [];
  let last = 0;
  let answering = 204;
  return {
    take(to, headers, body) {
      const ours = Object.entries(headers).filter(([name]) => name.startsWith('webhook-') || name === 'content-type');
      last += 1;
      told.push({
        ...{ n: last, at: new Date(clock.now()).toISOString(), to },
        headers: Object.fromEntries(ours.map(([name, value]) => [name, String(value)])),
        ...{ body, status: answering },
      });
      if (told.length > mostKept) told.shift();
      return answering;
    },
    answer: (status) => {
      answering = status;
    },
    after: (n) => told.filter((one) => one.n > n),
  };
}
