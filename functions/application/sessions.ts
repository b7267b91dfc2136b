/** Who signs in, and who is signed in: whoever works at the school, and whoever left it and is still out for it. */
import type { Person } from '../domain/person.ts';
import { hasRunOut, isToBeNoted, type Session } from '../domain/session.ts';
import type { Deps } from './deps.ts';
import { doorOf } from './school-door.ts';

type Reading = Pick<Deps, 'sessions' | 'schools' | 'schoolList' | 'visits' | 'clock'>;

/** Whose browser has this. Undefined: it has ended, by itself or by somebody, or they have nothing more to do with the school. */
export async function whoseSession(deps: Reading, id: string): Promise<Session | undefined> {
  const session = await deps.sessions.read(id);
  const now = deps.clock.now();
  if (session === undefined || hasRunOut(session, now)) return undefined;
  const [person, door] = await Promise.all([
    deps.schools.person(session.school, session.person),
    doorOf(deps, session.school),
    // That it is noted is in nobody's way.
    Promise.allSettled(isToBeNoted(session, now) ? [deps.sessions.seen(id, now)] : []),
  ]);
  return door !== 'shut' && person !== undefined && (await isOfTheSchool(deps, session.school, person.value)) ? session : undefined;
}

export type Found = { readonly found: 'one'; readonly person: string } | { readonly found: 'nobody' | 'several' };

/** Whose address this is at the school, however it is written. Of two who share one nobody can say which of them it is. */
export async function whoHasEmail(deps: Pick<Reading, 'schools' | 'schoolList' | 'visits'>, school: string, email: string): Promise<Found> {
  if ((await doorOf(deps, school)) === 'shut') return { found: 'nobody' };
  const { staff, former = {} } = await deps.schools.context(school, {});
  const theirs = [...Object.values(staff), ...Object.values(former)].filter(
    (person) => person.email?.toLowerCase() === email.trim().toLowerCase(),
  );
  const there = await Promise.all(theirs.map(async (person) => ((await isOfTheSchool(deps, school, person)) ? [person.id] : [])));
  const [person, ...others] = there.flat();
  if (person === undefined) return { found: 'nobody' };
  return others.length > 0 ? { found: 'several' } : { found: 'one', person };
}

const pageSize = 100;

async function isOfTheSchool({ visits }: Pick<Reading, 'visits'>, school: string, { id, leftAt }: Person): Promise<boolean> {
  if (leftAt === undefined) return true;
  let after: string | undefined;
  do {
    const rows = await visits.list(school, 'open', { limit: pageSize, ...(after === undefined ? {} : { after }) });
    // Until the visit is closed: somebody may have made them say that they are back. What they may do there the visit itself says.
    const went = ({ person, state }: (typeof rows)[number]['card']['visitors'][number]): boolean =>
      person === id && state !== 'expected' && state !== 'not-going';
    if (rows.some(({ card }) => card.visitors.some(went))) return true;
    after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
  } while (after !== undefined);
  return false;
}
