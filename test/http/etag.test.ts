import { describe, expect, it } from 'vitest';
import { etagOf, hasAlready, matches } from '../../functions/http/etag.ts';
import { ok } from '../../functions/http/http.ts';

const visit = { id: 'HV-7K2M9Q', stage: 'out' };
const tag = etagOf(visit);

describe('an ETag', () => {
  it('is strong, and another where anything shown is another', () => {
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    expect(etagOf({ ...visit })).toBe(tag);
    expect(etagOf({ ...visit, stage: 'returned' })).not.toBe(tag);
  });

  it('is of the record alone, not of what is said beside it', () => {
    const answer = ok(visit, { beside: { unread: ['plan'] } });
    expect(answer.headers['etag']).toBe(tag);
    expect(JSON.parse(answer.body!)).toEqual({ ...visit, unread: ['plan'] });
  });
});

describe('If-Match', () => {
  it('holds for the tag itself, for one of several, and for any record with *', () => {
    expect(matches(tag, visit)).toBe(true);
    expect(matches(`"other", ${tag}`, visit)).toBe(true);
    expect(matches('*', visit)).toBe(true);
  });

  it('does not hold for another tag, a weak one, or where there is no record', () => {
    expect(matches('"other"', visit)).toBe(false);
    expect(matches(`W/${tag}`, visit)).toBe(false);
    expect(matches('*', undefined)).toBe(false);
  });
});

describe('If-None-Match', () => {
  it('knows what the caller has, however weak', () => {
    expect(hasAlready(tag, tag)).toBe(true);
    expect(hasAlready(`"other", W/${tag}`, tag)).toBe(true);
    expect(hasAlready('"other"', tag)).toBe(false);
    expect(hasAlready(undefined, tag)).toBe(false);
  });
});
