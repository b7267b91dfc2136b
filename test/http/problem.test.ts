import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { faultsOf, invalid, methodNotAllowed, notSignedIn, problem } from '../../functions/http/problem.ts';
import { problemTypes } from '../../functions/http/problem-types.ts';
import { containing } from '../support/matching.ts';

const Body = z.strictObject({
  plan: z.strictObject({ returnAt: z.string() }),
  kind: z.enum(['help', 'other']).optional(),
  home: z.union([z.string().regex(/^h-/, 'an id like h-1'), z.strictObject({ name: z.string() })]).optional(),
  answers: z.record(z.string(), z.number()).optional(),
});
const faults = (body: unknown) => faultsOf(Body.safeParse(body).error?.issues ?? []);

describe('what is wrong with a body', () => {
  it('is said with a pointer to each fault at once', () => {
    expect(faults({ plan: { returnAt: 5, leave: 1 }, kind: 'hepl', answers: { 'a/b~c': 'x' }, colour: 'red' })).toEqual([
      { pointer: '/plan/returnAt', message: containing('expected string') },
      { pointer: '/plan/leave', message: 'there is no such field' },
      { pointer: '/kind', message: containing('"help"') },
      { pointer: '/answers/a~1b~0c', message: containing('expected number') },
      { pointer: '/colour', message: 'there is no such field' },
    ]);
  });

  it('says that something is needed where it is missing', () => {
    expect(faults({ plan: {} })).toEqual([{ pointer: '/plan/returnAt', message: 'is needed' }]);
  });

  it('is said of the form that came nearest, where there are several', () => {
    expect(faults({ plan: { returnAt: '' }, home: { name: 5, phone: '1' } })).toEqual([
      { pointer: '/home/name', message: containing('expected string') },
      { pointer: '/home/phone', message: 'there is no such field' },
    ]);
    expect(faults({ plan: { returnAt: '' }, home: 'g-1' })).toEqual([{ pointer: '/home', message: 'an id like h-1' }]);
  });

  it('is said as far as anybody would read on', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ pointer: `/${String(i)}`, message: '' }));
    expect(JSON.parse(invalid(many).body!)).toHaveProperty('errors.length', 100);
  });
});

describe('a problem', () => {
  it('has the form of RFC 9457, with what else it says', () => {
    const answer = problem({ type: 'unmet', detail: 'Two go.', more: { clauses: ['HA-33'] } });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(JSON.parse(answer.body!)).toEqual({
      type: '/problems/unmet',
      title: 'Not as things are',
      status: 409,
      detail: 'Two go.',
      clauses: ['HA-33'],
    });
  });

  it.each(Object.entries(problemTypes))('of type %s says what it means and what to do, in words of its own', (name, { means, mend }) => {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect([means, mend].filter((text) => !/^[A-Z`].*\.$/s.test(text))).toEqual([]);
  });

  it('tells somebody who is nobody how to sign in', () => {
    expect(notSignedIn(false).headers['www-authenticate']).toBe('Bearer realm="doorstep"');
    expect(notSignedIn(true).headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('says which methods a path has', () => {
    expect(methodNotAllowed(['GET', 'PUT'])).toMatchObject({ status: 405, headers: { allow: 'GET, PUT' } });
  });
});
