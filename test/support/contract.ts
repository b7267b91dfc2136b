/** Holds what is asked of the API, and what it answers, to its contract: a difference either way fails the test. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as z from 'zod';

const Content = z.record(z.string(), z.object({ schema: z.unknown() }));
const OneOperation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false) })).default([]),
  requestBody: z.object({ content: Content, required: z.boolean().default(false) }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
  'x-doorstep-takes-anything': z.boolean().default(false),
});
type OneOperation = z.infer<typeof OneOperation>;
const Contract = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), OneOperation)) });

export interface AskedFor {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface AnsweredWith {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
const Problem = z.looseObject({ errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional() });

/** The document with what several operations answer put in the place of its name. */
export function withResponses(document: unknown): unknown {
  const { components } = z.looseObject({ components: z.looseObject({ responses: z.record(z.string(), z.unknown()) }) }).parse(document);
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    const { data } = z.strictObject({ $ref: z.string().startsWith('#/components/responses/') }).safeParse(value);
    return data === undefined ? value : components.responses[data.$ref.split('/').at(-1) ?? key];
  });
}

/** By the document as it is served. */
export function contractOf(document: unknown): (asked: AskedFor, answered: AnsweredWith) => readonly string[] {
  const whole = Contract.parse(withResponses(document));
  const { paths } = whole;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  formats.default(ajv);
  ajv.addSchema(whole, 'contract');
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: readonly string[]): ValidateFunction => {
    const place = pointer.map((part) => encodeURIComponent(escaped(part))).join('/');
    const known = compiled.get(place) ?? ajv.compile({ $ref: `contract#/${place}` });
    compiled.set(place, known);
    return known;
  };
  const templates = Object.keys(paths).map((template) => ({
    template,
    parts: template.split('/'),
    fixed: template.split('/').filter((part) => !part.startsWith('{')).length,
  }));
  const found = new Map<string, string | undefined>();
  const templateOf = (path: string, method: string): string | undefined => {
    const parts = path.split('/');
    const key = `${method} ${String(parts.length)} ${parts.slice(4).join('/')}`;
    if (!found.has(key))
      found.set(
        key,
        templates
          .filter(
            ({ template, parts: pattern }) =>
              paths[template]?.[method] !== undefined &&
              pattern.length === parts.length &&
              pattern.every((part, i) => part.startsWith('{') || part === parts[i]),
          )
          .toSorted((a, b) => b.fixed - a.fixed)[0]?.template,
      );
    return found.get(key);
  };

  const faultsOf = (pointer: readonly string[], value: unknown): string => {
    const validate = validator(pointer);
    return validate(value)
      ? ''
      : (validate.errors ?? [])
          .slice(0, 6)
          .map(({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
          .join('; ');
  };

  return (asked, answered) => {
    const method = asked.method.toLowerCase();
    const template = templateOf(asked.path, method);
    if (template === undefined) return [];
    const operation = paths[template]?.[method];
    if (operation === undefined) return [];
    const at = ['paths', template, method];
    const named = `${operation.operationId} ${String(answered.status)}`;
    return [...ofAnswer(operation, at, named, answered), ...ofRequest(operation, at, named, asked, answered)];
  };

  function ofAnswer({ responses }: OneOperation, at: readonly string[], named: string, answered: AnsweredWith): readonly string[] {
    const status = String(answered.status);
    const response = responses[status];
    if (response === undefined) return [`${named}: an answer that is not in the contract: ${answered.body.slice(0, 300)}`];
    if (response.content === undefined) return answered.body === '' ? [] : [`${named}: an answer with a body that the contract has not`];
    const type = (answered.contentType ?? '').split(';')[0] ?? '';
    if (response.content[type] === undefined) return [`${named}: answered as ${type}, which is not in the contract`];
    if (!type.endsWith('json')) return [];
    const faults = faultsOf([...at, 'responses', status, 'content', type, 'schema'], JSON.parse(answered.body));
    return faults === '' ? [] : [`${named}: ${faults}\n${answered.body.slice(0, 600)}`];
  }

  function ofRequest(
    { parameters, requestBody, ...operation }: OneOperation,
    at: readonly string[],
    named: string,
    asked: AskedFor,
    answered: AnsweredWith,
  ): readonly string[] {
    const queries = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const strange = Object.keys(asked.query).filter((name) => !queries.includes(name));
    if (answered.status < 300 && strange.length > 0 && !operation['x-doorstep-takes-anything'])
      return [`${named}: took ${strange.join(', ')}, which the contract does not know`];
    if (requestBody === undefined || operation['x-doorstep-takes-anything']) return [];
    const value = jsonIn(asked.body === '' ? '{}' : asked.body);
    const faults = value === undefined ? 'no JSON' : faultsOf([...at, 'requestBody', 'content', 'application/json', 'schema'], value);
    if (answered.status < 300 && faults !== '') return [`${named}: took what the contract forbids: ${faults}\n${asked.body.slice(0, 400)}`];
    const errors = answered.status === 400 ? Problem.parse(JSON.parse(answered.body)).errors : undefined;
    const ofBody = (errors ?? []).filter(
      ({ pointer, message }) => !/^\/(headers|query)\//.test(pointer) && !isOfMeaning(pointer, message, operation.operationId),
    );
    return ofBody.length > 0 && faults === ''
      ? [
          `${named}: refused what the contract allows: ${ofBody.map(({ pointer, message }) => `${pointer} ${message}`).join('; ')}\n${asked.body.slice(0, 400)}`,
        ]
      : [];
  }
}

/**
 * What no schema can say of a body: that a number can be rung, that something is there or is still to come, that words are more
 * than blanks, and whether a policy can be followed.
 */
const ofMeaning: readonly { readonly of?: readonly string[]; readonly pointer?: RegExp; readonly message: RegExp }[] = [
  // What an answer is of depends on its question.
  { pointer: /^\/(visits\/\d+\/)?(household\/)?answers\//, message: /./ },
  { message: /^a telephone number with its area code/ },
  {
    message:
      /^(say |each once|each person once|name a person; or|from is before to|this number is too large|a day that has|within the next|there is (no|nobody)|this school knows no|the policy asks no)/,
  },
  { of: ['propose-policy'], message: /./ },
  { of: ['write-settings'], message: /./ },
  // Whether an address is one of the open internet, and how many a school has.
  { of: ['make-webhook'], pointer: /^\/url$/, message: /./ },
];
const isOfMeaning = (pointer: string, message: string, operation: string): boolean =>
  ofMeaning.some((one) => (one.of?.includes(operation) ?? true) && (one.pointer?.test(pointer) ?? true) && one.message.test(message));

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nothing that was asked or answered may differ from the contract. */
export function expectContract(differences: readonly string[]): void {
  if (differences.length > 0) throw new Error(`not as the contract says: ${differences.join('\n')}`);
}
