import type { Instant } from '../domain/time.ts';

/** Which form of somebody's, and about what: `request`, `write-up:HV-7K2M9Q`. */
export interface DraftOf {
  readonly school: string;
  readonly person: string;
  readonly form: string;
}

/** A form that somebody has begun. Only they see it. */
export interface Draft extends DraftOf {
  /** As they were typed, by the name of the field. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** The step that they were at. */
  readonly step: string;
  readonly changedAt: Instant;
}

/** Forms that people have begun, for seven days after they last wrote in them. Each method throws where the store is away. */
export interface Drafts {
  read(of: DraftOf): Promise<Draft | undefined>;
  /** Those of somebody, in order of their forms. */
  allOf(school: string, person: string): Promise<readonly Draft[]>;
  /** One for each person and form: it takes the place of the one before. */
  put(draft: Draft): Promise<void>;
  /** Nothing is left of what was typed. */
  remove(of: DraftOf): Promise<void>;
  removeAllOf(school: string, person: string): Promise<void>;
}

export const draftLasts = 'P7D';
