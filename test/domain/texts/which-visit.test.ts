import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesOf } from '../../../functions/domain/texts/code.ts';
import { readText } from '../../../functions/domain/texts/read-text.ts';
import { whichVisit } from '../../../functions/domain/texts/which-visit.ts';

const first = { code: 'HV-7K2M9QRA', home: 1 };
const second = { code: 'HV-3D5F9Q7X', home: 2 };
const about = (text: string, visits: readonly { readonly code: string }[]) => whichVisit(readText(text), visits);

describe('which visit a text is about', () => {
  it('is the only one that it could be about, without a code', () => {
    expect(about('back', [first])).toBe(first);
  });

  it('is asked where it could be about several', () => {
    expect(about('back', [first, second])).toBe('several');
  });

  it.each(['back Q7X', 'q7x back', 'back 9q7x', 'back HV-3D5F9Q7X', 'back hv3d5f9q7x'])('is the one with that code: %s', (text) => {
    expect(about(text, [first, second])).toBe(second);
  });

  it('is none where there is none', () => {
    expect(about('back', [])).toBe('none');
    expect(about('back Q7X', [])).toBe('none');
  });

  it('is not taken for the only one where the code is another’s', () => {
    expect(about('back 7KM', [first])).toBe('unknown-code');
    expect(about('back HV-3D5F9QRA', [first])).toBe('unknown-code');
  });

  it('is asked where two have that code', () => {
    expect(about('back Q7X', [second, { code: 'HV-99999Q7X' }])).toBe('several');
    expect(about('back HV-3D5F9Q7X', [second, { code: 'HV-99999Q7X' }])).toBe(second);
  });

  it('is found by the code that the caller has, too', () => {
    const short = { code: 'Q7X' };
    expect(about('back Q7X', [short, { code: '7KM' }])).toBe(short);
    expect(about('back HV-3D5F9Q7X', [short, { code: '7KM' }])).toBe(short);
  });
});

describe('the code of a visit', () => {
  it('is the last three characters of its number', () => {
    expect(codesOf(['HV-7K2M9QR4', 'HV-3D5F9Q7X'])).toEqual(['QR4', 'Q7X']);
  });

  it('is longer where three are no letter and figure together, or say a time', () => {
    expect(codesOf(['HV-7K2M9QRA'])).toEqual(['9QRA']);
    expect(codesOf(['HV-7K2M9END'])).toEqual(['9END']);
    expect(codesOf(['HV-7K2M9330'])).toEqual(['M9330']);
    expect(codesOf(['HV-7K2MQ3PM'])).toEqual(['Q3PM']);
    expect(codesOf(['HV-7K2MQ20M'])).toEqual(['Q20M']);
  });

  it('is longer where another ends as it does', () => {
    expect(codesOf(['HV-3D5F9Q7X', 'HV-99998Q7X'])).toEqual(['9Q7X', '8Q7X']);
  });

  it('is the whole number where nothing shorter will do', () => {
    expect(codesOf(['HV-000001', 'HV-000002'])).toEqual(['HV-000001', 'HV-000002']);
    expect(codesOf(['HV-ABCDEFGH'])).toEqual(['HV-ABCDEFGH']);
  });

  it('finds its visit again, of any few visits, and no other', () => {
    const id = fc.stringMatching(/^HV-[0-9A-HJKMNP-TV-Z]{8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 6 }), fc.nat(), (ids, n) => {
        const visits = ids.map((code) => ({ code }));
        const which = n % ids.length;
        expect(about(`${codesOf(ids)[which]!} back`, visits)).toBe(visits[which]);
        expect(about(`back ${codesOf(ids)[which]!}`, visits)).toBe(visits[which]);
      }),
      { numRuns: 2_000 },
    );
  });
});
