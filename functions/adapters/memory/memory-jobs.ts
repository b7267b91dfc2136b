import type { Job, JobRef, Jobs } from '../../ports/jobs.ts';
import { type Faults, faultSwitch } from './faults.ts';

export function memoryJobs(): Jobs & Faults {
  const jobs = new Map<string, Job>();
  const parts = new Map<string, Uint8Array>();
  const { around, ...faults } = faultSwitch();
  const nameOf = ({ school, kind, id }: JobRef): string => `${school}/${kind}/${id}`;
  // As it would come out of a table.
  const kept = (job: Job): Job => ({ ...job, body: JSON.parse(JSON.stringify(job.body)) });
  const byDueAt = (): readonly (Job & { readonly dueAt: NonNullable<Job['dueAt']> })[] =>
    [...jobs.values()]
      .flatMap((job) => (job.dueAt === undefined ? [] : [{ ...job, dueAt: job.dueAt }]))
      .toSorted((a, b) => (`${a.dueAt}#${nameOf(a)}` < `${b.dueAt}#${nameOf(b)}` ? -1 : 1));
  return {
    ...faults,
    add: (job) =>
      around('add', () => {
        if (jobs.has(nameOf(job))) return 'there already';
        jobs.set(nameOf(job), kept({ ...job, version: 1 }));
        return 'added';
      }),
    read: (ref) =>
      around('read', () => {
        const job = jobs.get(nameOf(ref));
        return job && kept(job);
      }),
    list: (school, kind, { after, limit, beginning = '', backwards = false }) =>
      around('list', () =>
        [...jobs.values()]
          .filter((job) => nameOf(job).startsWith(`${school}/${kind}/${beginning}`))
          .filter(({ id }) => after === undefined || (backwards ? id < after : id > after))
          .toSorted((a, b) => (a.id < b.id === backwards ? 1 : -1))
          .slice(0, limit)
          .map(kept),
      ),
    change: (job) =>
      around('change', () => {
        if (jobs.get(nameOf(job))?.version !== job.version) return 'conflict';
        jobs.set(nameOf(job), kept({ ...job, version: job.version + 1 }));
        return 'written';
      }),
    due: (until, limit) =>
      around('due', () =>
        byDueAt()
          .filter(({ dueAt }) => dueAt <= until)
          .slice(0, limit)
          .map(({ school, kind, id }) => ({ school, kind, id })),
      ),
    putPart: (ref, name, bytes) =>
      around('putPart', () => {
        parts.set(`${nameOf(ref)}/${name}`, Uint8Array.from(bytes));
      }),
    part: (ref, name) => around('part', () => parts.get(`${nameOf(ref)}/${name}`)),
  };
}
