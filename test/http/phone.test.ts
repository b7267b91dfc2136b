import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import plans from 'libphonenumber-js/metadata.min.json';
import { readPhone } from '../../functions/http/read-phone.ts';
import { WrittenPhone } from '../../functions/http/phone.ts';
import { PhoneNumber } from '../../functions/domain/person.ts';

describe('a telephone number', () => {
  it.each([
    ['07700 900123', '+447700900123'],
    ['07700900123', '+447700900123'],
    ['(01632) 960 001', '+441632960001'],
    ['01632-960-001', '+441632960001'],
    ['+44 1632 960001', '+441632960001'],
    ['+44 (0)1632 960001', '+441632960001'],
    ['+4401632960001', '+441632960001'],
    ['0044 7700 900123', '+447700900123'],
    ['020 7946 0123', '+442079460123'],
    ['+447700900123', '+447700900123'],
    ['+33 1 23 45 67 89', '+33123456789'],
    ['00353 1 234 5678', '+35312345678'],
  ])('%s is %s', (written, number) => {
    expect(readPhone(written)).toBe(number);
    expect(PhoneNumber.safeParse(readPhone(written)).success).toBe(true);
  });

  it.each([
    '',
    'mum',
    '960 001',
    '7946 0123',
    '07700 9001',
    '07700 900123 4567',
    '01632 960001 ext 12',
    'ring 07700 900123',
    '+44 12',
    '+33 (0)1 23 45 67 89',
    '+0 123 456 789',
  ])('"%s" is none', (written) => {
    expect(readPhone(written)).toBeUndefined();
  });

  it('is read as it comes in, and one that is none says what to write', async () => {
    expect(await WrittenPhone.parseAsync('07700 900123')).toBe('+447700900123');
    const read = await WrittenPhone.safeParseAsync('mum');
    expect(read.error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining('07700 900123')]);
  });

  it('is read by the plan that the library has', () => {
    const [code, prefix, pattern, lengths, , national, , forParsing] = z.array(z.unknown()).parse(plans.countries.GB);
    expect([code, prefix, pattern, lengths, national, forParsing]).toEqual([
      '44',
      '00',
      '[1-357-9]\\d{9}|[18]\\d{8}|8\\d{6}',
      [7, 9, 10],
      '0',
      '0|180020',
    ]);
  });
});
