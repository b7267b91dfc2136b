import { inLondon } from '../domain/time.ts';
import type { Press } from '../domain/visit/commands.ts';
import { refusal } from '../domain/visit/draft.ts';
import { decideDrill, nameOfLadder, type Trying } from '../domain/visit/drill.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { openAlarms } from '../domain/visit/relations.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { DrillId, Visit } from '../domain/visit/visit.ts';
import { type Deps, mostTries } from './deps.ts';
import type { Outcome } from './outcome.ts';
import { knownOf, type School } from './school.ts';

/** What is looked through for one that goes on, and shown in the list. */
const mostListed = 100;

/**
 * The id of a drill follows from the one before it of the same ladder, or from the day where there is none: two that are begun at
 * once come to the same id, though the index, which is a moment behind, shows neither of them.
 */
export type IdAfter = (ladder: string, before: string) => DrillId;

/**
 * Begins a drill. One at a time of each ladder: a second is refused with the id of the first. The same key again answers with the
 * drill that it began.
 */
export async function beginDrill(deps: Deps, school: School, trying: Trying, idAfter: IdAfter, press: Press): Promise<Outcome> {
  const known = knownOf(school);
  const now = deps.clock.now();
  const accepted = (visit: Visit): Outcome => ({ outcome: 'accepted', visit, known, now });
  const all = await drillsOf(deps, school.id);
  const again = all.find(({ keys }) => press.key !== undefined && Object.hasOwn(keys, press.key.id));
  if (again !== undefined) return isSamePress(again, press) ? accepted(again) : { outcome: 'key-reused' };

  const ofLadder = all.filter(({ drill }) => drill !== undefined && nameOfLadder(drill.ladder) === trying.ladder);
  let before = ofLadder.find(isUnderWay) ?? ofLadder[0];
  for (let tried = 0; tried < mostTries; tried += 1) {
    if (before !== undefined && isUnderWay(before))
      return isSamePress(before, press) ? accepted(before) : { outcome: 'refused', refusal: refusal('drill-running', before.visit) };
    const ref = { school: school.id, visit: idAfter(trying.ladder, before?.visit ?? inLondon(now).date) };
    const decision = decideDrill(ref, trying, press, known, now);
    if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal };
    const { history, owed, tally } = decision.visit;
    const written = await deps.visits.create({ ...ref, version: 1, history: [...history], owed, tally }, shadowOf(decision.visit, known));
    if (written === 'written') {
      await Promise.allSettled([deps.pokes.poke([ref])]);
      return accepted({ ...decision.visit, version: 1 });
    }
    const stored = await deps.visits.read(ref);
    before = stored === undefined ? undefined : visitOf(stored);
  }
  return { outcome: 'busy' };
}

const isUnderWay = (item: Visit): boolean => openAlarms(item).length > 0;
const isSamePress = ({ keys }: Visit, { key }: Press): boolean =>
  key !== undefined && Object.hasOwn(keys, key.id) && keys[key.id] === key.body;

/** Those of a school, the newest first; the last hundred. */
export async function drillsOf({ visits }: Pick<Deps, 'visits'>, school: string): Promise<readonly Visit[]> {
  const rows = await visits.list(school, 'drills', { limit: mostListed });
  const items = (await visits.readMany(rows.map(({ ref }) => ref))).map(visitOf);
  return items.toSorted((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
}
