/** How a record of a school is changed: read, decided, and written at the version that was read. */
import { canonical } from '../domain/canonical.ts';
import type { Consequence } from '../domain/policy/left-without.ts';
import type { SettingComplaint } from '../domain/policy/settings.ts';
import type { Instant } from '../domain/time.ts';
import type { Viewer } from '../domain/visit/shown.ts';
import type { Records, Versioned } from '../ports/school-store.ts';
import type { Deps } from './deps.ts';

export type Keeping = Pick<Deps, 'schools' | 'clock'>;

/** Whether the caller has seen the record as it is shown to them now; `undefined` where it is not there. */
export type Seen = (shown: object | undefined) => boolean;

/** What is wrong with what was given, and where in it. */
export type Complaint = SettingComplaint;

export type Change =
  | { readonly outcome: 'kept'; readonly isNew: boolean; /** It was so already. */ readonly wasSo?: true; readonly shown: object }
  | { readonly outcome: 'changed' }
  /** Not done yet: this is what it would take away, and whoever asks may be sure of it. */
  | { readonly outcome: 'would-leave-nobody'; readonly consequences: readonly Consequence[] }
  | { readonly outcome: 'wrong'; readonly complaints: readonly Complaint[] }
  | { readonly outcome: 'busy' };

/** How often a write is tried again that somebody else got in before. */
const tries = 5;

export async function written(attempt: () => Promise<Change | 'conflict'>): Promise<Change> {
  for (let n = 0; n < tries; n += 1) {
    const change = await attempt();
    if (change !== 'conflict') return change;
  }
  return { outcome: 'busy' };
}

/** Who writes, and for whom the answer is made. */
export interface Writer {
  readonly viewer: Viewer;
  /** As the history names them. */
  readonly by: string;
  readonly seen: Seen;
}

/** One record of a school: where it is kept, how it is shown, and how it is written. */
export interface Keeps<Kind extends keyof Records> {
  readonly kind: Kind;
  readonly id: string;
  readonly read: () => Promise<Versioned<Records[Kind]> | undefined>;
  readonly shown: (value: Records[Kind]) => object;
  readonly put: (value: Records[Kind], after: number) => Promise<'written' | 'conflict'>;
}

/**
 * Reads a record, works out what it is from now on, and writes that, with who did it and when; what it was stays beside it.
 * The same again is not written, and is done whatever the caller has seen: a write whose answer was lost finds its own. `next` answers
 * undefined where the record is not as it has to be.
 */
export function kept<Kind extends keyof Records>(
  { schools, clock }: Keeping,
  school: string,
  { kind, id, read, shown, put }: Keeps<Kind>,
  { by, seen }: Pick<Writer, 'by' | 'seen'>,
  next: (
    before: Records[Kind] | undefined,
    at: Instant,
  ) =>
    | {
        readonly value: Records[Kind];
        readonly complaints: readonly Complaint[];
        /** What the change would take away, which whoever asks has not said they are sure of. */
        readonly consequences?: readonly Consequence[];
      }
    | undefined,
): Promise<Change> {
  return written(async () => {
    const before = await read();
    const at = clock.now();
    const after = next(before?.value, at);
    const isSeen = seen(before === undefined ? undefined : shown(before.value));
    if (after === undefined) return { outcome: 'changed' };
    const { value, complaints, consequences = [] } = after;
    const wasSo = before !== undefined && isSame(before.value, value);
    if (!isSeen && !wasSo) return { outcome: 'changed' };
    if (complaints.length > 0) return { outcome: 'wrong', complaints };
    if (consequences.length > 0) return { outcome: 'would-leave-nobody', consequences };
    if (wasSo) return { outcome: 'kept', isNew: false, wasSo, shown: shown(before.value) };
    if (before !== undefined) await schools.keepBefore(school, kind, id, before);
    const stamped = { ...value, changed: { at, by } };
    if ((await put(stamped, before?.version ?? 0)) === 'conflict') return 'conflict';
    return { outcome: 'kept', isNew: before === undefined, shown: shown(stamped) };
  });
}

/** But for how often and by whom it was written. */
const isSame = (before: object, after: object): boolean =>
  canonical({ ...before, changed: 0, version: 0 }) === canonical({ ...after, changed: 0, version: 0 });
