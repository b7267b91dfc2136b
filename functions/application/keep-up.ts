import type { Instant } from '../domain/time.ts';
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
  /** When its row says that it is due. */
  readonly dueAt: Instant | undefined;
}

/**
 * What Doorstep itself does to a visit: decides on what is true now and records it; a lost race is read and decided again.
 * `from`: how this process itself left it a moment ago, which needs no reading as long as nobody else has written since.
 * Undefined: there is no such visit. Throws where every race was lost.
 */
export async function keptUp(
  deps: Pick<Deps, 'visits' | 'schools' | 'clock' | 'rules' | 'newRandom' | 'pause'>,
  ref: VisitRef,
  what: Upkeep,
  from?: KeptUp,
): Promise<KeptUp | undefined> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries > 0) await deps.pause(pauseBefore(tries, deps.newRandom()));
    const before = tries === 0 && from !== undefined ? from : await readFor(deps, ref);
    if (before === undefined) return undefined;
    const { visit, known } = before;
    const { keepUp } = deps.rules ?? doorstepRules;
    const decision = keepUp(visit, what, known, deps.clock.now());
    const shadow = shadowOf(decision.visit, known);
    // Nothing happened and the row's own clock is right: nothing to write.
    if (decision.visit === visit && shadow.dueAt === before.dueAt) return before;
    const written = await deps.visits.append({
      ref: { school: ref.school, visit: ref.visit },
      after: visit.version,
      events: decision.events,
      owed: decision.visit.owed,
      tally: decision.visit.tally,
      shadow,
    });
    if (written === 'written') return { visit: { ...decision.visit, version: visit.version + 1 }, known, dueAt: shadow.dueAt };
  }
  throw new Error(`visit ${ref.school}/${ref.visit}: every race was lost`);
}

async function readFor(deps: Pick<Deps, 'visits' | 'schools'>, ref: VisitRef): Promise<KeptUp | undefined> {
  const stored = await deps.visits.read(ref);
  const visit = stored === undefined ? undefined : visitOf(stored);
  const known = visit === undefined ? undefined : await readKnown(deps, visit, { withoutUnreadable: true });
  return visit === undefined || known === undefined ? undefined : { visit, known, dueAt: stored?.dueAt };
}
