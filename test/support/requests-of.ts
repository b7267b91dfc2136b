/** Requests as a contract allows them, and others that are a little or altogether wrong. */
import * as fc from 'fast-check';
import * as z from 'zod';

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  minItems: z.int().default(0),
  maxItems: z.int().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.int().default(0),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

export interface OneRequest {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** After the school: `/visits/{visit}/arrive`. */
  readonly path: string;
  readonly queries: readonly { readonly name: string; readonly schema: unknown }[];
  readonly body: unknown;
}

const Operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), schema: z.unknown() })).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) }).optional(),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).default({}) }),
});

const school = '/v1/schools/{school}';

export function requestsOf(document: unknown): readonly OneRequest[] {
  const { paths } = Document.parse(document);
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(school))
    .flatMap(([path, of]) =>
      Object.entries(of).map(([method, { operationId, parameters, requestBody }]) => ({
        operationId,
        method: z.enum(['GET', 'POST', 'PUT']).parse(method.toUpperCase()),
        path: path.slice(school.length),
        queries: parameters.filter((one) => one.in === 'query').map(({ name, schema }) => ({ name, schema })),
        body: requestBody?.content['application/json']?.schema,
      })),
    );
}

/** Values that a schema of the document allows; `known` are those that mean something at the school, tried for every text. */
export function valuesOf(document: unknown, known: readonly string[]) {
  const { components } = Document.parse(document);
  const arbitrary = (given: unknown, depth: number): fc.Arbitrary<unknown> => {
    const schema = Schema.parse(typeof given === 'object' && given !== null ? given : {});
    if (schema.$ref !== undefined) return arbitrary(components.schemas[schema.$ref.split('/').at(-1) ?? ''], depth);
    if ('const' in schema && schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const either = schema.anyOf ?? schema.oneOf;
    if (either !== undefined) return fc.oneof(...either.map((one) => arbitrary(one, depth)));
    if (schema.allOf !== undefined)
      return fc
        .tuple(...schema.allOf.map((one) => arbitrary(one, depth)))
        .map((parts) => Object.assign({}, ...parts.map((part) => (typeof part === 'object' ? part : {}))) as unknown);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    switch (type) {
      case 'string':
        return text(schema);
      case 'integer':
        return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 1_000, 1_000_000) });
      case 'number':
        return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(depth > 4 ? fc.constant('') : arbitrary(schema.items, depth + 1), {
          minLength: schema.minItems,
          maxLength: Math.max(schema.minItems, Math.min(schema.maxItems ?? 3, 3)),
        });
      case 'object':
        return object(schema, depth);
      default:
        return fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constantFrom(null, [], {}, ...known));
    }
  };

  function text({ pattern, format, minLength, maxLength }: z.infer<typeof Schema>): fc.Arbitrary<string> {
    const fits = (word: string): boolean =>
      word.length >= minLength && word.length <= (maxLength ?? 1_000) && (pattern === undefined || new RegExp(pattern).test(word));
    const meant = known.filter(fits);
    const any =
      format === 'date-time'
        ? fc.date({ min: new Date('2026-06-01'), max: new Date('2026-07-30'), noInvalidDate: true }).map((date) => date.toISOString())
        : pattern !== undefined
          ? fc.stringMatching(new RegExp(pattern))
          : fc.string({ minLength: Math.max(1, minLength), maxLength: Math.min(maxLength ?? 60, 60), unit: 'grapheme' });
    return meant.length === 0 ? any : fc.oneof({ arbitrary: fc.constantFrom(...meant), weight: 3 }, { arbitrary: any, weight: 1 });
  }

  function object({ properties = {}, required, additionalProperties }: z.infer<typeof Schema>, depth: number): fc.Arbitrary<unknown> {
    const names = Object.keys(properties).filter((name) => depth <= 4 || required.includes(name));
    const fields = fc.record(Object.fromEntries(names.map((name) => [name, arbitrary(properties[name], depth + 1)])), {
      requiredKeys: names.filter((name) => required.includes(name)),
    });
    if (typeof additionalProperties !== 'object' || additionalProperties === null || depth > 4) return fields;
    const more = fc.dictionary(fc.constantFrom(...known), arbitrary(additionalProperties, depth + 1), { maxKeys: 2 });
    return fc.tuple(fields, more).map(([own, others]) => ({ ...others, ...own }));
  }

  return (schema: unknown): fc.Arbitrary<unknown> => arbitrary(schema, 0);
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e308, 0.1, '', '\u0000', '\uD800', '‮', 'x'.repeat(5_000), [], {}, [[[[[]]]]], '__proto__'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** One place in it is another thing, gone, or there is one more. */
export const spoilt = (value: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.nat(), strange, fc.constantFrom('other', 'gone', 'more')).map(([n, other, how]) => {
    const places: (readonly [within: object, name: string])[] = [];
    const copy: unknown = structuredClone(value);
    const walk = (within: unknown): void => {
      if (typeof within !== 'object' || within === null) return;
      for (const [name, inner] of Object.entries(within)) {
        places.push([within, name]);
        walk(inner);
      }
    };
    walk(copy);
    const place = places[n % Math.max(1, places.length)];
    if (place === undefined) return other;
    const [within, name] = place;
    if (how === 'gone') Reflect.deleteProperty(within, name);
    else Reflect.set(within, how === 'more' ? 'oddOne' : name, other);
    return copy;
  });
