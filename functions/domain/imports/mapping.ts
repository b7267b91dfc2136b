/** By which column of a file says what: data, for each system that brings records. */
import * as z from 'zod';
import { ImportKind } from './import.ts';

const Path = z
  .string()
  .regex(
    /^(id|name|firstName|address|animals|phones|duties|roles|mobile|email|pupil\.(id|name|onRoll)|adults\.[1-9]\.(id|name|title|relationship|parentalResponsibility|phones))$/,
    'a field of a record',
  );

export const Mapping = z.strictObject({
  system: z.string().regex(/^[a-z0-9][a-z0-9-]{0,19}$/),
  kind: ImportKind,
  /** Where it is documented. */
  source: z.string(),
  /** What stands under the name of a column. Several that lead to one field are put together in this order. */
  columns: z.record(
    z.string(),
    z.union([
      Path,
      z.strictObject({
        to: z.union([Path, z.array(Path).min(1)]),
        /** What its values mean, in any letters. One that is not here is refused. */
        values: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])).optional(),
      }),
    ]),
  ),
  /** Columns that are known and of no use here. Any other is a mistake. */
  ignored: z.union([z.literal('all'), z.array(z.string())]).default([]),
  /** Without these there is no telling whose row it is. */
  needed: z.array(z.string()).min(1),
  /** Only rows in which a column says this. */
  only: z.record(z.string(), z.array(z.string())).default({}),
  /** What every row of it is given. */
  given: z.record(z.string(), z.unknown()).default({}),
});
export type Mapping = Readonly<z.infer<typeof Mapping>>;

export interface RowFault {
  readonly pointer: string;
  readonly message: string;
}

type Value = string | boolean | readonly string[];

/** What a file's line of names lacks, or has that nobody knows. */
export function faultsOfNames(names: readonly string[], { columns, ignored, needed }: Mapping): readonly RowFault[] {
  const known = (name: string): boolean => name in columns || ignored === 'all' || ignored.includes(name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  return [
    ...needed.filter((name) => !names.includes(name)).map((name) => ({ pointer: `/columns/${name}`, message: 'this column is needed' })),
    ...names
      .filter((name) => !known(name))
      .map((name) => ({ pointer: `/columns/${name}`, message: 'there is no such column: take it out, or give it its name' })),
    ...twice.map((name) => ({ pointer: `/columns/${name}`, message: 'this column is there twice' })),
  ];
}

const joinedBy = (path: string): string => (path === 'address' ? ', ' : ' ');
const isList = (path: string): boolean => /(^|\.)(phones|duties|roles)$/.test(path);

/** A row as a record, by the mapping. Empty cells say nothing. Undefined: it is none of the rows that are meant. */
export function recordIn(
  cells: Readonly<Record<string, string>>,
  { columns, only, given }: Mapping,
): { readonly record: Readonly<Record<string, unknown>>; readonly faults: readonly RowFault[] } | undefined {
  for (const [column, wanted] of Object.entries(only)) if (!wanted.includes((cells[column] ?? '').trim())) return undefined;
  const faults: RowFault[] = [];
  const fields = new Map<string, Value[]>();
  for (const [column, target] of Object.entries(columns)) {
    const cell = (cells[column] ?? '').trim();
    if (cell === '') continue;
    const { to, values } = typeof target === 'string' ? { to: target, values: undefined } : target;
    const value = values === undefined ? cell : meaningIn(values, cell);
    if (value === undefined) faults.push({ pointer: `/columns/${column}`, message: `one of ${Object.keys(values ?? {}).join(', ')}` });
    else for (const path of [to].flat()) fields.set(path, [...(fields.get(path) ?? []), value]);
  }
  const record: Record<string, unknown> = { ...given };
  for (const [path, all] of fields) put(record, path, together(path, all));
  return { record, faults };
}

function meaningIn(values: Readonly<Record<string, Value>>, cell: string): Value | undefined {
  return Object.entries(values).find(([name]) => name.toLowerCase() === cell.toLowerCase())?.[1];
}

function together(path: string, all: readonly Value[]): unknown {
  if (isList(path))
    return all
      .flatMap((value) =>
        typeof value === 'string' ? value.split(/[;|]/).map((part) => part.trim()) : typeof value === 'boolean' ? [] : value,
      )
      .filter((one) => one !== '');
  const [first] = all;
  return all.length === 1 || typeof first !== 'string' ? first : all.join(joinedBy(path));
}

/** `adults.1.name` is the first adult's, `pupil.name` the one child's of the row. */
function put(record: Record<string, unknown>, path: string, value: unknown): void {
  const [head = '', ...rest] = path.split('.');
  const [place, field] = rest;
  if (place === undefined) {
    record[head] = value;
    return;
  }
  // What is put here is made here, of this form.
  if (field === undefined) {
    const parts = (record[head] ??= {}) as Record<string, unknown>;
    parts[place] = value;
    return;
  }
  const list = (record[head] ??= {}) as Record<string, Record<string, unknown>>;
  (list[place] ??= {})[field] = value;
}
