/** Bringing records in: what was sent is kept at once, and done bit by bit; what is cut off is gone on with. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { Import, mostRows, none, type Outcome, ReportRow, rowsAtOnce } from '../../domain/imports/import.ts';
import { type MappingName, mappingOf } from '../../domain/imports/mappings.ts';
import type { Mapping, RowFault } from '../../domain/imports/mapping.ts';
import { type Instant, lengthInMilliseconds, plusMilliseconds } from '../../domain/time.ts';
import type { Job, JobRef } from '../../ports/jobs.ts';
import type { Deps } from '../deps.ts';
import { readSchool } from '../school.ts';
import { idOfRow, keepRow, type Phone, recordSchemas } from './records.ts';
import { NotRows, type Row, rowsIn } from './rows.ts';

const keptFor = lengthInMilliseconds('P30D');
/** Longer than a function has: whoever had it is no more. */
const leaseFor = lengthInMilliseconds('PT2M');
const partSize = 256 * 1024;
const atOnce = 10;

export type Begun =
  | { readonly outcome: 'begun'; readonly id: string; readonly import: Import }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'wrong'; readonly faults: readonly RowFault[] };

export interface Asked extends Pick<Import, 'kind' | 'format' | 'by' | 'press'> {
  readonly id: string;
  readonly mapping: MappingName;
  readonly machine?: Import['machine'];
  readonly body: Uint8Array;
}

/** Keeps what was sent, once it is known to be rows. The same press again finds it there. */
export async function beginImport(
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  school: string,
  { id, mapping, body, ...asked }: Asked,
): Promise<Begun> {
  const ref: JobRef = { school, kind: 'import', id };
  const before = await jobs.read(ref);
  if (before !== undefined) {
    const known = Import.parse(before.body);
    return known.press.body === asked.press.body ? { outcome: 'begun', id, import: known } : { outcome: 'key-reused' };
  }
  const counted = await countRows(body, asked, mappingOf(mapping, asked.kind));
  if ('faults' in counted) return { outcome: 'wrong', faults: counted.faults };
  const at = clock.now();
  const forgetAt = plusMilliseconds(at, keptFor);
  const packed = gzipSync(body);
  const parts = Math.ceil(packed.byteLength / partSize);
  // Before the job that reads them.
  for (let n = 0; n < parts; n += 1) await jobs.putPart(ref, bodyPart(n), packed.subarray(n * partSize, (n + 1) * partSize), forgetAt);
  const made: Import = { ...asked, mapping, at, parts, rows: counted.rows, done: 0, counts: none };
  await jobs.add({ ...ref, dueAt: at, forgetAt, body: made });
  return { outcome: 'begun', id, import: made };
}

async function countRows(
  body: Uint8Array,
  asked: Pick<Import, 'kind' | 'format'>,
  mapping: Mapping,
): Promise<{ readonly rows: number } | { readonly faults: readonly RowFault[] }> {
  let rows = 0;
  const [read] = await Promise.allSettled([
    (async () => {
      for await (const { row } of rowsIn(piecesOf(body), asked, mapping)) {
        rows = row;
        if (rows > mostRows) return;
      }
    })(),
  ]);
  if (read.status === 'rejected') {
    if (read.reason instanceof NotRows) return { faults: read.reason.faults };
    throw read.reason;
  }
  if (rows === 0)
    return {
      faults: [
        {
          pointer: '',
          message: asked.format === 'csv' ? 'there is no row under the line of names' : `there is nothing in "${asked.kind}"`,
        },
      ],
    };
  return rows > mostRows
    ? { faults: [{ pointer: '', message: `at most ${String(mostRows)} rows: send the rest as another import` }] }
    : { rows };
}

function* piecesOf(body: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < body.byteLength; from += 64 * 1024) yield body.subarray(from, from + 64 * 1024);
}

const bodyPart = (n: number): string => `body-${String(n).padStart(3, '0')}`;
const reportPart = (n: number): string => `report-${String(n).padStart(4, '0')}`;

export const readImport = async ({ jobs }: Pick<Deps, 'jobs'>, school: string, id: string): Promise<Import | undefined> => {
  const job = await jobs.read({ school, kind: 'import', id });
  return job && Import.parse(job.body);
};

/** Every import of a school that is still kept, the newest first. */
export async function importsOf({ jobs }: Pick<Deps, 'jobs'>, school: string): Promise<readonly (Import & { readonly id: string })[]> {
  const found: (Import & { readonly id: string })[] = [];
  for (let after: string | undefined; ;) {
    const page: readonly Job[] = await jobs.list(school, 'import', { limit: 100, ...(after === undefined ? {} : { after }) });
    found.push(...page.map(({ id, body }) => ({ ...Import.parse(body), id })));
    after = page.at(-1)?.id;
    if (page.length < 100) return found.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  }
}

/** The rows of the report from one on, as many as were seen to at once. */
export async function reportFrom({ jobs }: Pick<Deps, 'jobs'>, school: string, id: string, page: number): Promise<readonly ReportRow[]> {
  const bytes = await jobs.part({ school, kind: 'import', id }, reportPart(page));
  return bytes === undefined ? [] : ReportRow.array().parse(JSON.parse(gunzipSync(bytes).toString('utf8')));
}

/** Goes on with an import until it is done or the time is. `taken`: somebody else has it. */
export async function runImport(
  deps: Pick<Deps, 'jobs' | 'schools' | 'clock'>,
  ref: JobRef,
  until: Instant,
  phone: Phone,
): Promise<'done' | 'more' | 'taken'> {
  const job = await leased(deps, ref);
  if (job === undefined) return 'taken';
  let mine = job;
  let state = Import.parse(job.body);
  const school = await readSchool(deps.schools, ref.school);
  if (school === undefined) return 'taken';
  const mapping = mappingOf(state.mapping as MappingName, state.kind);
  const keeper = {
    school,
    mapping,
    schemas: recordSchemas(phone),
    writer: { by: state.by, viewer: state.machine === undefined ? { person: state.by } : { machine: state.machine } },
  };
  const note = async (change: Partial<Import>, dueAt: Instant | undefined): Promise<boolean> => {
    const next: Job = { ...mine, body: { ...state, ...change }, dueAt };
    if ((await deps.jobs.change(next)) === 'conflict') return false;
    [mine, state] = [
      { ...next, version: mine.version + 1 },
      { ...state, ...change },
    ];
    return true;
  };
  const lease = (): Instant => plusMilliseconds(deps.clock.now(), leaseFor);

  if (state.endedAt === undefined) {
    for await (const batch of batchesOf(rowsIn(bodyOf(deps, ref, state.parts), state, mapping), state.done)) {
      const report = await keepBatch(deps, keeper, state, batch.rows);
      await deps.jobs.putPart(ref, reportPart(batch.page), gzipSync(JSON.stringify(report)), plusMilliseconds(state.at, keptFor));
      const counts = report.reduce((so, { outcome }) => ({ ...so, [outcome]: so[outcome] + 1 }), state.counts);
      const isOver = deps.clock.now() >= until;
      const done = batch.rows.at(-1)?.row ?? state.done;
      if (!(await note({ done, counts }, isOver ? deps.clock.now() : lease()))) return 'taken';
      if (isOver) return 'more';
    }
    if (!(await note({ endedAt: deps.clock.now() }, lease()))) return 'taken';
  }
  // What was sent is of no more use, and whoever is erased from now on is not to be found in it.
  for (let n = 0; n < state.parts; n += 1) await deps.jobs.putPart(ref, bodyPart(n), new Uint8Array(), deps.clock.now());
  return (await note({}, undefined)) ? 'done' : 'taken';
}

const pageOf = ({ row }: Pick<Row, 'row'>): number => Math.floor(row / rowsAtOnce);

/** The rows after one, page by page of the report: the same pages wherever it is gone on with, so that the report has each row once. */
async function* batchesOf(
  rows: AsyncIterable<Row>,
  done: number,
): AsyncGenerator<{ readonly page: number; readonly rows: readonly Row[] }> {
  let page = 0;
  let batch: Row[] = [];
  for await (const row of rows) {
    if (row.row <= done) continue;
    if (batch.length > 0 && pageOf(row) !== page) {
      yield { page, rows: batch };
      batch = [];
    }
    page = pageOf(row);
    batch.push(row);
  }
  if (batch.length > 0) yield { page, rows: batch };
}

async function leased({ jobs, clock }: Pick<Deps, 'jobs' | 'clock'>, ref: JobRef): Promise<Job | undefined> {
  const job = await jobs.read(ref);
  const now = clock.now();
  if (job?.dueAt === undefined || job.dueAt > now) return undefined;
  const mine = { ...job, dueAt: plusMilliseconds(now, leaseFor) };
  return (await jobs.change(mine)) === 'written' ? { ...mine, version: job.version + 1 } : undefined;
}

async function* bodyOf({ jobs }: Pick<Deps, 'jobs'>, ref: JobRef, parts: number): AsyncGenerator<Uint8Array> {
  const packed: Uint8Array[] = [];
  for (let n = 0; n < parts; n += 1) {
    const part = await jobs.part(ref, bodyPart(n));
    if (part === undefined) throw new Error(`import ${ref.school}/${ref.id}: a part is not there`);
    packed.push(part);
  }
  yield* piecesOf(gunzipSync(Buffer.concat(packed)));
}

/** Rows of one record one after another, of several side by side; all of a school's people are one. */
async function keepBatch(
  deps: Pick<Deps, 'schools' | 'clock'>,
  keeper: Parameters<typeof keepRow>[1],
  { kind, format }: Pick<Import, 'kind' | 'format'>,
  rows: readonly Row[],
): Promise<readonly (ReportRow & { readonly outcome: Outcome })[]> {
  const byRecord = new Map<string, Row[]>();
  for (const row of rows) {
    const whose = kind === 'people' ? '' : (idOfRow(row.record, keeper.mapping)?.id ?? String(row.row));
    byRecord.set(whose, [...(byRecord.get(whose) ?? []), row]);
  }
  const groups = [...byRecord.values()];
  const report: ReportRow[] = [];
  for (let i = 0; i < groups.length; i += atOnce) {
    const some = groups.slice(i, i + atOnce).map(async (group) => {
      for (const { row, record, faults } of group) {
        const done = faults.length > 0 ? { outcome: 'refused' as const, errors: faults } : await keepRow(deps, keeper, kind, record);
        report.push({
          row,
          ...done,
          ...(done.errors === undefined
            ? {}
            : { errors: done.errors.map((one) => (format === 'csv' ? inColumn(one, keeper.mapping) : one)) }),
        });
      }
    });
    await Promise.all(some);
  }
  return report.toSorted((a, b) => a.row - b.row);
}

/** Where in the file a fault stands: by the name of its column, where there is one. */
function inColumn(fault: RowFault, { columns }: Mapping): RowFault {
  const path = fault.pointer
    .slice(1)
    .split('/')
    .map((part, i, all) => (all[i - 1] === 'adults' && /^\d+$/.test(part) ? String(Number(part) + 1) : part))
    .join('.')
    .replace(/^pupils\.0\./, 'pupil.')
    .replace(/\.\d+$/, '');
  const column = Object.entries(columns).find(([, target]) =>
    (typeof target === 'string' ? [target] : [target.to].flat()).includes(path as never),
  );
  return column === undefined ? fault : { pointer: `/columns/${column[0]}`, message: fault.message };
}
