import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import { beginImport, importsOf, readImport, reportFrom } from '../application/imports/imports.ts';
import { type Import, ImportId, ImportKind, mostBytes, type ReportRow, rowsAtOnce } from '../domain/imports/import.ts';
import { mappingNames } from '../domain/imports/mappings.ts';
import { unpacked } from '../http/body.ts';
import { csv, wantsCsv } from '../http/csv.ts';
import { ok, type Response } from '../http/http.ts';
import { type Fault, faultsOf, invalid, keyReused, notFound, problem, tooLarge } from '../http/problem.ts';
import { answerRead, pageLimit, read } from './ask.ts';
import { type Asked, nameOf, type Operation } from './asked.ts';
import { inSchool } from './in-school.ts';
import { newImportId } from './new-ids.ts';
import { keyFaults, keyIn, pressOf } from './press.ts';
import { Nothing } from './records.ts';

const ImportQuery = z.strictObject({
  /** Whether its rows are homes, each with a child, or members of the staff. */
  kind: ImportKind,
  /** By which names of columns a file goes: our own, or another system's. */
  mapping: z.enum(mappingNames).default('doorstep'),
});

/** `POST …/import`: kept at once, and done bit by bit within the next minutes. */
export const bringIn: Operation = {
  query: ImportQuery,
  key: 'needed',
  longest: mostBytes,
  answer: inSchoolWithQuery(async (deps, asked, { kind, mapping }, school) => {
    const sent = bodyIn(asked);
    if ('problem' in sent) return sent.problem;
    const { key = { id: '', body: '' } } = pressOf(asked);
    const { caller } = asked;
    const id = newImportId(school.id, keyIn(asked) ?? '');
    const begun = await beginImport(deps, school.id, {
      ...{ id, kind, mapping, format: sent.format, body: sent.body, by: nameOf(caller), press: key },
      ...(caller.kind === 'machine' ? { machine: caller.scope === 'write' ? 'write' : 'read' } : {}),
    });
    switch (begun.outcome) {
      case 'begun':
        return ok(shownImport(id, begun.import), { status: 202, headers: { location: `/v1/schools/${school.id}/imports/${id}` } });
      case 'key-reused':
        return keyReused;
      case 'wrong':
        return invalid(begun.faults);
    }
  }),
};

/** The query is read, and whether there is a key, before anything else. */
function inSchoolWithQuery(answer: Parameters<typeof inSchool<z.infer<typeof ImportQuery>>>[0]): Operation['answer'] {
  const answering = inSchool(answer);
  return async (deps, asked) => {
    const query = ImportQuery.safeParse(asked.request.query);
    const faults: readonly Fault[] = [...keyFaults(asked), ...(query.success ? [] : faultsOf(query.error.issues, ['query']))];
    return query.success && faults.length === 0 ? answering(deps, asked, query.data) : invalid(faults);
  };
}

type Body = { readonly format: Import['format']; readonly body: Uint8Array } | { readonly problem: Response };

function bodyIn({ request }: Asked): Body {
  const type = request.headers['content-type'] ?? 'application/json';
  const format = /^text\/csv\b/i.test(type) ? 'csv' : /^application\/(?:[\w.-]+\+)?json\b/i.test(type) ? 'json' : undefined;
  if (format === undefined)
    return { problem: problem({ type: 'unsupported-media-type', detail: 'Send rows as JSON, or as text/csv with a line of names.' }) };
  const body = unpacked(request, mostBytes);
  if (body === undefined) return { problem: tooLarge('It may be 5 MB long, unpacked: send it in several imports.') };
  return isUtf8(body)
    ? { format, body }
    : {
        problem: invalid([{ pointer: '', message: 'this is not UTF-8: save it as “CSV UTF-8”, for names with accents would be spoiled' }]),
      };
}

const shownImport = (id: string, { kind, mapping, by, at, rows, done, counts, endedAt }: Import) => ({
  ...{ id, kind, mapping, by, at, rows, done, counts },
  state: endedAt !== undefined ? 'done' : done > 0 ? 'running' : 'waiting',
  endedAt: endedAt ?? null,
});

/** `GET …/imports`: those of the last thirty days, the newest first. */
export const listImports = read(
  Nothing,
  inSchool(async (deps, asked, _, { id }) =>
    answerRead(asked, { imports: (await importsOf(deps, id)).map((one) => shownImport(one.id, one)) }),
  ),
);

/** `GET …/imports/{import}`: how far it is, and what became of each row. */
export const readOneImport = read(
  z.strictObject({
    /** After which row the report goes on. */
    after: z
      .string()
      .regex(/^\d{1,5}$/, 'the number of a row')
      .transform(Number)
      .optional(),
    limit: pageLimit(100),
  }),
  inSchool(async (deps, asked, { after = 0, limit }, school) => {
    const id = ImportId.safeParse(asked.request.params['import']);
    const found = id.success ? await readImport(deps, school.id, id.data) : undefined;
    if (!id.success || found === undefined) return notFound;
    if (wantsCsv(asked.request.headers['accept']))
      return reportAsCsv(id.data, await rowsOf(deps, school.id, id.data, found, 0, found.rows));
    const rows = await rowsOf(deps, school.id, id.data, found, after, limit);
    const last = rows.at(-1)?.row ?? after;
    return answerRead(asked, {
      ...shownImport(id.data, found),
      report: rows,
      ...(rows.length > 0 && last < found.done ? { next: String(last) } : {}),
    });
  }),
);

async function rowsOf(
  deps: Parameters<typeof reportFrom>[0],
  school: string,
  id: string,
  { done }: Import,
  after: number,
  limit: number,
): Promise<readonly ReportRow[]> {
  const rows: ReportRow[] = [];
  for (let page = Math.floor((after + 1) / rowsAtOnce); page * rowsAtOnce <= done && rows.length < limit; page += 1)
    rows.push(...(await reportFrom(deps, school, id, page)).filter(({ row }) => row > after));
  return rows.slice(0, limit);
}

const reportAsCsv = (id: string, rows: readonly ReportRow[]): Response =>
  csv(
    id,
    ['row', 'id', 'outcome', 'errors'],
    rows.map(({ row, id: record = '', outcome, errors = [] }) => [
      String(row),
      record,
      outcome,
      errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; '),
    ]),
  );
