import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoJobs } from '../../functions/adapters/aws/dynamo-jobs.ts';
import { memoryJobs } from '../../functions/adapters/memory/memory-jobs.ts';
import type { Job, Jobs } from '../../functions/ports/jobs.ts';
import { type Engine, startDynamo } from '../support/dynalite.ts';
import { at } from '../support/samples.ts';

const job = (school: string, id: string, more: Partial<Job> = {}): Omit<Job, 'version'> => ({
  ...{ school, kind: 'import', id, body: { rows: 2 } },
  ...more,
});

function jobsContract(open: () => Jobs): void {
  it('is there once, and is read as it was written', async () => {
    const jobs = open();
    expect(await jobs.add(job('s1', 'i-1', { dueAt: at('09:00') }))).toBe('added');
    expect(await jobs.add(job('s1', 'i-1', { body: 'other' }))).toBe('there already');
    expect(await jobs.read({ school: 's1', kind: 'import', id: 'i-1' })).toMatchObject({
      version: 1,
      dueAt: at('09:00'),
      body: { rows: 2 },
    });
    expect(await jobs.read({ school: 's1', kind: 'import', id: 'i-2' })).toBeUndefined();
  });

  it('is changed by one writer of those who read the same', async () => {
    const jobs = open();
    await jobs.add(job('s2', 'i-1', { dueAt: at('09:00') }));
    const read = (await jobs.read({ school: 's2', kind: 'import', id: 'i-1' }))!;
    expect(await jobs.change({ ...read, body: { rows: 3 } })).toBe('written');
    expect(await jobs.change({ ...read, body: { rows: 4 } })).toBe('conflict');
    expect(await jobs.read(read)).toMatchObject({ version: 2, body: { rows: 3 } });
  });

  it('is due from its time on, the oldest first, and no more once nothing is left to do', async () => {
    const jobs = open();
    for (const [id, time] of [
      ['i-1', '09:02'],
      ['i-2', '09:01'],
      ['i-3', '09:03'],
    ] as const)
      await jobs.add(job('s3', id, { dueAt: at(time) }));
    const due = async (time: string, limit = 10) =>
      (await jobs.due(at(time), limit)).filter(({ school }) => school === 's3').map(({ id }) => id);
    expect(await due('09:02')).toEqual(['i-2', 'i-1']);
    const { dueAt: _, ...done } = (await jobs.read({ school: 's3', kind: 'import', id: 'i-2' }))!;
    await jobs.change(done);
    expect(await due('09:59')).toEqual(['i-1', 'i-3']);
  });

  it('is listed by its school and kind, in order of their ids, a page at a time', async () => {
    const jobs = open();
    for (const id of ['i-2', 'i-1', 'i-10', 'j-1']) await jobs.add(job('s4', id));
    await jobs.add(job('s4x', 'i-3'));
    const ids = async (page: Parameters<Jobs['list']>[2]) => (await jobs.list('s4', 'import', page)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).toEqual(['i-1', 'i-10', 'i-2', 'j-1']);
    expect(await ids({ limit: 2 })).toEqual(['i-1', 'i-10']);
    expect(await ids({ after: 'i-1', limit: 2 })).toEqual(['i-10', 'i-2']);
    expect(await ids({ after: 'j-1', limit: 2 })).toEqual([]);
  });

  it('is listed from the last to the first as well, and those alone whose ids begin so', async () => {
    const jobs = open();
    for (const id of ['w-1.10', 'w-1.11', 'w-1.12', 'w-10.1', 'w-2.1']) await jobs.add(job('s6', id));
    const ids = async (page: Parameters<Jobs['list']>[2]) => (await jobs.list('s6', 'import', page)).map(({ id }) => id);
    expect(await ids({ limit: 10, beginning: 'w-1.' })).toEqual(['w-1.10', 'w-1.11', 'w-1.12']);
    expect(await ids({ limit: 2, beginning: 'w-1.', backwards: true })).toEqual(['w-1.12', 'w-1.11']);
    expect(await ids({ limit: 2, beginning: 'w-1.', backwards: true, after: 'w-1.11' })).toEqual(['w-1.10']);
    expect(await ids({ limit: 1, beginning: 'w-1.', after: 'w-1.10' })).toEqual(['w-1.11']);
    expect(await ids({ limit: 10, backwards: true })).toEqual(['w-2.1', 'w-10.1', 'w-1.12', 'w-1.11', 'w-1.10']);
    expect(await ids({ limit: 10, beginning: 'w-3.' })).toEqual([]);
  });

  it('has parts of its own, bytes as they were', async () => {
    const jobs = open();
    const ref = { school: 's5', kind: 'import', id: 'i-1' } as const;
    await jobs.putPart(ref, 'body-1', Uint8Array.of(0, 255, 7), at('10:00'));
    expect([...((await jobs.part(ref, 'body-1')) ?? [])]).toEqual([0, 255, 7]);
    expect(await jobs.part(ref, 'body-2')).toBeUndefined();
    expect(await jobs.part({ ...ref, id: 'i-2' }, 'body-1')).toBeUndefined();
  });
}

describe('a job in memory', () => {
  jobsContract(memoryJobs);
});

describe('a job in the table', () => {
  let engine: Engine;
  let jobs: Jobs;
  beforeAll(async () => {
    engine = await startDynamo();
    jobs = dynamoJobs(await engine.table());
  });
  afterAll(async () => engine.close());
  jobsContract(() => jobs);
});
