/** Many messages to one person in one, which is an errand that is due within a minute. */
import { latest, plusMilliseconds } from '../domain/time.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { asItIsNow, digestFor, isIn } from '../domain/visit/pace.ts';
import type { DigestEntry, OwedNotice, Visit } from '../domain/visit/visit.ts';
import { nearestTimer, type Timers } from '../ports/timers.ts';
import { type Deps, mostTries } from './deps.ts';
import { beginErrand } from './errands.ts';
import { keptUp } from './keep-up.ts';

/** Puts a message in the person's next digest. It is there before the message is taken off what its visit owes. Throws where it cannot be put in any. */
export async function putInDigest(
  deps: Omit<Deps, 'pokes'> & { readonly timers: Timers },
  school: string,
  { to, channel }: Pick<OwedNotice, 'to' | 'channel'>,
  entry: DigestEntry,
  known: Known,
): Promise<void> {
  for (let later = 1; later <= mostTries; later += 1) {
    const { errand, due } = digestFor(to, channel, deps.clock.now(), later);
    // Timed before it is there, so that none is there without a timer. One that cannot be timed is found by the sweep.
    const at = latest(due, plusMilliseconds(deps.clock.now(), nearestTimer));
    await Promise.allSettled([deps.timers.ensure({ ref: { school, visit: errand }, due, at })]);
    if ((await beginErrand(deps, { school, errand }, { kind: 'digest', to, channel, due, of: [entry] }, known)) === 'begun') return;
    const state = await keptUp(deps, { school, visit: errand }, { type: 'join', entry });
    if (state !== undefined && isIn(state.visit, entry)) return;
    // That one has gone already.
  }
  throw new Error(`school ${school}: no digest takes ${entry.visit}/${entry.notice}`);
}

/** What a digest says of its visits as they are now; where they cannot be read, as they were. Any other item is as it is. */
export async function upToDate(deps: Pick<Deps, 'visits'>, item: Visit): Promise<Visit> {
  if (item.errand?.kind !== 'digest') return item;
  const ids = new Set(item.errand.of.flatMap(({ visit, alarm }) => (alarm === undefined ? [] : [visit])));
  const [read] = await Promise.allSettled([deps.visits.readEach([...ids].map((visit) => ({ school: item.school, visit })))]);
  return read.status === 'fulfilled' ? asItIsNow(item, read.value.visits.map(visitOf)) : item;
}
