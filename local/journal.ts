import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Things of one kind by key, in the order in which they were first put. */
export interface Collection<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  values(): readonly T[];
  entries(): readonly (readonly [string, T])[];
}

export interface Journal {
  collection<T>(name: string, schema: z.ZodType<T>): Collection<T>;
  close(): void;
}

const Line = z.union([
  z.strictObject({ put: z.string(), key: z.string(), value: z.unknown() }),
  z.strictObject({ delete: z.string(), key: z.string() }),
]);
type Line = z.infer<typeof Line>;

/**
 * What the stand-ins remember, in one file that only grows while it is open: each change is handed to the operating system
 * before anybody is answered, so a killed process loses nothing that it had said. Opening it writes it anew, without what
 * has since been deleted.
 */
export function openJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'journal.ndjson');
  const kept = new Map<string, Map<string, unknown>>();
  for (const line of existsSync(path) ? linesOf(readFileSync(path, 'utf8')) : []) {
    if ('put' in line) kindOf(kept, line.put).set(line.key, line.value);
    else kindOf(kept, line.delete).delete(line.key);
  }
  const fresh = `${path}.new`;
  writeFileSync(fresh, [...kept].flatMap(([put, items]) => [...items].map(([key, value]) => textOf({ put, key, value }))).join(''));
  renameSync(fresh, path);
  const file = openSync(path, 'a');
  let open = true;
  const write = (line: Line): void => {
    if (open) writeSync(file, textOf(line));
  };

  return {
    collection<T>(name: string, schema: z.ZodType<T>): Collection<T> {
      const items = new Map([...kindOf(kept, name)].map(([key, value]) => [key, schema.parse(value)]));
      return {
        get: (key) => items.get(key),
        put(key, value) {
          items.set(key, value);
          write({ put: name, key, value });
        },
        delete(key) {
          if (items.delete(key)) write({ delete: name, key });
        },
        values: () => [...items.values()],
        entries: () => [...items],
      };
    },
    close() {
      open = false;
      closeSync(file);
    },
  };
}

const textOf = (line: Line): string => `${JSON.stringify(line)}\n`;

function kindOf(kept: Map<string, Map<string, unknown>>, name: string): Map<string, unknown> {
  const known = kept.get(name) ?? new Map<string, unknown>();
  kept.set(name, known);
  return known;
}

/** A process that was killed may have left half a line at the end: nobody was answered about that one. */
function linesOf(text: string): readonly Line[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)));
}
