import type { Upkeep } from '../domain/visit/commands.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { Visit, VisitRef } from '../domain/visit/visit.ts';
import { type Deps, doorstepRules, mostTries, pauseBefore } from './deps.ts';
import { readKnown } from './known.ts';

export interface KeptUp {
  readonly visit: Visit;
  readonly known: Known;
}

/**
 * What Doorstep itself does to a visit: decides on what is true now and records it; a lost race is read and decided again.
 * Undefined: there is no such visit. Throws where every race was lost.
 */
export async function keptUp(
  deps: Pick<Deps, 'visits' | 'schools' | 'clock' | 'rules' | 'newRandom' | 'pause'>,
  ref: VisitRef,
  what: Upkeep,
): Promise<KeptUp | undefined> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries > 0) await deps.pause(pauseBefore(tries, deps.newRandom()));
    const stored = await deps.visits.read(ref);
    const visit = stored === undefined ? undefined : visitOf(stored);
    const known = visit === undefined ? undefined : await readKnown(deps, visit);
    if (stored === undefined || visit === undefined || known === undefined) return undefined;
    const { keepUp } = deps.rules ?? doorstepRules;
    const decision = keepUp(visit, what, known, deps.clock.now());
    const shadow = shadowOf(decision.visit, known);
    // Nothing happened and the row's own clock is right: nothing to write.
    if (decision.visit === visit && shadow.dueAt === stored.dueAt) return { visit, known };
    const written = await deps.visits.append({
      ref: { school: ref.school, visit: ref.visit },
      after: visit.version,
      events: decision.events,
      owed: decision.visit.owed,
      tally: decision.visit.tally,
      shadow,
    });
    if (written === 'written') return { visit: { ...decision.visit, version: visit.version + 1 }, known };
  }
  throw new Error(`visit ${ref.school}/${ref.visit}: every race was lost`);
}
