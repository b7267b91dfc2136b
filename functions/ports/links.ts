import type { Instant } from '../domain/time.ts';
import type { VisitRef } from '../domain/visit/visit.ts';

/** Whose page it leads to: one person's, of one visit. */
export interface PhoneLink {
  readonly ref: VisitRef;
  readonly person: string;
  readonly madeAt: Instant;
}

/** Links to phone pages. Each method throws where the store is away. */
export interface Links {
  /** Makes one and answers with its 22 letters and figures, which cannot be found out again: only a hash of them is kept. Answers within some 4 seconds. */
  make(link: PhoneLink): Promise<string>;
  /** For 400 days, whether or not it still opens the page. Undefined: none of ours, or it was forgotten. */
  find(secret: string): Promise<PhoneLink | undefined>;
  /** Those of a visit lead nowhere any more; of one person, or of all. */
  forget(ref: VisitRef, person?: string): Promise<void>;
}

export const linkLasts = 'P400D';
