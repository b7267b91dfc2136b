import type { Instant } from '../domain/time.ts';

export const jobKinds = ['import', 'webhook', 'delivery'] as const;
export type JobKind = (typeof jobKinds)[number];

/** What a school has to be done for it that nobody waits for with a life at stake. */
export interface JobRef {
  readonly school: string;
  readonly kind: JobKind;
  /** Letters, figures, hyphens and full stops. */
  readonly id: string;
}

export interface Job extends JobRef {
  /** How many times it has been written. */
  readonly version: number;
  /** When it is next to be seen to. Absent: nothing is left to do. */
  readonly dueAt?: Instant | undefined;
  /** When the table may forget it. */
  readonly forgetAt?: Instant | undefined;
  /** What it is, in JSON: read by the schema of its kind. */
  readonly body: unknown;
}

export interface JobPage {
  readonly after?: string | undefined;
  readonly limit: number;
  /** Those alone whose ids begin so. */
  readonly beginning?: string;
  /** From the last to the first: what is `after` one then comes before it. */
  readonly backwards?: boolean;
}

/** The jobs of every school. Each method throws where the store is away. */
export interface Jobs {
  /** At version 1. `there already`: one of its id is. */
  add(job: Omit<Job, 'version'>): Promise<'added' | 'there already'>;
  read(ref: JobRef): Promise<Job | undefined>;
  /** Those of a kind, in order of their ids: as many as `limit` after `after`. */
  list(school: string, kind: JobKind, page: JobPage): Promise<readonly Job[]>;
  /** Puts it in the place of the version that was read. `conflict`: somebody else has. */
  change(job: Job): Promise<'written' | 'conflict'>;
  /** Everything due at or before `until`, oldest first, as many as `limit`; an index, so a moment behind. */
  due(until: Instant, limit: number): Promise<readonly JobRef[]>;
  /** Keeps a part of what a job works on or has come to: a name of its own, bytes under 300 KB. The same name again is put in its place. */
  putPart(ref: JobRef, name: string, bytes: Uint8Array, forgetAt: Instant): Promise<void>;
  part(ref: JobRef, name: string): Promise<Uint8Array | undefined>;
}
