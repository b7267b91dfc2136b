/** Who would be told on a visit, and when, were nobody heard of again. */
import type { Person } from '../person.ts';
import { earliest, type Instant, lengthInMilliseconds, plusMilliseconds } from '../time.ts';
import type { Known } from '../visit/decision.ts';
import { going } from '../visit/relations.ts';
import type { Visit } from '../visit/visit.ts';
import { dueFor } from './clocks.ts';
import { changesOfDuty } from './duty.ts';
import type { Alarm } from './policy.ts';
import { rungReceivers } from './receivers.ts';

/** A rung that could begin on this visit, and who would be told. */
interface Telling {
  /** `no-contact/office`: the ladder and the rung. */
  readonly name: string;
  readonly tell: readonly string[];
  readonly people: readonly Person[];
}

interface Climb {
  readonly ladder: string;
  /** A clock, and `asking` one that waits for somebody to leave and is over once they have; else the kind of alarm that a call opens. */
  readonly of: 'clock' | 'asking' | Alarm['kind'];
  readonly rungs: readonly Telling[];
}

/** Every ladder of the clocks that run on this visit, were nobody heard of again, and of a call at any of its moments: who takes a rung changes only with who is on duty. */
export function whoCouldBeTold(visit: Visit, known: Known): readonly Climb[] {
  const clocks = visit.watch?.clocks.flatMap((clock): readonly Climb[] => {
    const from = earliest(going(visit).map((v) => dueFor(clock, visit, v, { assume: true })));
    if (from === undefined) return [];
    const of = clock.expects === 'depart' ? 'asking' : 'clock';
    return [climbed(of, clock.ladder, plusMilliseconds(from, lengthInMilliseconds(clock.grace)), visit, known)];
  });
  const { departAt, returnAt } = visit.plan;
  const between = departAt === undefined || returnAt === undefined ? [] : changesOfDuty(known, departAt, returnAt);
  const calls = [departAt, ...between, returnAt].flatMap((at) =>
    at === undefined ? [] : known.rules.alarms.map(({ kind, ladder }) => climbed(kind, ladder, at, visit, known)),
  );
  return [...(clocks ?? []), ...calls];
}

/** The rungs of a ladder, were it climbed from `begins` on with nobody answering. */
function climbed(of: Climb['of'], ladder: string, begins: Instant, visit: Visit, known: Known): Climb {
  let at = begins;
  const rungs = (visit.watch?.ladders[ladder] ?? []).map((rung) => {
    const people = rungReceivers(rung, visit, known, at);
    at = plusMilliseconds(at, lengthInMilliseconds(rung.wait));
    return { name: `${ladder}/${rung.id}`, tell: rung.tell, people };
  });
  return { ladder, of, rungs };
}
