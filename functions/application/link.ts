import type { Instant } from '../domain/time.ts';
import type { Press } from '../domain/visit/commands.ts';
import { draftOf, record } from '../domain/visit/draft.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { VisitId, VisitRef } from '../domain/visit/visit.ts';
import { endAlarms } from '../domain/visit/watch.ts';
import { type Deps, mostTries, pauseBefore } from './deps.ts';
import { readKnown } from './known.ts';

/**
 * Writes on a later visit of an outing that this visitor is watched in the item of another, the lead. Written before the
 * press that needs it, so that no moment lies between two watches. A visit that is not there, or that already watches them
 * itself, is left as it is.
 */
export async function linkTo(deps: Deps, ref: VisitRef, visitor: string, lead: VisitId, press: Press, now: Instant): Promise<void> {
  if (ref.visit === lead) return;
  for (let tried = 0; tried < mostTries; tried += 1) {
    if (tried > 0) await deps.pause(pauseBefore(tried, deps.newRandom()));
    const stored = await deps.visits.read(ref);
    const visit = stored === undefined ? undefined : visitOf(stored);
    const there = visit?.visitors.find((v) => v.person === visitor);
    if (
      visit === undefined ||
      visit.ended !== undefined ||
      there === undefined ||
      there.lead === lead ||
      (there.outSince !== undefined && there.accountedForAt === undefined)
    )
      return;
    const known = await readKnown(deps, visit, { tolerant: true });
    if (known === undefined) return;
    const linked = endAlarms(record(draftOf(visit, known, now, { by: press.by, via: press.via }), { type: 'WatchLinked', visitor, lead }));
    const written = await deps.visits.append({
      ref,
      after: visit.version,
      events: linked.events,
      owed: linked.visit.owed,
      tally: linked.visit.tally,
      shadow: shadowOf(linked.visit, known),
    });
    if (written === 'written') return;
  }
  throw new Error(`visit ${ref.school}/${ref.visit} could not be linked to ${lead}`);
}
