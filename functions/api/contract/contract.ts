import type * as z from 'zod';
import type { ProblemName } from '../../http/problem-types.ts';

/** Under which the page that shows the contract puts it. */
export type Tag =
  | 'Visits'
  | 'Before leaving'
  | 'While they are out'
  | 'Alarms'
  | 'Afterwards'
  | 'Homes'
  | 'People'
  | 'Policy and settings'
  | 'Allegations'
  | 'Drills'
  | 'Keeping and erasing'
  | 'Machines'
  | 'What changed'
  | 'Bringing in and taking out';

/**
 * What the contract says of an operation besides its row in routes.ts and what operations.ts reads. It is loaded where the
 * contract is asked for and where it is checked, and never by a request that is only answered.
 */
export interface Contract {
  readonly tag: Tag;
  /** What it does, in one line of at most 60 characters, as an order: `Sign out of school`. */
  readonly summary: string;
  /** What a vendor who has never seen Doorstep must know, in Markdown. */
  readonly description?: string;
  /** What is in the body of each good answer by its status. Strict: a field that is answered and does not stand here is a fault. */
  /** None: it is answered as `also` says alone. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 202, z.ZodType>>>;
  /** As what else it is answered where that is accepted, with what is in it. */
  readonly also?: Readonly<Partial<Record<'text/csv' | 'text/calendar' | 'text/plain', string>>>;
  /** Besides those of every operation of its kind, which the document adds: 401, 404, 413, 415, 429, 500, 503; 400 and 422 where there is a body or a query. */
  readonly problems: readonly ProblemName[];
  /** What is sent besides JSON, or where the operation reads no JSON by a schema of its own. */
  readonly sends?: { readonly json: z.ZodType; readonly csv: string };
  readonly example: {
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly answer: unknown;
  };
}
