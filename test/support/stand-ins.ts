/** What stands in for the services around Doorstep in the World: a provider of texts and email, a queue of pokes, a scheduler. */
import { epochOf } from '../../functions/domain/time.ts';
import { type Message, type Sent, sendTimeOut } from '../../functions/ports/notices.ts';
import type { Receipt } from '../../functions/domain/visit/commands.ts';
import type { Poke } from '../../functions/ports/pokes.ts';
import type { Timer } from '../../functions/ports/timers.ts';
import type { Random, VirtualTime } from './virtual-time.ts';

// ------------------------------------------------------------------------------------------------ what goes wrong

/** How a provider treats one message: what it answers, after how long, and whether the message goes out. */
export interface Treatment {
  readonly outcome?: Exclude<Sent['outcome'], 'unknown'>;
  /** Milliseconds; above the time-out nobody is there to hear the answer. */
  readonly takes?: number;
  readonly goes?: boolean;
  readonly why?: Sent['why'];
}
/** What a provider says later of a message that it took, in milliseconds after its answer. */
export interface Saying {
  readonly after: number;
  readonly rank: Receipt['rank'];
}
/** How a timer fires, in milliseconds. */
export interface Firing {
  readonly early?: number;
  readonly late?: number;
  /** Again, so long after. */
  readonly again?: number;
  readonly lost?: boolean;
}
/** How a poke is handed on, in milliseconds. */
export interface Carriage {
  readonly lost?: boolean;
  readonly late?: number;
  readonly again?: number;
  /** Where it was not done, it is not delivered again. */
  readonly once?: boolean;
}

/** Thrown by a stand-in that was told to fail. */
export class Mishappened extends Error {}

// ------------------------------------------------------------------------------------------------ texts and email

export interface Sending {
  /** The provider has it, or has turned it down. */
  answered(outcome: Sent['outcome'], went: boolean): void;
}

/** Hands one message over; answers as the port does, after its time-out at the latest. */
export async function handOver(time: VirtualTime, random: Random, treatment: Treatment | undefined, sending: Sending): Promise<Sent> {
  const { outcome = 'accepted', why, takes = random.between(150, 400), goes = outcome === 'accepted' } = treatment ?? {};
  const timesOut = takes > sendTimeOut;
  time.at(time.now() + takes, () => {
    sending.answered(timesOut ? 'unknown' : outcome, goes);
  });
  await time.sleep(Math.min(takes, sendTimeOut));
  return timesOut
    ? { outcome: 'unknown' }
    : { outcome, ...(outcome === 'accepted' && { reference: 'taken' }), ...(why !== undefined && { why }) };
}

export interface TextReceived {
  readonly at: number;
  readonly message: Message;
}

// ------------------------------------------------------------------------------------------------ the queue of pokes

const visibility = 30_000;
const mostReceives = 5;

export interface PokeQueue {
  readonly deadLetters: readonly Poke[];
  send(poke: Poke): void;
  /** Nothing is handed out until it is up again. */
  setDown(down: boolean): void;
}

/** A standard queue: a few at a time, again after 30 s where it failed, five times at most. `serve` answers whether it was done. */
export function pokeQueue(
  time: VirtualTime,
  random: Random,
  atOnce: number,
  carriage: (poke: Poke) => Carriage,
  serve: (poke: Poke) => Promise<boolean>,
): PokeQueue {
  interface Message {
    readonly poke: Poke;
    readonly mostReceives: number;
    receives: number;
  }
  const visible: Message[] = [];
  const deadLetters: Poke[] = [];
  let inFlight = 0;
  let isDown = false;

  const appear = (message: Message, then: number): void =>
    time.at(then, () => {
      visible.push(message);
      pump();
    });
  const pump = (): void => {
    while (!isDown && inFlight < atOnce && visible.length > 0) {
      // Any of them: it is not a queue that keeps an order.
      const [message] = visible.splice(random.between(0, Math.min(visible.length, 3) - 1), 1);
      if (message !== undefined) void receive(message);
    }
  };
  const receive = async (message: Message): Promise<void> => {
    inFlight += 1;
    message.receives += 1;
    const hiddenUntil = time.now() + visibility;
    const done = await serve(message.poke);
    inFlight -= 1;
    if (!done && message.receives < message.mostReceives) appear(message, hiddenUntil);
    else if (!done) deadLetters.push(message.poke);
    pump();
  };

  return {
    deadLetters,
    send: (poke) => {
      const { lost = false, late = 0, again, once = false } = carriage(poke);
      const message = (): Message => ({ poke, mostReceives: once ? 1 : mostReceives, receives: 0 });
      if (lost) return;
      appear(message(), time.now() + random.between(10, 120) + late);
      if (again !== undefined) appear(message(), time.now() + again);
    },
    setDown: (down) => {
      isDown = down;
      pump();
    },
  };
}

// ------------------------------------------------------------------------------------------------ the scheduler

/** What could not be delivered for so long is given up. */
const longestDelay = 3_600_000;

const nameOf = ({ ref, due, again = 0 }: Timer): string =>
  `${ref.school}-${ref.visit}-${String(Math.ceil(epochOf(due) / 1000))}-${String(again)}`;

export interface Scheduler {
  ensure(timer: Timer): void;
  /** Those that have not fired, by name. */
  readonly standing: ReadonlyMap<string, Timer>;
  /** Fires nothing until it is up again. */
  setDown(down: boolean): void;
}

/** One-off schedules by name. A name stays taken until its target has answered, and `keepsNames` milliseconds longer. */
export function scheduler(
  time: VirtualTime,
  random: Random,
  firing: (timer: Timer) => Firing,
  fire: (timer: Timer) => void,
  keepsNames: () => number,
): Scheduler {
  const standing = new Map<string, Timer>();
  const taken = new Set<string>();
  let isDown = false;
  const waiting: (() => void)[] = [];

  const ensure = (timer: Timer): void => {
    const name = nameOf(timer);
    if (taken.has(name)) return;
    taken.add(name);
    standing.set(name, timer);
    const { early = 0, late = random.between(0, 900), again, lost = false } = firing(timer);
    const goOff = (): void => {
      if (isDown) {
        waiting.push(goOff);
        return;
      }
      standing.delete(name);
      time.at(time.now() + keepsNames(), () => taken.delete(name));
      if (!lost && time.now() - epochOf(timer.at) < longestDelay) fire(timer);
    };
    // The service keeps whole seconds.
    const at = Math.ceil(epochOf(timer.at) / 1000) * 1000;
    time.at(at + late - early, goOff);
    if (again !== undefined)
      time.at(at + late - early + again, () => {
        if (!isDown) fire(timer);
      });
  };

  return {
    standing,
    ensure,
    setDown: (down) => {
      isDown = down;
      if (!down) for (const goOff of waiting.splice(0)) time.at(time.now() + random.between(0, 2_000), goOff);
    },
  };
}
