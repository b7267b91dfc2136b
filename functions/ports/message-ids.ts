import type { VisitRef } from '../domain/visit/visit.ts';

/** A message of an item, by the id that it has there. */
export interface MessageOf {
  readonly ref: VisitRef;
  readonly notice: string;
}

/** Which of our messages a provider means by a name of its own. */
export interface MessageIds {
  /** Keeps it for four days. Twice is as good as once. Throws where the store is away. */
  keep(id: string, of: MessageOf): Promise<void>;
  /** Undefined: none of ours, or one of longer ago. Throws where the store is away. */
  find(id: string): Promise<MessageOf | undefined>;
}

/** How long a provider may take to say what became of a message. */
export const receiptsTake = 'P4D';
