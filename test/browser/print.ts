import type { Page } from 'playwright-core';
import * as z from 'zod';

/** How many sheets of A4 the page takes on paper. */
export async function sheetsOf(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  if (sheets === 0) throw new Error('no sheet was found in what would be printed');
  return sheets;
}

/** What would be printed after the words of a link, which may be an address that opens what it leads to. */
export async function printedAfterLinks(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ media: 'print' });
  const after = `[...document.querySelectorAll('a')].map((link) => getComputedStyle(link, '::after').content)`;
  const contents = z.array(z.string()).parse(await page.evaluate(after));
  await page.emulateMedia({ media: null });
  return contents.filter((content) => content !== 'none' && content !== 'normal' && content !== '""');
}
