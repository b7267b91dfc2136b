import { describe, expect, it } from 'vitest';
import { csv, wantsCsv } from '../../functions/http/csv.ts';

const rowOf = (...cells: readonly string[]): string => (csv('letters', ['a'], [cells]).body ?? '').split('\r\n').slice(1, -1).join('\r\n');

describe('a table', () => {
  it('is a file with a line of names, which a spreadsheet reads as it is written', () => {
    const { headers, body } = csv('letters', ['name', 'place'], [['Zoë', 'Kraków']]);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="letters.csv"',
    });
    expect(body).toBe('\uFEFFname,place\r\nZoë,Kraków\r\n');
  });

  it('puts between quotes what would break a line, and doubles a quote', () => {
    expect(rowOf('The "Larches", 3 Mill Lane', 'two\nlines', 'plain', '')).toBe('"The ""Larches"", 3 Mill Lane","two\nlines",plain,');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+44', "'+44"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['3-5 Mill Lane', '3-5 Mill Lane'],
  ])('never begins a cell with what a spreadsheet would run: %j', (text, cell) => {
    expect(rowOf(text)).toBe(cell);
  });

  it.each([
    ['text/csv', true],
    ['application/json;q=0.5, Text/CSV; q=1', true],
    ['application/json', false],
    ['text/csv-schema', false],
    ['*/*', false],
    [undefined, false],
  ])('is wanted by whoever accepts it: %j', (accept, wanted) => {
    expect(wantsCsv(accept)).toBe(wanted);
  });
});
