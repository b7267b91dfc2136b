import type { Machine } from '../domain/machine.ts';
import type { Instant } from '../domain/time.ts';

/** Whose press made it, so that the same press again makes no second one. */
export interface MadeBy {
  readonly id: string;
  readonly body: string;
}

export interface KnownMachine extends Machine {
  readonly press: MadeBy;
}

/** The machines of each school, and their keys. Each method throws where the store is away. */
export interface Machines {
  /** Adds one, and answers with its key, which cannot be found out again: only a hash of it is kept. `taken`: the school has, or had, one of that id. */
  add(machine: Machine, press: MadeBy): Promise<{ readonly key: string } | 'taken'>;
  /** Whose key this is, revoked or not. Undefined: nobody's. */
  whose(key: string): Promise<Machine | undefined>;
  /** Every one of a school, those that were revoked too, in order of their ids. */
  of(school: string): Promise<readonly KnownMachine[]>;
  /** Notes the day of a use. */
  used(key: string, at: Instant): Promise<void>;
  /** From when this is done its key opens nothing. What was revoked stays so, as it was the first time; nothing where there is no such machine. */
  revoke(school: string, id: string, revoked: NonNullable<Machine['revoked']>): Promise<void>;
  /** Whoever made or revoked one is called by another name from now on. */
  rename(school: string, person: string, becomes: string): Promise<void>;
}
