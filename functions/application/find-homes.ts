import { type Duplicates, duplicatesAmong } from '../domain/duplicate-homes.ts';
import type { Household } from '../domain/household.ts';
import { valuesIn } from '../domain/policy/questions.ts';
import type { SchoolStore } from '../ports/school-store.ts';

export interface WantedHomes {
  /** A part of the name or the address, in any letters. */
  readonly q?: string | undefined;
  /** A child, who may have several homes. */
  readonly pupil?: string | undefined;
  /** A question to which no answer is kept with the home. */
  readonly unanswered?: string | undefined;
  /** A question to which one is kept, and what it says; without `value` whatever it says. */
  readonly answered?: { readonly question: string; readonly value?: string | undefined } | undefined;
}

/** Pages that are looked through at most: where few homes are wanted ones it stops there, and goes on from its cursor. */
const mostPages = 10;
const pageSize = 100;

/** Those of a school's homes that are wanted, by their ids. `next`: there may be more, after the home that it names. */
export async function findHomes(
  schools: SchoolStore,
  school: string,
  wanted: WantedHomes,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly homes: readonly Household[]; readonly next?: string }> {
  const found: Household[] = [];
  let { after } = page;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const homes = await schools.households(school, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    for (const home of homes) {
      // Whether there is one more is only known once it is found.
      if (found.length === page.limit && isWanted(home, wanted)) return { homes: found, ...(after === undefined ? {} : { next: after }) };
      if (isWanted(home, wanted)) found.push(home);
      after = home.id;
    }
    if (homes.length < pageSize) return { homes: found };
  }
  return { homes: found, ...(after === undefined ? {} : { next: after }) };
}

function isWanted(home: Household, { q = '', pupil, unanswered, answered }: WantedHomes): boolean {
  const { name, address = '', answers, pupils, mergedInto } = home;
  if (mergedInto !== undefined) return false;
  if (pupil !== undefined && !pupils.some(({ id }) => id === pupil)) return false;
  if (unanswered !== undefined && Object.hasOwn(answers, unanswered)) return false;
  if (answered !== undefined && !says(answers[answered.question]?.value, answered.value)) return false;
  return `${name}\n${address}`.toLowerCase().includes(q.toLowerCase());
}

/** Of an answer with several values, any of them. */
const says = (given: unknown, value: string | undefined): boolean =>
  given !== undefined && (value === undefined || valuesIn(given).some((one) => String(one) === value));

/** Every home that looks like another. All of a school's are walked through. */
export async function findDuplicates(schools: SchoolStore, school: string): Promise<readonly Duplicates[]> {
  const homes: Household[] = [];
  for await (const home of everyHome({ schools }, school)) homes.push(home);
  return duplicatesAmong(homes);
}

/** Every home of a school, erased ones and those that were merged too. */
export async function* everyHome({ schools }: { readonly schools: SchoolStore }, school: string): AsyncGenerator<Household> {
  let after: string | undefined;
  do {
    const homes: readonly Household[] = await schools.households(school, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    yield* homes;
    after = homes.length < pageSize ? undefined : homes.at(-1)?.id;
  } while (after !== undefined);
}
