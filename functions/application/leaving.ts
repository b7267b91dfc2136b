/** Somebody leaves the school, or comes back: their record first, then every visit that names them. */
import type { Person } from '../domain/person.ts';
import { leftWithout } from '../domain/policy/left-without.ts';
import type { Instant } from '../domain/time.ts';
import type { Press } from '../domain/visit/commands.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { hearOfLeaving } from '../domain/visit/leaving.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import { VisitId, type VisitRef } from '../domain/visit/visit.ts';
import { aFewAtATime } from './a-few-at-a-time.ts';
import { type Deps, mostTries, pauseBefore } from './deps.ts';
import { type Change, kept, type Writer } from './keep.ts';
import { personOf, withPersonIn } from './keep-people.ts';
import { readKnown, readKnownOfEach } from './known.ts';
import type { School } from './school.ts';

/**
 * From this write on they are off every ladder, rota and sign-in. What it would leave the school without is said first,
 * unless whoever asks is `sure`. The same again tells the visits that a walk which broke had not come to. `undefined`: there
 * is nobody of that name.
 */
export async function personLeaves(
  deps: Deps,
  school: School,
  id: string,
  sure: boolean,
  writer: Writer,
  press: Press,
): Promise<Change | undefined> {
  const change = await kept(deps, school.id, personOf(deps, school, id, writer.viewer), writer, (before, at) => {
    if (before === undefined) return undefined;
    const value: Person = { ...before, leftAt: before.leftAt ?? at };
    const consequences = leftWithout(withPersonIn(school, before), withPersonIn(school, value));
    return { value, complaints: [], consequences: sure ? [] : consequences };
  });
  if (change.outcome === 'changed') return undefined;
  if (change.outcome !== 'kept') return change;
  return (await tellVisits(deps, school.id, id, press)) === 'told' ? change : { outcome: 'busy' };
}

export async function personIsBack(deps: Deps, school: School, id: string, writer: Writer): Promise<Change | undefined> {
  const change = await kept(deps, school.id, personOf(deps, school, id, writer.viewer), writer, (before) => {
    if (before === undefined) return undefined;
    const { leftAt: _leftAt, ...value } = before;
    return { value, complaints: [] };
  });
  return change.outcome === 'changed' ? undefined : change;
}

// ------------------------------------------------------------------------------------------------ the visits that name them

const pageSize = 100;

/** Every open visit that names them is told, once. `busy`: there was not the time for all of them. */
async function tellVisits(deps: Deps, school: string, person: string, press: Press): Promise<'told' | 'busy'> {
  const refs: VisitRef[] = [];
  let after: string | undefined;
  do {
    const rows = await deps.visits.list(school, 'open', { limit: pageSize, ...(after === undefined ? {} : { after }) });
    refs.push(
      ...(await namedOn(
        deps,
        school,
        person,
        press,
        rows.map(({ ref }) => ref),
      )),
    );
    after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
  } while (after !== undefined);
  const parts = await aFewAtATime(deps.clock, refs, (ref) => tellVisit(deps, ref, person, press));
  for (const part of parts) if (part.outcome === 'broke') throw part.error;
  return parts.every((part) => part.outcome === 'done') ? 'told' : 'busy';
}

/** Those of a page that have something to hear. */
async function namedOn(deps: Deps, school: string, person: string, press: Press, refs: readonly VisitRef[]): Promise<readonly VisitRef[]> {
  // One that cannot be read keeps nobody at the school: it goes by the staff of the day.
  const { visits } = await deps.visits.readEach(refs.filter(({ visit }) => VisitId.safeParse(visit).success));
  const all = await readKnownOfEach(deps, school, visits.map(visitOf));
  const now: Instant = deps.clock.now();
  return all.flatMap(({ visit, known }) =>
    hearOfLeaving(visit, person, press, known, now).events.length === 0 ? [] : [{ school, visit: visit.visit }],
  );
}

/** A lost race is read and decided again. */
async function tellVisit(deps: Deps, ref: VisitRef, person: string, press: Press): Promise<void> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    if (tried > 0) await deps.pause(pauseBefore(tried, deps.newRandom()));
    const stored = await deps.visits.read(ref);
    const visit = stored === undefined ? undefined : visitOf(stored);
    const known = visit === undefined ? undefined : await readKnown(deps, visit);
    if (visit === undefined || known === undefined) return;
    const { visit: after, events } = hearOfLeaving(visit, person, press, known, deps.clock.now());
    if (events.length === 0) return;
    const { owed, tally } = after;
    const written = await deps.visits.append({ ref, after: visit.version, events, owed, tally, shadow: shadowOf(after, known) });
    if (written === 'conflict') continue;
    await Promise.allSettled([deps.pokes.poke([ref])]);
    return;
  }
  throw new Error(`visit ${ref.school}/${ref.visit}: every race was lost`);
}
