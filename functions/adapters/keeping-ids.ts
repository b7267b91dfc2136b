import { setTimeout } from 'node:timers/promises';
import type { MessageIds } from '../ports/message-ids.ts';
import { type Notices, sendTimeOut } from '../ports/notices.ts';

/** What is left of a send's time for keeping its id, in milliseconds. */
const keepingTakes = 1_000;

/** Keeps what the provider calls each text that it took, so that its receipt is known. A text counts as sent whatever comes of that. */
export const keepingIds = (notices: Notices, ids: MessageIds, patience = keepingTakes): Notices => ({
  ...notices,
  async send(message, within = sendTimeOut) {
    const sent = await notices.send(message, Math.max(within - patience, 1));
    if (message.channel === 'text' && sent.outcome === 'accepted' && sent.reference !== undefined) {
      const { ref, notice } = message;
      await Promise.race([
        Promise.allSettled([ids.keep(sent.reference, { ref, notice })]),
        setTimeout(patience, undefined, { ref: false }),
      ]);
    }
    return sent;
  },
});
