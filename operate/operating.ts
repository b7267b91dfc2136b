/** What whoever looks after Doorstep does with its schools, and what that needs. */
import type { Deps } from '../functions/application/deps.ts';
import type { EmailTopics } from './email-topics.ts';
import type { Rows } from './restore-rows.ts';

export interface Operating {
  readonly deps: Deps;
  readonly topics: EmailTopics;
  /** The table itself, for what is put back into it. */
  readonly rows: Rows;
}

/** What was done, a line for each thing; or why nothing was, each with what to mend. */
export type Done = { readonly done: readonly string[] } | { readonly refused: readonly string[] };

/** As histories name them. */
export const operator = 'machine:operator';
