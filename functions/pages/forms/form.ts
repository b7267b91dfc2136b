import type { Request } from '../../http/http.ts';

/** What was sent with a form. */
export interface Form {
  /** The field's text without spaces around it; '' where it was not sent. */
  readonly get: (name: string) => string;
  /** Of fields that may be sent several times: each that is not empty. */
  readonly all: (name: string) => readonly string[];
  /** Every field in order, as it came. */
  readonly entries: readonly (readonly [string, string])[];
}

/** The names of what stands hidden in every form. */
export const tokenField = 'token';
export const keyField = 'key';

export const formOf = ({ body }: Pick<Request, 'body'>): Form =>
  formOfEntries([...new URLSearchParams(body.toString('utf8'))].map(([name, value]) => [name, value.toWellFormed()] as const));

/** A form with these fields: of what somebody began, or answered before. */
export function formOfEntries(entries: Form['entries']): Form {
  // Browsers end lines with both.
  const text = (value: string): string => value.replaceAll('\r\n', '\n').trim();
  return {
    entries,
    get: (name) => text(entries.find(([field]) => field === name)?.[1] ?? ''),
    all: (name) => entries.filter(([field, value]) => field === name && text(value) !== '').map(([, value]) => text(value)),
  };
}

/** What is wrong with one field: `field` is the id of what is to be mended, where the summary leads. */
export interface FieldError {
  readonly field: string;
  readonly text: string;
}
