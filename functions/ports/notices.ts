import type { VisitRef } from '../domain/visit/visit.ts';

/** One message to one contact by one channel. */
export interface Message {
  readonly ref: VisitRef;
  /** Its id within the item: `n7-2`. */
  readonly notice: string;
  /** How many tries there have been of whose fate nobody knows. */
  readonly attempt: number;
  /** The person it is for. */
  readonly contact: string;
  readonly channel: 'text' | 'email';
  /** A number in E.164, or an email address. */
  readonly to: string;
  /** Of an email. */
  readonly subject: string;
  readonly text: string;
  /** What it is about, as the history names it: `rung:a1/2`. */
  readonly about: string;
}

export interface Sent {
  /** `failed`: it surely did not go and never will. `later`: it did not go, try again. `unknown`: no answer in time; it may have gone. */
  readonly outcome: 'accepted' | 'failed' | 'later' | 'unknown';
  /** The provider's own name for it. */
  readonly reference?: string;
  /** Of `failed`: whose phone it is wants no more texts; so much has gone there that networks would drop it. */
  readonly why?: 'opted-out' | 'too-many';
}

export interface Notices {
  /** Hands a message to the provider. Answers within so many whole milliseconds, 8 seconds unless said, and never throws. */
  send(message: Message, within?: number): Promise<Sent>;
  /** Asks that a school's emails to this address be let through, where they are not yet: its holder may have to agree. Answers within 8 seconds, and never throws. */
  letThrough(school: string, address: string): Promise<void>;
}

/** The longest that a send may take, in milliseconds. None is begun that could outlive its lease. */
export const sendTimeOut = 8_000;
