import { notKept, type Response } from './http.ts';

/** Spreadsheets take a file for one of the last century's unless it begins with this, and spoil every letter with an accent. */
const byteOrderMark = '\uFEFF';

/** What a spreadsheet would run as a formula, whoever wrote it into a name or an address. */
const formula = /^[=+\-@\t\r]/;

/** A table for a spreadsheet or a mail merge, in the form of RFC 4180: a line of names, then a line for each row. */
export function csv(file: string, names: readonly string[], rows: readonly (readonly string[])[]): Response {
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${file}.csv"`,
      vary: 'accept',
      ...notKept,
    },
    body: `${byteOrderMark}${[names, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`,
  };
}

function cellOf(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Whether a caller would rather have a table: it is named in what they accept. */
export const wantsCsv = (accept: string | undefined): boolean => accept !== undefined && /(?:^|,)\s*text\/csv\s*(?:;|,|$)/i.test(accept);
