import type { Try } from '../../domain/webhook.ts';
import type { Outgoing, Receivers } from '../../ports/receivers.ts';

export interface MemoryReceivers extends Receivers {
  /** Everything that was sent, in order, with what was answered. */
  readonly sent: readonly (Outgoing & { readonly answer: Omit<Try, 'at'> })[];
  /** What is answered from now on. */
  answers(answer: (message: Outgoing) => Omit<Try, 'at'>): void;
}

export function memoryReceivers(): MemoryReceivers {
  const sent: (Outgoing & { readonly answer: Omit<Try, 'at'> })[] = [];
  let answering: (message: Outgoing) => Omit<Try, 'at'> = () => ({ status: 204 });
  return {
    sent,
    answers: (answer) => {
      answering = answer;
    },
    send: async (message) => {
      const answer = answering(message);
      sent.push({ ...message, answer });
      return Promise.resolve(answer);
    },
  };
}
