import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contractDocument } from '../../functions/api/contract/document.ts';
import { servedContract } from '../../functions/api/contract/served.ts';
import { routes } from '../../functions/api/routes.ts';
import { problemTypes } from '../../functions/http/problem-types.ts';
import { contractOf, withResponses } from '../support/contract.ts';

const Media = z.record(z.string(), z.object({ schema: z.unknown(), example: z.unknown().optional() }));
const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  requestBody: z.object({ content: Media }).optional(),
  responses: z.record(z.string(), z.object({ content: Media.optional() })),
});
const Whole = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) });
const document = await contractDocument();
const whole = Whole.parse(withResponses(document));
const operations = Object.entries(whole.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

describe('the contract of the API', () => {
  it('has every operation, and nothing that is none', () => {
    expect(operations.map(({ method, path, operationId }) => [method.toUpperCase(), path, operationId]).toSorted()).toEqual(
      routes.map(({ method, path, id }) => [method, path, id]).toSorted(),
    );
  });

  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema(whole, 'contract');
  const at = (...parts: readonly string[]): string =>
    `contract#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'has examples for %s that are what they say',
    (_, operation) => {
      const { path, method, summary, requestBody, responses } = operation;
      expect(summary.length).toBeLessThanOrEqual(60);
      const media = [
        ...Object.entries(requestBody?.content ?? {})
          .filter(([type]) => type.endsWith('json'))
          .map(([type, { example }]) => ({ of: ['requestBody', 'content', type], example })),
        ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
          Object.entries(content)
            .filter(([type]) => type.endsWith('json'))
            .map(([type, { example }]) => ({ of: ['responses', status, 'content', type], example })),
        ),
      ];
      const isText = Object.entries(responses).some(
        ([status, { content = {} }]) => status === '200' && Object.keys(content).length > 0 && !('application/json' in content),
      );
      expect(isText || media.some(({ of }) => of[1]?.startsWith('2'))).toBe(true);
      for (const { of, example } of media) {
        expect(example, of.join(' ')).toBeDefined();
        const validate = ajv.compile({ $ref: at('paths', path, method, ...of, 'schema') });
        expect(validate(example) ? [] : validate.errors, of.join(' ')).toEqual([]);
      }
    },
  );

  it('says of every problem by which operation it may be answered, but those that an address or a method alone is answered with', () => {
    const all = JSON.stringify(document);
    const unsaid = Object.keys(problemTypes).filter((name) => !all.includes(`"const":"/problems/${name}"`));
    expect(unsaid).toEqual(['method-not-allowed']);
  });

  it('is served to anybody, whole or as what they have already, and compressed to who takes that', async () => {
    const ask = (headers: Readonly<Record<string, string>>) =>
      servedContract({ method: 'GET', path: '/v1/openapi.json', params: {}, query: {}, cookies: {}, body: Buffer.alloc(0), headers });
    const whole = await ask({});
    expect(JSON.parse(whole.body ?? '')).toEqual(JSON.parse(JSON.stringify(document)));
    const { etag = '' } = whole.headers;
    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
    expect((await ask({ 'accept-encoding': 'br' })).bytes?.byteLength).toBeLessThan(60_000);
  });

  it('is what the tests are held to: a field, a status or a kind of answer more is a difference, and so is a request that it forbids', () => {
    const judge = contractOf(document);
    const asked = { method: 'GET', path: '/v1/schools/moorside/machines', query: {}, body: '' };
    const json = 'application/json';
    const machines = (more: object) =>
      JSON.stringify({
        machines: [{ id: 'arbor', name: 'Arbor', scope: 'read', made: { at: '', by: '' }, usedOn: null, revoked: null, ...more }],
      });
    expect(judge(asked, { status: 200, contentType: json, body: machines({}) })).toEqual([]);
    expect(judge(asked, { status: 200, contentType: json, body: machines({ key: 'x' }) })).toHaveLength(1);
    expect(judge(asked, { status: 200, contentType: json, body: machines({ scope: 'all' }) })).toHaveLength(1);
    expect(judge(asked, { status: 200, contentType: 'text/csv', body: '' })).toHaveLength(1);
    expect(judge(asked, { status: 204, contentType: undefined, body: '' })).toHaveLength(1);
    expect(judge({ ...asked, query: { colour: 'red' } }, { status: 200, contentType: json, body: machines({}) })).toHaveLength(1);
    const making = { ...asked, method: 'POST', body: JSON.stringify({ name: 'Arbor', scope: 'all' }) };
    const made = JSON.stringify({
      id: 'arbor',
      name: 'Arbor',
      scope: 'read',
      made: { at: '', by: '' },
      usedOn: null,
      revoked: null,
      key: 'k',
    });
    expect(judge(making, { status: 201, contentType: json, body: made })).toHaveLength(1);
    const refused = JSON.stringify({
      type: '/problems/invalid',
      title: '',
      status: 400,
      errors: [{ pointer: '/name', message: 'is too short' }],
    });
    const good = { ...making, body: JSON.stringify({ name: 'Arbor', scope: 'read' }) };
    expect(judge(good, { status: 400, contentType: 'application/problem+json', body: refused })).toHaveLength(1);
  });
});
