import { describe, expect, it } from 'vitest';
import { whereItBroke } from '../../functions/http/where-it-broke.ts';
import { Unreadable } from '../../functions/domain/unreadable.ts';

describe('a log line about what went wrong', () => {
  it('names a row that cannot be read, and which part of it, so that a person can look', () => {
    const unreadable = new Unreadable('stored visit hampton/HV-1 does not parse at history.3');
    expect(whereItBroke(unreadable)).toMatchObject({
      error: 'Unreadable',
      what: 'stored visit hampton/HV-1 does not parse at history.3',
    });
  });

  it('says of anything else its kind and its place, and never its words', () => {
    expect(Object.keys(whereItBroke(new TypeError('Zoë of 3 Mill Lane')))).toEqual(['error', 'at']);
    expect(JSON.stringify(whereItBroke(new TypeError('Zoë of 3 Mill Lane')))).not.toContain('Zoë');
  });
});
