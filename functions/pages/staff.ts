import type { PageAsked } from './page.ts';

/** Somebody who works there now, as everybody may know them. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly duties: readonly string[];
}

/** Everybody of the school, by their names. */
export async function staffOf({ ask }: Pick<PageAsked, 'ask'>): Promise<readonly Colleague[]> {
  const people = await ask('list-people');
  // What people.ts answers: of a colleague these are everybody's to read.
  const all = people.ok ? (people.value['people'] as readonly Partial<Colleague>[]) : [];
  return all
    .map(({ id = '', name = id, roles = [], duties = [] }) => ({ id, name, roles, duties }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
