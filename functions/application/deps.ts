import { decide, keepUp } from '../domain/visit/decide.ts';
import type { Clock } from '../ports/clock.ts';
import type { Drafts } from '../ports/drafts.ts';
import type { Erasures } from '../ports/erasures.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Links } from '../ports/links.ts';
import type { Machines } from '../ports/machines.ts';
import type { Pokes } from '../ports/pokes.ts';
import type { SchoolList } from '../ports/school-list.ts';
import type { SchoolStore } from '../ports/school-store.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { VisitStore } from '../ports/visit-store.ts';

/** What is decided about a visit: by people and machines, and by Doorstep itself. */
export interface Rules {
  readonly decide: typeof decide;
  readonly keepUp: typeof keepUp;
}
export const doorstepRules: Rules = { decide, keepUp };

/** What carrying out a command needs. */
export interface Deps {
  readonly visits: VisitStore;
  readonly schools: SchoolStore;
  readonly schoolList: SchoolList;
  readonly erasures: Erasures;
  readonly sessions: Sessions;
  readonly drafts: Drafts;
  /** To phone pages. */
  readonly links: Links;
  readonly machines: Machines;
  /** What is done bit by bit: imports. */
  readonly jobs: Jobs;
  readonly pokes: Pokes;
  readonly clock: Clock;
  /** Doorstep's own where none are given. */
  readonly rules?: Rules;
  /** Something that nobody else has. */
  readonly newRandom: () => string;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** A lost race is read and decided again, so often at most, after a pause that grows. */
export const mostTries = 12;
const firstPause = 10;
const longestPause = 1_000;

/** A pause in milliseconds between nothing and twice the last, so that writers who met do not meet again. */
export function pauseBefore(tried: number, random: string): number {
  const most = Math.min(firstPause * 2 ** tried, longestPause);
  return (Number.parseInt(random.replace(/[^0-9a-f]/gi, '').slice(0, 6) || '0', 16) / 0xffffff) * most;
}
