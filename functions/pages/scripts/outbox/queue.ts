/**
 * What was pressed and has not reached the school: kept by the phone until the school has answered. It knows neither the page,
 * the network nor the clock.
 */

export interface Press {
  /** Random: the school takes the same press twice as one. */
  readonly id: string;
  /** Where it goes: the page on which it was pressed. */
  readonly path: string;
  readonly fields: readonly (readonly [string, string])[];
  /** What it is called while it waits. */
  readonly says: string;
  /** When it was pressed, in milliseconds, by the phone. */
  readonly at: number;
  /** It goes before everything else. */
  readonly first: boolean;
  readonly tries: number;
  /** Not before. */
  readonly nextAt: number;
  /** The school has answered, and did not take it: whoever pressed it has to see why. */
  readonly refused?: boolean;
}
export type Queue = readonly Press[];

const second = 1000;
/** How long the school has to answer. */
export const patience = 8 * second;
const waits = [4, 8, 16, 30];
/** Two taps of one thumb. */
const oneTap = 2 * second;

/** The same button twice in a moment is one press. */
export function put(queue: Queue, press: Press): Queue {
  const isSame = (other: Press): boolean =>
    other.path === press.path && other.says === press.says && press.at - other.at < oneTap && sameFields(other, press);
  return queue.some(isSame) ? queue : [...queue, press];
}

const sameFields = (a: Press, b: Press): boolean => said(a) === said(b);
/** What it says: not its own name, nor the second in which it was pressed. */
const said = ({ fields }: Press): string => JSON.stringify(fields.filter(([name]) => name !== 'key' && name !== 'at'));

/** What is to be sent now: help first, then in the order in which it was pressed. One at a time, but nothing holds up a call for help. */
export function next(queue: Queue, now: number, underway: readonly string[]): Press | undefined {
  const ready = queue.filter((press) => press.refused !== true && press.nextAt <= now && !underway.includes(press.id));
  return ready.find((press) => press.first) ?? (underway.length === 0 ? ready[0] : undefined);
}

/** No answer: it stays, and goes again after 4, 8, 16, and then every 30 seconds. */
export const failed = (queue: Queue, id: string, now: number): Queue =>
  changed(queue, id, (press) => ({
    ...press,
    tries: press.tries + 1,
    nextAt: now + (waits[Math.min(press.tries, waits.length - 1)] ?? 30) * second,
  }));

/** The network is back, or somebody looks at the page: everything goes now. */
export const woken = (queue: Queue, now: number): Queue => queue.map((press) => (press.nextAt > now ? { ...press, nextAt: now } : press));

/** The school has it. */
export const taken = (queue: Queue, id: string): Queue => queue.filter((press) => press.id !== id);

export const refused = (queue: Queue, id: string): Queue => changed(queue, id, (press) => ({ ...press, refused: true }));

/** What was found out since it was pressed, as long as it has not been tried: from then on it stays what it was. */
export const completed = (queue: Queue, id: string, fields: Press['fields'], now: number): Queue =>
  changed(queue, id, (press) => (press.tries > 0 ? press : { ...press, fields: [...press.fields, ...fields], nextAt: now }));

const changed = (queue: Queue, id: string, change: (press: Press) => Press): Queue =>
  queue.map((press) => (press.id === id ? change(press) : press));

/** When the first is to be tried next, of those that wait. */
export const soonest = (queue: Queue): number | undefined => {
  const times = queue.filter((press) => press.refused !== true).map((press) => press.nextAt);
  return times.length === 0 ? undefined : Math.min(...times);
};

/** As it was kept. Whatever is no press was not kept by this page. */
export function queueIn(text: string | null): Queue {
  const kept: unknown = text === null || text === '' ? [] : JSON.parse(text);
  return Array.isArray(kept) ? kept.filter(isPress) : [];
}

function isPress(kept: unknown): kept is Press {
  if (typeof kept !== 'object' || kept === null) return false;
  const { id, path, fields, says, at, nextAt }: { [field in keyof Press]?: unknown } = kept;
  return (
    typeof id === 'string' &&
    typeof path === 'string' &&
    /^\/(v|visits)\//.test(path) &&
    Array.isArray(fields) &&
    typeof says === 'string' &&
    typeof at === 'number' &&
    typeof nextAt === 'number'
  );
}
