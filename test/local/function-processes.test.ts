import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asTheCodeSays } from '../../local/deployment.ts';
import { deployedFunctions } from '../../local/function-processes.ts';
import type { DeployedFunction } from '../../local/template.ts';

const folder = mkdtempSync(join(tmpdir(), 'doorstep-'));
writeFileSync(
  join(folder, 'index.mjs'),
  `export const handler = async (event, context) => {
    if (event.never) return new Promise(() => undefined);
    if (event.wants) return import(event.wants).then(() => 'found', ({ code }) => code);
    if (event.fails) throw new Error('on purpose');
    return { pid: process.pid, told: Object.keys(process.env), table: process.env.TABLE, at: new Date().toISOString(), name: context.functionName };
  };`,
);
const of = (id: string): DeployedFunction => ({ id, name: id, folder, handler: 'index.handler', environment: { TABLE: `table-of-${id}` } });
const now = '2027-06-22T13:00:00.000Z';
const { handlers, close } = deployedFunctions(
  {
    deployment: asTheCodeSays,
    functions: { api: of('api'), pages: of('pages'), overdueCheck: of('overdue-check'), sweep: of('sweep') },
    resolve: (value) => String(value),
  },
  {
    url: 'http://localhost',
    addresses: {},
    outside: {},
    clock: { now: () => Date.parse(now), frozen: () => true, freezeAt: () => undefined, release: () => undefined },
  },
);
afterAll(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

const context = {
  ...{ awsRequestId: '1', callbackWaitsForEmptyEventLoop: true, functionName: 'sweep', functionVersion: '$LATEST', invokedFunctionArn: '' },
  ...{ memoryLimitInMB: '512', logGroupName: '', logStreamName: '' },
};
const run = (which: keyof typeof handlers, event: object = {}, remaining = 30_000): Promise<unknown> =>
  handlers[which](event, { ...context, getRemainingTimeInMillis: () => remaining });

describe('a function that would be deployed', () => {
  it('runs in the local cloud’s time, told what the template and Lambda tell it and nothing of this machine', async () => {
    const answer = await run('sweep');
    expect(answer).toMatchObject({ table: 'table-of-sweep', at: now, name: 'sweep' });
    expect(answer).toMatchObject({ told: expect.not.arrayContaining(['PATH', 'HOME', 'VITEST']) as unknown });
  });

  it('is one process for the next event, and another where that is busy or of another function', async () => {
    const pidOf = async (answer: Promise<unknown>): Promise<unknown> => (await (answer as Promise<{ pid: number }>)).pid; // the handler above answers so
    const first = await pidOf(run('sweep'));
    expect(await pidOf(run('sweep'))).toBe(first);
    const both = await Promise.all([pidOf(run('sweep')), pidOf(run('sweep'))]);
    expect(new Set(both).size).toBe(2);
    expect(both).not.toContain(await pidOf(run('api')));
  });

  it('finds no library that its asset does not hold', async () => {
    expect(await run('sweep', { wants: 'zod' })).toBe('ERR_MODULE_NOT_FOUND');
  });

  it('fails as it fails, and is ended when it is out of time; the next event is served all the same', async () => {
    await expect(run('api', { fails: true })).rejects.toThrow('on purpose');
    await expect(run('api', { never: true }, 20)).rejects.toThrow('api ended before it answered');
    expect(await run('api')).toMatchObject({ table: 'table-of-api' });
  });
});
