import type { Message, Notices, Sent } from '../../ports/notices.ts';

export interface Answering {
  readonly outcome: Sent['outcome'];
  /** Of `unknown`: whether it went all the same. */
  readonly went?: boolean;
  /** How many messages it is for: one, unless said. */
  readonly times?: number;
  /** Only those to this person. */
  readonly contact?: string;
  readonly channel?: Message['channel'];
  readonly why?: Sent['why'];
}

export interface MemoryNotices extends Notices {
  /** Every message that went out, in order. */
  readonly outbox: readonly Message[];
  /** Every message that was handed over, whatever became of it. */
  readonly tried: readonly Message[];
  /** The addresses that were asked to be let through, each after its school, in order. */
  readonly asked: readonly string[];
  /** Answers the next messages that fit otherwise than with `accepted`. */
  answer(how: Answering): void;
  /** Accepts everything again. */
  mend(): void;
}

export function memoryNotices(): MemoryNotices {
  const outbox: Message[] = [];
  const tried: Message[] = [];
  const asked: string[] = [];
  let answers: { readonly how: Answering; left: number }[] = [];
  return {
    outbox,
    tried,
    asked,
    letThrough: async (school, address) => {
      await Promise.resolve();
      asked.push(`${school} ${address}`);
    },
    answer: (how) => {
      answers.push({ how, left: how.times ?? 1 });
    },
    mend: () => {
      answers = [];
    },
    send: async (message) => {
      await Promise.resolve();
      tried.push(message);
      const fitting = answers.find(
        ({ how, left }) =>
          left > 0 && (how.contact ?? message.contact) === message.contact && (how.channel ?? message.channel) === message.channel,
      );
      if (fitting) fitting.left -= 1;
      const { outcome, why, went = outcome === 'accepted' }: Answering = fitting?.how ?? { outcome: 'accepted' };
      if (went) outbox.push(message);
      return { outcome, ...(outcome === 'accepted' && { reference: `memory-${outbox.length}` }), ...(why !== undefined && { why }) };
    },
  };
}
