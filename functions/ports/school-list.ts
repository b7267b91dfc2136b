import type { ListedSchool } from '../domain/listed-school.ts';
import type { Instant } from '../domain/time.ts';

/** Which schools there are. Whoever looks after Doorstep writes it; what runs only reads it. */
export interface SchoolList {
  /** Every one, in order of their ids, those that have left too. As it was within the last minute. */
  all(): Promise<readonly ListedSchool[]>;
  /** `conflict`: that id is listed, and stays as it is. */
  add(school: ListedSchool): Promise<'written' | 'conflict'>;
  /** `conflict`: it is not listed, or has left before. */
  leaves(id: string, at: Instant): Promise<'written' | 'conflict'>;
  /** `conflict`: it has not left. */
  isBack(id: string): Promise<'written' | 'conflict'>;
}
