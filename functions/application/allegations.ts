import { type Alleged, decideAllegation, whoReads } from '../domain/visit/allegation.ts';
import type { Command, Press } from '../domain/visit/commands.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { AllegationId, Visit, VisitId } from '../domain/visit/visit.ts';
import { decideAndRecord } from './decide-and-record.ts';
import type { Deps } from './deps.ts';
import { readKnown } from './known.ts';
import type { Conditions, Outcome } from './outcome.ts';

/** Notes what was said against somebody on a visit, in an item of its own. Its id follows from the caller's key: the same again is the same one. */
export async function makeAllegation(
  deps: Deps,
  school: string,
  id: AllegationId,
  { visit: on, ...said }: Alleged & { readonly visit: VisitId },
  press: Press,
  conditions: Conditions,
): Promise<Outcome> {
  const stored = await deps.visits.read({ school, visit: on });
  const visit = stored === undefined ? undefined : visitOf(stored);
  const known = visit === undefined ? undefined : await readKnown(deps, visit, { tolerant: true });
  if (visit === undefined || known === undefined) return { outcome: 'no-such-visit' };
  if (!conditions.may(visit, known.staff)) return { outcome: 'forbidden' };
  const ref = { school, visit: id };
  const now = deps.clock.now();
  const decision = decideAllegation(ref, said, visit, press, known, now);
  if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal };
  const { history, owed, tally } = decision.visit;
  const written = await deps.visits.create({ ...ref, version: 1, history: [...history], owed, tally }, shadowOf(decision.visit, known));
  if (written === 'conflict') {
    const before = await deps.visits.read(ref);
    const made = before === undefined ? undefined : visitOf(before);
    if (made === undefined) return { outcome: 'busy' };
    if (press.key !== undefined && made.keys[press.key.id] !== press.key.body) return { outcome: 'key-reused' };
    return { outcome: 'accepted', visit: made, known, now };
  }
  await Promise.allSettled([deps.pokes.poke([ref])]);
  return { outcome: 'accepted', visit: { ...decision.visit, version: 1 }, known, now };
}

export interface ReadAllegation {
  readonly item: Visit;
  readonly known: Known;
}

/** One that this person may read. Whoever may not is not told that it is there. */
export async function readAllegation(
  deps: Pick<Deps, 'visits' | 'schools' | 'clock'>,
  school: string,
  id: AllegationId,
  person: string,
): Promise<ReadAllegation | undefined> {
  const stored = await deps.visits.read({ school, visit: id });
  const item = stored === undefined ? undefined : visitOf(stored);
  const known = item === undefined ? undefined : await readKnown(deps, item);
  if (item?.allegation === undefined || known === undefined || !whoReads(item, known).includes(person)) return undefined;
  await deps.visits.recordRead({ school, visit: id }, person, deps.clock.now());
  return { item, known };
}

/** Those of a school that this person may read, newest first; the last hundred. */
export async function listAllegations(
  deps: Pick<Deps, 'visits' | 'schools'>,
  school: string,
  person: string,
): Promise<readonly ReadAllegation[]> {
  const rows = await deps.visits.list(school, 'allegations', { limit: 100 });
  const items = (await deps.visits.readEach(rows.map(({ ref }) => ref))).visits.map(visitOf);
  const read = await Promise.all(items.map(async (item) => ({ item, known: await readKnown(deps, item) })));
  return read
    .flatMap(({ item, known }) => (known !== undefined && whoReads(item, known).includes(person) ? [{ item, known }] : []))
    .toSorted((a, b) => (a.item.requestedAt < b.item.requestedAt ? 1 : -1));
}

/** Having it, a note, or that it has been seen to: by whoever may read it. */
export async function seeToAllegation(deps: Deps, school: string, id: AllegationId, command: Command, press: Press): Promise<Outcome> {
  const may: Conditions['may'] = (item, _staff, known) =>
    item !== undefined && known !== undefined && press.person !== undefined && whoReads(item, known).includes(press.person);
  const outcome = await decideAndRecord(deps, { school, visit: id }, command, press, { may }, {});
  return outcome.outcome === 'forbidden' ? { outcome: 'no-such-visit' } : outcome;
}
