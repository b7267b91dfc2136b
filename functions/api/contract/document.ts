/** The contract of the API as OpenAPI 3.1, made from its routes, what each operation reads, and contracts.ts. */
import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { type ProblemName, problemTypes } from '../../http/problem-types.ts';
import type { Operation } from '../asked.ts';
import { operations } from '../operations.ts';
import { type Route, routes } from '../routes.ts';
import type { Contract, Tag } from './contract.ts';
import { contracts } from './contracts.ts';
import { bodyOf, exampleOf } from './problems.ts';

const about = `Doorstep carries out a school's own home-visit policy. A school's records system asks for visits, keeps homes and people in
step, and follows what becomes of them. It is shown how a visit stands and never what it is about; it cannot agree to one, sign anybody
out or stand an alarm down. What somebody says after the door it may pass on, that they are back among it: only where a person said so.

Send \`Authorization: Bearer\` with a key that the school made for you. Every \`POST\` that says so wants an \`Idempotency-Key\`: the same
request with the same key is done once, however often it is sent, for as long as what it made is there. Every mistake is
\`application/problem+json\` with a \`type\` that never changes; it leads to a page that says what to do.

API Gateway may answer in Doorstep's place with 429 or 503 and \`{"message": …}\` as \`application/json\`: pause, and send the same again.`;

export const tags: Readonly<Record<Tag, string>> = {
  Visits: 'Asking for visits and reading them.',
  'Before leaving': 'What is prepared, agreed to and signed.',
  'While they are out': 'What is said after the door. It is never refused for what it says.',
  Alarms: 'Working an alarm, which only people do.',
  Afterwards: 'Writing up and closing.',
  'What changed': 'Following what becomes of visits.',
  'Bringing in and taking out': 'Records in bulk, and all that is held on somebody.',
  Homes: 'Families and where they live.',
  People: 'The staff.',
  'Policy and settings': 'What the school goes by, and how it is doing.',
  Machines: 'Whoever calls that is no person.',
  Allegations: 'What was said against a visitor.',
  Drills: 'Trying the ladders.',
  'Keeping and erasing': 'Legal holds, and what is erased.',
};

const duties: Readonly<Record<string, string>> = {
  'on-visit': 'whoever goes on it',
  requester: 'whoever asked for it',
  reader: 'whoever the policy lets read it',
  asked: 'whoever is asked something about it',
  told: 'whoever was written to about it',
  out: 'whoever is out on it',
  'was-out': 'whoever was out on it',
  anybody: 'anybody of the school, as far as the policy lets them',
  'machine:read': 'a machine',
  'machine:write': 'a machine that writes',
  'machine:calendar': 'a calendar, by the key in its address',
};
const whoMay = (may: Route['may']): string => `For ${may.map((one) => duties[one] ?? one).join(', ')}.`;

const pathParam = (path: string): z.ZodObject =>
  z.object(
    Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
        name,
        z.string().meta({ description: `The id of the ${name}.`, examples: [examplesOfParams[name] ?? 'x'] }),
      ]),
    ),
  );
const examplesOfParams: Readonly<Record<string, string>> = {
  school: 'moorside',
  visit: 'HV-7K2M9QRA',
  person: 'ada-teacher',
  household: 'h-2f6k9m3q',
  machine: 'arbor',
  allegation: 'AL-7K2M9QRA',
  drill: 'DR-7K2M9QRA',
  hold: 'h-7k2m9q4x',
  import: 'i-7k2m9q4x',
  version: '3',
  stage: 'depart',
};

const Key = z
  .string()
  .regex(/^[\w.-]{1,64}$/)
  .meta({ description: 'Your own name for this request. Send the same one when you try again.', examples: ['mis-20417-visit'] });
const Etag = z
  .string()
  .meta({ description: 'Of what is shown. Send it as If-Match before you change it, or as If-None-Match to read on.' });

export type Row = (typeof routes)[number];

/** Besides those that its contract names. */
const usualProblems = (row: Row, { query, body, key }: Operation): readonly ProblemName[] => [
  'not-signed-in',
  'forbidden',
  'not-found',
  ...(query === undefined && body === undefined ? [] : (['invalid'] as const)),
  ...(row.method === 'GET' ? [] : (['too-large'] as const)),
  ...(body === undefined ? [] : (['unsupported-media-type'] as const)),
  ...(key === undefined ? [] : (['key-reused'] as const)),
  ...(row.method === 'POST' && row.path.includes('/visits/{visit}/') ? (['precondition-required', 'changed'] as const) : []),
  'unexpected',
  'busy',
];

const shared = new Map<string, ZodOpenApiResponseObject>();

/** The answer of one status, once for all operations that may be answered in the same way. */
function answeredWith(names: readonly ProblemName[]): ZodOpenApiResponseObject {
  const key = names.toSorted().join(' ');
  const [first = 'unexpected'] = names;
  const { status } = problemTypes[first];
  const known = shared.get(key);
  if (known !== undefined) return known;
  const made: ZodOpenApiResponseObject = {
    id: names.length === 1 ? first : `${String(status)}-${String(shared.size)}`,
    description: [...new Set(names.map((name) => problemTypes[name].title))].join('; '),
    content: { 'application/problem+json': { schema: bodyOf(names), example: exampleOf(first) } },
    ...(status === 429 || status === 503 ? { headers: z.object({ 'retry-after': z.string().optional() }) } : {}),
  };
  shared.set(key, made);
  return made;
}

function responsesOf(row: Row, operation: Operation, { answers, also = {}, problems, example }: Contract): ZodOpenApiResponsesObject {
  const texts = Object.fromEntries(Object.entries(also).map(([type, what]) => [type, { schema: z.string().meta({ description: what }) }]));
  const inJson: readonly (readonly [string, z.ZodType | undefined])[] = Object.entries(answers);
  const good = (inJson.length > 0 ? inJson : [['200', undefined] as const]).map(([status, schema]) => [
    status,
    {
      description: status === '201' ? 'Made.' : status === '202' ? 'Begun.' : 'As asked.',
      headers: z.object({ etag: Etag.optional() }),
      content: {
        ...(schema === undefined ? {} : { 'application/json': { schema, example: example.answer } }),
        ...texts,
      },
    },
  ]);
  const names = [...new Set([...usualProblems(row, operation), ...problems])];
  const statuses = [...new Set(names.map((name) => problemTypes[name].status))].toSorted((a, b) => a - b);
  const bad = statuses.map((status) => [String(status), answeredWith(names.filter((name) => problemTypes[name].status === status))]);
  const same = row.method === 'GET' ? [['304', { description: 'You have it already: your If-None-Match names it.' }]] : [];
  return Object.fromEntries([...good, ...same, ...bad]) as ZodOpenApiResponsesObject;
}

async function operationOf(row: Row): Promise<ZodOpenApiOperationObject> {
  const contract = contracts[row.id];
  const operation = await operations[row.id]();
  const { query, key, lenient } = operation;
  const body = operation.body ?? contract.sends?.json;
  const headers = {
    ...(key === undefined ? {} : { 'idempotency-key': key === 'needed' ? Key : Key.optional() }),
    ...(row.method === 'GET' ? { 'if-none-match': Etag.optional() } : {}),
    ...(row.method === 'PUT' || (row.path.includes('/visits/{visit}/') && row.method === 'POST') ? { 'if-match': Etag.optional() } : {}),
    ...(row.method === 'PUT' ? { 'if-none-match': z.string().meta({ description: '`*`: only where it is new.' }).optional() } : {}),
  };
  return {
    operationId: row.id,
    tags: [contract.tag],
    summary: contract.summary,
    description: [contract.description, whoMay(row.may), lenient === true ? 'What is not understood is kept as it was sent.' : undefined]
      .filter((line) => line !== undefined)
      .join('\n\n'),
    security: [{ bearer: [] }],
    requestParams: {
      path: pathParam(row.path),
      ...(query instanceof z.ZodObject && Object.keys(query.shape).length > 0 ? { query } : {}),
      ...(Object.keys(headers).length === 0 ? {} : { header: z.object(headers) }),
    },
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: lenient !== true,
            content: {
              ...(contract.sends === undefined ? {} : { 'text/csv': { schema: z.string().meta({ description: contract.sends.csv }) } }),
              'application/json': { schema: body, ...(contract.example.body === undefined ? {} : { example: contract.example.body }) },
            },
          },
        }),
    // What is wrong in a row is said in the report.
    ...(lenient === true || contract.sends !== undefined ? { 'x-doorstep-takes-anything': true } : {}),
    responses: responsesOf(row, { ...operation, ...(body === undefined ? {} : { body }) }, contract),
  };
}

/** Made once, of everything: for whoever asks for it, and for the tests. */
export async function contractDocument(): Promise<ReturnType<typeof createDocument>> {
  const made = await Promise.all(routes.map(async (row) => ({ row, operation: await operationOf(row) })));
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { row, operation } of made) (paths[row.path] ??= {})[row.method.toLowerCase()] = operation;
  return createDocument(
    {
      openapi: '3.1.1',
      info: { title: 'Doorstep', version: '1', description: about, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/', description: 'Where this document was read.' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      security: [{ bearer: [] }],
      paths,
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'A key that the school made for a machine (`doorstep_…`), or a token of whoever signs its people in.',
          },
        },
      },
    },
    { reused: 'inline' },
  );
}
