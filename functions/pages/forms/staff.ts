import type { PageAsked } from '../page.ts';

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
  return (people.ok ? people.value.people : [])
    .map(({ id, name, roles, duties }) => ({ id, name, roles: wordsIn(roles), duties: wordsIn(duties) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
}

const wordsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
