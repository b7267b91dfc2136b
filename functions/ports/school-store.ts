import type { Hold } from '../domain/hold.ts';
import type { Household } from '../domain/household.ts';
import type { Person, Staff } from '../domain/person.ts';
import type { Clause } from '../domain/policy/clause.ts';
import type { Changed, Policy, Settings } from '../domain/policy/policy.ts';
import type { VisitId } from '../domain/visit/visit.ts';

/** A thing and how many times it has been written; 0 is not there yet. */
export interface Versioned<T> {
  readonly value: T;
  readonly version: number;
}

export interface SchoolContext {
  /** Absent: there is no such school. */
  readonly settings?: Settings;
  /** Everybody who works there now. */
  readonly staff: Staff;
  /** Whoever has left, where anybody has. */
  readonly former?: Staff;
  /** By the id that was asked for, those that exist. */
  readonly households: Readonly<Record<string, Household>>;
  /** Absent where it was not asked for, or is not there. */
  readonly policy?: Policy;
  /** Of the round that was asked for: its visits, in order. */
  readonly round: readonly VisitId[];
}

/** What is replaced whole when it is written, and what it was stays beside it. */
export interface Records {
  readonly settings: Settings;
  readonly person: Person;
  readonly household: Household;
}

/** A version of a school's policy, which never changes. */
export interface PolicyVersion {
  readonly version: string;
  readonly policy: Policy;
  /** Those of its document, where they were kept with it. */
  readonly clauses: readonly Clause[];
  /** Absent: it came with the school. */
  readonly proposed?: Changed;
}

/** What a school keeps besides its visits. A write answers `conflict` where the version is no longer the one given. */
export interface SchoolStore {
  /** Everything a decision needs, in one read. A policy version never changes, so it is read once and kept in memory. */
  context(
    school: string,
    want: {
      readonly policy?: { readonly id: string; readonly version: string };
      readonly households?: readonly string[];
      readonly round?: string;
    },
  ): Promise<SchoolContext>;
  /** The home that is meant, here and in `context`: of one that was merged into another, that other, under its own id and version. */
  household(school: string, id: string): Promise<Versioned<Household> | undefined>;
  /** Every record of a home, those that were merged into another among them, in order of its id: as many as `limit` of those that come after the home `after`, whether or not that one is there. */
  households(school: string, page: { readonly after?: string; readonly limit: number }): Promise<readonly Household[]>;
  person(school: string, id: string): Promise<Versioned<Person> | undefined>;
  putHousehold(school: string, household: Household, after: number): Promise<'written' | 'conflict'>;
  /** Everybody is in one item, so that one read answers who is on duty. */
  putPerson(school: string, person: Person, after: number): Promise<'written' | 'conflict'>;
  /** `settings.version` is the new one, one more than what was read. */
  putSettings(school: string, settings: Settings): Promise<'written' | 'conflict'>;
  /** A version is written once: again is `conflict`. */
  putPolicy(
    school: string,
    version: string,
    policy: Policy,
    beside?: Partial<Pick<PolicyVersion, 'clauses' | 'proposed'>>,
  ): Promise<'written' | 'conflict'>;
  /** The one thing of a version that ever changes: who proposed it, once they are called by another name. */
  renameProposer(school: string, version: { readonly id: string; readonly version: string }, by: string): Promise<void>;
  /** Every version of every policy that the school has or had, in order of their ids and versions. */
  policies(school: string): Promise<readonly PolicyVersion[]>;
  policy(school: string, id: string, version: string): Promise<PolicyVersion | undefined>;
  /** Keeps what a record was, before it is written again. It never changes, so that keeping it twice is keeping it once. The settings' id is the school's. */
  keepBefore<Kind extends keyof Records>(school: string, kind: Kind, id: string, was: Versioned<Records[Kind]>): Promise<void>;
  /** What a record was, oldest first. What was forgotten is not among it. */
  before<Kind extends keyof Records>(school: string, kind: Kind, id: string): Promise<readonly Versioned<Records[Kind]>[]>;
  /** Puts something else in the place of what a record was: the same with nothing of somebody left in it. */
  changeBefore<Kind extends keyof Records>(school: string, kind: Kind, id: string, was: Versioned<Records[Kind]>): Promise<void>;
  /** Nothing is left of what a record was but how often it was written. */
  forgetBefore(school: string, kind: keyof Records, id: string): Promise<void>;
  /** Takes somebody out of the staff, whose record has gone to another name. */
  removePerson(school: string, id: string, after: number): Promise<'written' | 'conflict'>;
  /** Every legal hold of the school, those that were released too. */
  holds(school: string): Promise<readonly Hold[]>;
  /** Places a hold, or puts what has become of it in its place. */
  putHold(school: string, hold: Hold): Promise<void>;
  /** Adds a visit to a round, which is its visits in order. */
  joinRound(school: string, round: string, visit: VisitId, order: number): Promise<void>;
}
