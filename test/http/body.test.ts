import { describe, expect, it } from 'vitest';
import { isTooLarge, readBody, strictBody } from '../../functions/http/body.ts';
import type { Request } from '../../functions/http/http.ts';
import { containing } from '../support/matching.ts';

const sent = (body: string, type = 'application/json'): Pick<Request, 'body' | 'headers'> => ({
  body: Buffer.from(body),
  headers: type === '' ? {} : { 'content-type': type },
});
const problemOf = (read: ReturnType<typeof strictBody>): unknown => ('problem' in read ? JSON.parse(read.problem.body!) : undefined);

describe('a body', () => {
  it('is an empty object where nothing was sent', () => {
    expect(strictBody({ body: Buffer.from(''), headers: {} })).toEqual({ value: {}, faults: [] });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json', ''])(
    'is read as %s',
    (type) => {
      expect(strictBody(sent('{"words":"Zoë"}', type))).toEqual({ value: { words: 'Zoë' }, faults: [] });
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'x'])('is not read as %s', (type) => {
    expect(problemOf(strictBody(sent('{}', type)))).toMatchObject({ status: 415, type: '/problems/unsupported-media-type' });
  });

  it('that is not JSON is said to be so', () => {
    expect(problemOf(strictBody(sent('{"words": "late"')))).toMatchObject({
      status: 400,
      errors: [{ pointer: '', message: containing('not JSON') }],
    });
  });

  it('keeps its words where it is not JSON', () => {
    expect(readBody(sent('help, flat 3', 'text/plain'))).toEqual({ text: 'help, flat 3', saysJson: false });
  });

  it('has only whole characters', () => {
    expect(readBody(sent('{"a":"\\ud800!"}')).json?.value).toEqual({ a: '\ufffd!' });
  });

  it('names where it is nested too deep, and a number that could not be kept', () => {
    const deep = `${'['.repeat(17)}${']'.repeat(17)}`;
    expect(readBody(sent(`{"a/b":[1,1e300,0,-1e-120],"deep":${deep}}`)).json?.faults).toEqual([
      { pointer: '/a~1b/1', message: containing('too large') },
      { pointer: '/a~1b/3', message: containing('too small') },
      { pointer: `/deep${'/0'.repeat(15)}`, message: 'nested more than 16 deep' },
    ]);
  });

  it('of a hundred thousand brackets is looked at no deeper than anything else', () => {
    expect(readBody(sent('['.repeat(100_000) + ']'.repeat(100_000))).json?.faults).toHaveLength(1);
  });

  it('may be 256 KB long and not a byte more', () => {
    expect(isTooLarge(Buffer.alloc(262_144))).toBe(false);
    expect(isTooLarge(Buffer.alloc(262_145))).toBe(true);
  });
});
