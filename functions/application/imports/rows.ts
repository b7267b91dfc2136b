/** The rows of what was sent, read as a stream: as little of it is held as one row takes. */
import { parse } from 'csv-parse';
import { JSONParser } from '@streamparser/json';
import { once } from 'node:events';
import type { Import, ImportKind } from '../../domain/imports/import.ts';
import { faultsOfNames, type Mapping, recordIn, type RowFault } from '../../domain/imports/mapping.ts';

export interface Row {
  /** Its place; the first is 1. */
  readonly row: number;
  readonly record: Readonly<Record<string, unknown>>;
  readonly faults: readonly RowFault[];
}

/** What was sent is no file of rows: where, and what to mend. */
export class NotRows extends Error {
  readonly faults: readonly RowFault[];
  constructor(faults: readonly RowFault[]) {
    super('not rows');
    this.faults = faults;
  }
}

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export const rowsIn = (bytes: Bytes, { kind, format }: Pick<Import, 'kind' | 'format'>, mapping: Mapping): AsyncGenerator<Row> =>
  format === 'csv' ? csvRows(bytes, mapping) : jsonRows(bytes, kind);

async function* csvRows(bytes: Bytes, mapping: Mapping): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    relax_column_count_less: true,
    delimiter: [',', ';', '\t'],
    columns: (names: string[]) => {
      const plain = names.map((name) => name.trim());
      const faults = faultsOfNames(plain, mapping);
      if (faults.length > 0) throw new NotRows(faults);
      return plain;
    },
    max_record_size: 64 * 1024,
  });
  const feeding = feed(bytes, parser);
  feeding.catch(() => undefined);
  const each = (parser as AsyncIterable<Record<string, string>>)[Symbol.asyncIterator]();
  for (let row = 1; ; row += 1) {
    const [next] = await Promise.allSettled([each.next()]);
    if (next.status === 'rejected') throw notRows(next.reason, row);
    if (next.value.done === true) break;
    const found = recordIn(next.value.value, mapping);
    if (found !== undefined) yield { row, ...found };
  }
  await feeding;
}

async function feed(bytes: Bytes, parser: ReturnType<typeof parse>): Promise<void> {
  for await (const chunk of bytes) {
    if (parser.destroyed) return;
    if (!parser.write(chunk)) await once(parser, 'drain');
  }
  parser.end();
}

const notRows = (reason: unknown, row: number): unknown =>
  reason instanceof NotRows ? reason : new NotRows([{ pointer: `/rows/${String(row)}`, message: whatIsWrong(reason) }]);

/** Never with what stands there. */
function whatIsWrong(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.includes('QUOTE')
    ? 'a quotation mark is wrong in this row or the one before: put the whole cell in quotation marks, and double those inside'
    : code.includes('RECORD')
      ? 'this row has more cells than there are columns'
      : 'this is no table of cells with commas between them';
}

async function* jsonRows(bytes: Bytes, kind: ImportKind): AsyncGenerator<Row> {
  const parser = new JSONParser({ paths: [`$.${kind}.*`], keepStack: false });
  let found: unknown[] = [];
  let wrong: Error | undefined;
  parser.onValue = ({ value }) => {
    found.push(value);
  };
  parser.onError = (error) => {
    wrong = error;
  };
  let row = 0;
  for await (const chunk of bytes) {
    parser.write(chunk);
    if (wrong !== undefined) throw new NotRows([{ pointer: '', message: 'this is not JSON: a quote, a comma or a bracket is wrong' }]);
    const some = found;
    found = [];
    for (const value of some) {
      row += 1;
      const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
      yield isRecord
        ? { row, record: { ...value }, faults: [] }
        : { row, record: {}, faults: [{ pointer: '', message: 'a record, in curly brackets' }] };
    }
  }
}
