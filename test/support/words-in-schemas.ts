/**
 * Something for each field of a schema, with a mark wherever somebody may write what they like: so that no field can be forgotten
 * in which a name, an address or a word may stand. A field with a form of its own (an id, a time, a number) is given by its name.
 */
import * as z from 'zod';

/** A value for a field, by its path or the end of it (`until`, `training.until`): the longest says it; a function of the path makes one for each; `undefined` leaves it out. */
export type Given = Readonly<Record<string, unknown>>;
/** A mark for what stands there: `note.words`. */
export type MarkFor = (path: string, kind: 'words' | 'phone' | 'email') => string;

interface Filling {
  readonly mark: MarkFor;
  readonly given: Given;
}

/** Absent: left out, where it may be. */
const nothing = Symbol('nothing');

export const filledIn = (schema: z.core.$ZodType, name: string, filling: Filling): unknown => {
  const value = valueOf(schema, name, false, filling);
  return value === nothing ? {} : value;
};

function valueOf(schema: z.core.$ZodType, path: string, mayBeLeftOut: boolean, filling: Filling): unknown {
  const { given, mark } = filling;
  const known = endsOf(path).find((one) => Object.hasOwn(given, one));
  if (known !== undefined) {
    const value = given[known];
    return (typeof value === 'function' ? (value as (path: string) => unknown)(path) : value) ?? nothing; // `Given` says what a function takes
  }
  const inside = (inner: z.core.$ZodType, leaveOut = mayBeLeftOut): unknown => valueOf(inner, path, leaveOut, filling);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return inside(schema.def.innerType, true);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly) return inside(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return inside(schema.def.in);
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries<z.core.$ZodType>(schema.def.shape).flatMap(([name, part]) => {
        const value = valueOf(part, `${path}.${name}`, false, filling);
        return value === nothing ? [] : [[name, value]];
      }),
    );
  if (schema instanceof z.ZodArray) {
    const value = valueOf(schema.def.element, path, mayBeLeftOut, filling);
    return value === nothing ? nothing : [value];
  }
  if (schema instanceof z.ZodUnion) {
    const values = schema.def.options.map((option) => valueOf(option, path, true, filling)).filter((value) => value !== nothing);
    // The longest says the most: of a home, the new one and not its id.
    return values.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0] ?? nothing;
  }
  if (schema instanceof z.ZodRecord) return { [mark(`${path} (key)`, 'words')]: valueOf(schema.def.valueType, path, true, filling) };
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return schema.value;
  if (schema instanceof z.ZodBoolean) return true;
  if (isFree(schema)) return mark(path, 'words');
  if (schema instanceof z.ZodEmail) return mark(path, 'email');
  if (schema instanceof z.ZodUnknown) return { anything: mark(path, 'words') };
  if (mayBeLeftOut) return nothing;
  throw new Error(`say in the test what ${path} is given: it has a form of its own`);
}

/** `a.b.c`, `b.c`, `c`. */
const endsOf = (path: string): readonly string[] => {
  const parts = path.split('.');
  return parts.map((_, from) => parts.slice(from).join('.'));
};

/** Whatever somebody likes to write, up to a length. */
const isFree = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodString && !(schema.def.checks ?? []).some((check) => check._zod.def.check === 'string_format');
