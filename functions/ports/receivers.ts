import type { Instant } from '../domain/time.ts';
import type { Try } from '../domain/webhook.ts';

export interface Outgoing {
  readonly url: string;
  /** The same with every try, so that whoever receives it twice knows. */
  readonly id: string;
  /** Of this try. */
  readonly at: Instant;
  /** `whsec_…`: each signs. */
  readonly secrets: readonly string[];
  readonly body: string;
}

/** Those outside who are told what changed. */
export interface Receivers {
  /** Answers within 10 seconds with what became of it, and never throws. Nothing inside a network is asked, and no answer leads on elsewhere. */
  send(message: Outgoing): Promise<Omit<Try, 'at'>>;
}
