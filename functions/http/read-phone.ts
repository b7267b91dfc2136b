/** How a telephone number is read. Loaded when there is one to read, and not before. */
import { type MetadataJson, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import * as z from 'zod';

const home = 'GB';

/**
 * Of the library's numbering plans the one that its callers leave the country code out of, without what says how a number is
 * printed or what kind it is: numbers kept for stories and tests (07700 900123) are of no kind.
 */
const plans = {
  version: 4,
  country_calling_codes: { '44': [home] },
  countries: { [home]: ['44', '00', '[1-357-9]\\d{9}|[18]\\d{8}|8\\d{6}', [7, 9, 10], 0, '0', 0, '0|180020'] },
};
// The library's type knows no numbers in it.
const metadata = plans as unknown as MetadataJson;

const international = z.string().regex(/^\+(?!44|0)\d{7,15}$/);

/** In E.164, or undefined where it is no number, or has an extension, which a text cannot be sent to. */
export function readPhone(text: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false }, metadata);
  if (parsed?.isValid() === true) return parsed.ext === undefined ? parsed.number : undefined;
  // Of any other country it is taken as it was given, with its code.
  const digits = text.replace(/^\s*00/, '+').replace(/[\s.-]/g, '');
  return international.safeParse(digits).data;
}
