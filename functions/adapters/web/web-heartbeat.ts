import type { Heartbeat } from '../../ports/heartbeat.ts';

/**
 * A watch outside that expects a GET of its address, and one of `<address>/fail` where something is wrong, as healthchecks.io and
 * others do. One that knows no `/fail` hears nothing, which says the same a little later.
 */
export function webHeartbeat(address: string, { milliseconds = 5_000 } = {}): Heartbeat {
  const unwell = new URL(address);
  unwell.pathname = `${unwell.pathname.replace(/\/$/, '')}/fail`;
  const addresses = { well: address, unwell: unwell.href };
  return {
    async beat(how) {
      try {
        const answer = await fetch(addresses[how], { signal: AbortSignal.timeout(milliseconds) });
        await answer.body?.cancel();
        return answer.ok ? 'heard' : 'unheard';
      } catch {
        return 'unheard';
      }
    },
  };
}
