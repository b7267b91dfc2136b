import { type Notices, type Sent, sendTimeOut } from '../ports/notices.ts';

/** Too little time to begin a send in, in milliseconds. */
const tooLittle = 1_000;

/**
 * The second at once where the first surely did not take it. Where nobody can tell, it is not sent again in the same breath: the
 * next try, which says that it may be a repeat, begins with the other.
 */
export function inTurn(first: Notices, second: Notices, elapsed = (): number => performance.now()): Notices {
  return {
    async send(message) {
      const until = elapsed() + sendTimeOut;
      const [one, other] = message.attempt % 2 === 0 ? [first, second] : [second, first];
      const sent = await one.send(message, sendTimeOut);
      const left = Math.floor(until - elapsed());
      if (!surelyNotTaken(sent) || left < tooLittle) return sent;
      return better(await other.send(message, left), sent);
    },
    letThrough: letThroughBoth(first, second),
  };
}

/** By both at the same moment. Whoever it is for may get it twice, which whoever configured it so has chosen. */
export function byBoth(first: Notices, second: Notices): Notices {
  return {
    async send(message) {
      const [one, other] = await Promise.all([first.send(message), second.send(message)]);
      return better(one, other);
    },
    letThrough: letThroughBoth(first, second),
  };
}

const letThroughBoth =
  (first: Notices, second: Notices): Notices['letThrough'] =>
  async (school, address) => {
    await Promise.all([first.letThrough(school, address), second.letThrough(school, address)]);
  };

/** Whoever wants no more texts gets none by another way either. */
const surelyNotTaken = ({ outcome, why }: Sent): boolean => outcome === 'later' || (outcome === 'failed' && why !== 'opted-out');

const byMerit = ['accepted', 'unknown', 'later', 'failed'] as const;
const better = (a: Sent, b: Sent): Sent => (byMerit.indexOf(a.outcome) <= byMerit.indexOf(b.outcome) ? a : b);
