import { rmSync } from 'node:fs';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { onTestFinished } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { pokeTopic, timerDeadLetters, timerGroup, timerRole } from '../../local/names.ts';
import type { Row } from '../../local/gateway.ts';
import { newDataFolder } from '../support/local-cloud.ts';
import { type Ran, fakeFunctions } from './fake-functions.ts';

export interface TestCloud {
  readonly url: string;
  readonly data: string;
  readonly ran: readonly Ran[];
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Clears every fault. */
  well(): Promise<void>;
  /** Asks the API to poke this visit. */
  poke(visit: string): Promise<void>;
  stop(): Promise<void>;
}

/** A local cloud in this process with functions that only say what reached them, frozen at nine in the morning unless it goes on from `data`. */
export async function cloudAtNine(
  options: { readonly data?: string; readonly routes?: readonly Row[]; readonly schools?: readonly string[] } = {},
): Promise<TestCloud> {
  const { functions, ran } = fakeFunctions();
  const data = options.data ?? newDataFolder();
  const cloud: Cloud = await startCloud({
    port: 0,
    data,
    schools: options.schools ?? [],
    functions,
    ...(options.routes === undefined ? {} : { routes: options.routes }),
  });
  onTestFinished(async () => {
    await cloud.close();
    rmSync(data, { recursive: true, force: true });
  });
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${cloud.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  if (options.data === undefined) await post('/_local/clock', { set: '2030-06-24T09:00:00Z' });
  return {
    url: cloud.url,
    data,
    ran,
    get: async (path) => (await fetch(`${cloud.url}${path}`)).json(),
    post,
    well: async () => {
      await fetch(`${cloud.url}/_local/faults`, { method: 'DELETE' });
    },
    poke: async (visit) => {
      await post('/poke', { school: 'a-school', visit });
    },
    stop: () => cloud.close(),
  };
}

/** Asks Scheduler for a timer that pokes a visit at this time of that day. */
export const timer = (name: string, time: string, visit = name) =>
  new SchedulerClient({}).send(
    new CreateScheduleCommand({
      Name: name,
      GroupName: timerGroup,
      ScheduleExpression: `at(2030-06-24T${time})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: pokeTopic,
        RoleArn: timerRole,
        Input: JSON.stringify({ school: 'a-school', visit }),
        DeadLetterConfig: { Arn: timerDeadLetters },
      },
    }),
  );
