/** What came of a drill: of each step whom it told and by what, and how long it took until somebody answered. */
import { personIn } from '../person.ts';
import { drillListRows, drillRows, drillRungRows } from '../reading/of-visits.ts';
import { asRead, type Reading } from '../reading/reading.ts';
import { answersTo, secondsBetween } from './answers-to-alarm.ts';
import type { Known } from './decision.ts';
import { drillAlarm, nameOfLadder } from './drill.ts';
import { nextRung, rungsOf, tallyKey } from './ladder.ts';
import { marksOf } from './relations.ts';
import type { EventOf, OpenedAlarm, Visit, WatchRung } from './visit.ts';

type Json = Readonly<Record<string, unknown>>;
type Outcome = EventOf<'NoticesMarked'>['marks'][number]['outcome'] | 'waiting';

/** Somebody whom a step told, and what became of the first message by each way. */
export interface ToldInDrill {
  readonly person: string;
  readonly name: string | undefined;
  readonly text?: Outcome;
  readonly email?: Outcome;
}

/** Whoever may open the record reads all of it: it is about nobody's visit. No machine does. */
const reading: Reading = new Set(['person']);

export function shownDrill(item: Visit, known: Known): Json {
  const [alarm] = item.alarms;
  const answers = answersTo(item, drillAlarm);
  const rungs = alarm === undefined ? [] : rungsOf(item, alarm).map((rung, i) => shownRung(item, rung, i + 1, known));
  const told = new Set(rungs.flatMap(({ told: people }) => people.map(({ person }) => person)));
  const answered = new Set([...answers.map(({ by }) => by), alarm?.ended?.by]);
  return asRead(
    drillRows,
    {
      ...summaryOf(item, alarm),
      school: item.school,
      reason: item.drill?.reason,
      until: item.drill?.until,
      heldBy: alarm?.held?.by ?? null,
      heldUntil: alarm?.held?.until ?? null,
      nextAt: alarm?.ended === undefined ? alarm && nextRung(item, alarm)?.at : undefined,
      rungs: rungs.map((rung) => asRead(drillRungRows, rung, reading)),
      attempts: alarm?.attempts.map(({ at, by, rung, who, means, result, words }) => ({ at, by, rung, who, means, result, words })),
      firstAnswer: answers[0] ?? null,
      neverAnswered: [...told].filter((person) => !answered.has(person)),
      how: alarm?.ended?.how,
    },
    reading,
  );
}

/** Its line in the list. */
export const drillLine = (item: Visit): Json => asRead(drillListRows, summaryOf(item, item.alarms[0]), reading);

function summaryOf(item: Visit, alarm: OpenedAlarm | undefined) {
  const [first] = answersTo(item, drillAlarm);
  const { ladder = '', startsAt = item.requestedAt } = item.drill ?? {};
  return {
    id: item.visit,
    ladder: nameOfLadder(ladder),
    begunBy: item.requester,
    askedAt: item.requestedAt,
    startsAt,
    state: alarm?.ended !== undefined ? 'over' : alarm?.rung === undefined ? 'waiting' : 'under-way',
    secondsToAnswer: first === undefined ? null : secondsBetween(startsAt, first.at),
    endedAt: alarm?.ended?.at ?? null,
    endedBy: alarm?.ended?.by,
    ended: alarm?.ended?.because,
  };
}

function shownRung(item: Visit, rung: WatchRung, index: number, known: Known) {
  const begun = item.history.find((event): event is EventOf<'RungBegun'> => event.type === 'RungBegun' && event.rung === index);
  const answer = answersTo(item, drillAlarm).find((one) => one.rung === index);
  const again = item.tally[tallyKey(drillAlarm, index)];
  const first = marksOfRung(item, index);
  const count = (outcome: 'accepted' | 'failed' | 'uncertain'): number =>
    first.filter((mark) => mark.outcome === outcome).length + (again?.[outcome] ?? 0);
  return {
    rung: index,
    id: rung.id,
    do: rung.do,
    say: rung.say,
    wait: rung.wait,
    begunAt: begun?.at ?? null,
    why: begun?.why,
    passedOver: begun?.passedOver,
    told: toldBy(item, index, known),
    repeats: again?.n ?? 0,
    messages: { accepted: count('accepted'), failed: count('failed'), uncertain: count('uncertain') },
    answeredAt: answer?.at ?? null,
    answeredBy: answer?.by ?? null,
    secondsToAnswer: answer === undefined || begun === undefined ? null : secondsBetween(begun.at, answer.at),
  };
}

/** Everybody whom that step has told, and how the first message to each ended. */
export function toldBy(item: Visit, index: number, known: Known): readonly ToldInDrill[] {
  const begun = item.history.flatMap((event) => (event.type === 'RungBegun' && event.rung === index ? event.told : []));
  const people = new Set([...begun, ...(item.tally[tallyKey(drillAlarm, index)]?.to ?? [])]);
  const marks = marksOfRung(item, index);
  const waiting = Object.values(item.owed).filter(({ about }) => about.kind === 'rung' && about.rung === index && about.cycle === 0);
  return [...people].map((person) => ({
    person,
    name: personIn(known, person)?.name,
    ...Object.fromEntries(waiting.flatMap(({ to, channel }) => (to === person ? [[channel, 'waiting' as const]] : []))),
    ...Object.fromEntries(marks.flatMap(({ to, channel, outcome }) => (to === person ? [[channel, outcome]] : []))),
  }));
}

const marksOfRung = (item: Visit, index: number) => marksOf(item).filter(({ about }) => about === `rung:${tallyKey(drillAlarm, index)}`);
