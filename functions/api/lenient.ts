import * as z from 'zod';

/** How much of what could not be read is kept, in characters: of one field, and of all together. */
const keptOfField = 2000;
const keptInAll = 4000;
const longestName = 100;

/** What could be read of a body, and what could not, by name, as it was sent. */
export interface Leniently {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly unread: Readonly<Record<string, string>>;
}

type Unread = Map<string, string>;

/**
 * Reads what can be read, field by field, and never refuses: somebody is in a stranger's house and says it once. `value` is
 * the body, `undefined` where `text` is not JSON.
 */
export function readLeniently(schema: z.ZodObject, { value, text }: { readonly value: unknown; readonly text: string }): Leniently {
  if (!isFields(value)) return { fields: {}, unread: { body: cut(text, keptOfField) } };
  const unread: Unread = new Map();
  const fields = readFields(schema, value, '', unread);
  return { fields, unread: withinReason(unread) };
}

function readFields(schema: z.ZodObject, sent: Readonly<Record<string, unknown>>, under: string, unread: Unread): Record<string, unknown> {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const read = Object.entries(sent).map(([name, value]): readonly [string, unknown] => {
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (field !== undefined) return [name, readField(field, value, under + name, unread)];
    leaveUnread(unread, under + name, value);
    return [name, undefined];
  });
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The field's value, or `undefined` where it is kept as unread. */
function readField(field: z.core.$ZodType, value: unknown, name: string, unread: Unread): unknown {
  const whole = z.safeParse(field, value);
  if (whole.success) return whole.data;
  const part = typeof value === 'string' ? readTooLong(field, value, name, unread) : readParts(innermost(field), value, name, unread);
  if (part === undefined) leaveUnread(unread, name, value);
  return part?.read;
}

/** Words that are only too long are cut, which is said; anything else that is too long would be something else when cut. */
function readTooLong(field: z.core.$ZodType, value: string, name: string, unread: Unread): { readonly read: unknown } | undefined {
  const words = z.safeParse(field, cut(value, keptOfField));
  if (value.length <= keptOfField || !words.success) return undefined;
  unread.set(name, `cut to its first ${keptOfField} of ${value.length} characters`);
  return { read: words.data };
}

/** Of a field that has fields of its own, those that can be read, where they can stand without the others. */
function readParts(field: z.core.$ZodType, value: unknown, name: string, unread: Unread): { readonly read: unknown } | undefined {
  if (!(field instanceof z.ZodObject) || !isFields(value)) return undefined;
  const ofParts: Unread = new Map();
  const parts = z.safeParse(field, readFields(field, value, `${name}.`, ofParts));
  if (!parts.success) return undefined;
  for (const [part, sent] of ofParts) unread.set(part, sent);
  return { read: Object.keys(parts.data).length === 0 ? undefined : parts.data };
}

function leaveUnread(unread: Unread, name: string, value: unknown): void {
  const called = name === '' || name === '__proto__' ? '(no name)' : cut(name, longestName);
  unread.set(called, cut(typeof value === 'string' ? value : JSON.stringify(value), keptOfField));
}

/** The first fields that together are not too long, and how many more there were. */
function withinReason(unread: Unread): Readonly<Record<string, string>> {
  const kept: Unread = new Map();
  let length = 0;
  for (const [name, value] of unread) {
    length += name.length + value.length;
    if (length > keptInAll) {
      kept.set('(more)', `${unread.size - kept.size} more`);
      break;
    }
    kept.set(name, value);
  }
  return Object.fromEntries(kept);
}

function innermost(field: z.core.$ZodType): z.core.$ZodType {
  return field instanceof z.ZodOptional || field instanceof z.ZodDefault ? innermost(field.unwrap()) : field;
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Not in the middle of a character. */
const cut = (text: string, length: number): string => (text.length <= length ? text : text.slice(0, length).toWellFormed());
