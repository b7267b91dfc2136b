import * as prettier from 'prettier';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { jsonIn, namesIn } from '../support/policy-files.ts';
import { readingPage } from './page.ts';

export const page = new URL('../../docs/reading.md', import.meta.url);

/** The page as it is now to be. */
export async function written(): Promise<string> {
  const names = namesIn('policies').filter((name) => !name.endsWith('clauses') && name !== 'doorstep');
  const policies = names.map((name) => Policy.parse(jsonIn(`policies/${name}.json`)));
  return prettier.format(readingPage(policies), { ...(await prettier.resolveConfig(page)), parser: 'markdown' });
}
