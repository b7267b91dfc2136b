import * as z from 'zod';

/** A telephone number as somebody writes it, brought to the one form that is kept: `07700 900123` is `+447700900123`. */
export const WrittenPhone = z
  .string()
  .max(40)
  .transform(async (text, { issues, value }) => {
    const { readPhone } = await import('./read-phone.ts');
    const number = readPhone(text);
    if (number !== undefined) return number;
    issues.push({ code: 'custom', input: value, message: 'a telephone number with its area code, like 07700 900123 or +44 1632 960001' });
    return z.NEVER;
  });
