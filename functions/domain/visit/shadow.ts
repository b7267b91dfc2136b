import * as z from 'zod';
import { Instant } from '../time.ts';
import { gotInside } from '../policy/questions.ts';
import type { Known } from './decision.ts';
import { type LastContact, lastContactOf } from './last-contact.ts';
import { isLinked, isOut, isVisit, openAlarms, stageOf, stateOf, stopAt } from './relations.ts';
import { Stage, VisitorState } from './stage.ts';
import { isBehind, veiled } from './veil.ts';
import type { Visit } from './visit.ts';
import { nextDue } from './watch.ts';
import { cameBack, isAlarming, setOutAt } from './went.ts';

/** What lists and counts need of a visit: no name of a family, no reason, nothing of an alarm but that there is or was one. Under 500 bytes. */
export const Card = z.strictObject({
  stage: Stage,
  type: z.string().optional(),
  household: z.string(),
  plannedAt: Instant.optional(),
  plannedUntil: Instant.optional(),
  changedAt: Instant,
  requester: z.string(),
  visitors: z.array(z.strictObject({ person: z.string(), state: VisitorState })),
  /** Somebody is out, or an alarm is open: the board reads this visit. */
  watched: z.boolean(),
  /** When the first of them set out. */
  outAt: Instant.optional(),
  /** All are back: by when they were expected, or later. */
  back: z.enum(['on-time', 'late']).optional(),
  /** There is or was an alarm: whoever counts alarms reads the visit. */
  alarmed: z.literal(true).optional(),
});
export type Card = Readonly<z.infer<typeof Card>>;

/** In the place of a card that cannot be read: whoever watches looks at the visit itself. `changeSk`: the key of the list, which begins with the time of the change. */
export const unreadCard = (changeSk: string): Card => ({
  stage: 'out',
  household: '',
  changedAt: Instant.parse(changeSk.split('#')[0]),
  requester: '',
  visitors: [],
  watched: true,
});

/** What the indexes hold of a visit, computed at each write. They find candidates; the item decides. */
export interface Shadow {
  /** The next moment at which anything must be done. Absent: nothing is owed. */
  readonly dueAt?: Instant;
  /** In which of the school's lists it stands: what is not yet closed, what is, what is no visit, and what nothing is left of to read. */
  readonly list: 'open' | 'done' | 'allegations' | 'errands' | 'drills' | 'erased';
  readonly changedAt: Instant;
  /** Absent: it stands in no home's list. */
  readonly household?: string;
  readonly plannedAt?: Instant;
  /** Of the household's list: status, whether they got inside. */
  readonly outcome: { readonly stage: Stage; readonly entered: boolean };
  readonly card: Card;
  /** Beside the visit, in no index: for when the visit itself cannot be read. Absent where nothing is owed. */
  readonly lastContact?: LastContact;
}

/** The indexes' attributes of a visit as it stands. */
export function shadowOf(visit: Visit, known: Known): Shadow {
  // A list is shown to whoever is on the visit too: it moves only with what they may know.
  const open = veiled(visit);
  const stage = stageOf(open, known.leads);
  const changedAt = visit.history.findLast((event) => event.type !== 'WatchSet' && isBehind(event, open, known))?.at ?? visit.requestedAt;
  const alarms = openAlarms(visit);
  const dueAt = nextDue(visit, known, { held: true });
  const lastContact = dueAt === undefined ? undefined : lastContactOf(visit, known);
  return {
    dueAt,
    ...(lastContact !== undefined && { lastContact }),
    list: listOf(visit),
    changedAt,
    ...(isVisit(visit) && visit.erasedAt === undefined ? { household: visit.household } : {}),
    plannedAt: visit.plan.departAt,
    outcome: { stage, entered: visit.visitors.some((v) => gotInside(stopAt(visit, v, known.leads)?.outcome, known)) },
    card: {
      stage,
      type: visit.type,
      household: visit.household,
      plannedAt: visit.plan.departAt,
      plannedUntil: visit.plan.returnAt,
      changedAt,
      requester: visit.requester,
      visitors: visit.visitors.map((v) => ({ person: v.person, state: stateOf(visit, v, known.leads) })),
      watched: alarms.length > 0 || visit.visitors.some((v) => !isLinked(v, known.leads) && isOut(v)),
      outAt: setOutAt(open, known),
      back: cameBack(open, known),
      ...(visit.alarms.some((alarm) => isAlarming(visit, alarm)) && { alarmed: true }),
    },
  };
}

function listOf(visit: Visit): Shadow['list'] {
  if (visit.erasedAt !== undefined) return 'erased';
  if (visit.allegation !== undefined) return 'allegations';
  if (visit.errand !== undefined) return 'errands';
  if (visit.drill !== undefined) return 'drills';
  const isOver = visit.closed || visit.ended !== undefined;
  return isOver && openAlarms(visit).length === 0 ? 'done' : 'open';
}
