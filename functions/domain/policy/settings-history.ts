/** How the settings of a school came to be as they are. */
import { canonical } from '../canonical.ts';
import type { Agreed, Settings } from './policy.ts';

interface ChangeOf<Value> {
  readonly before: Value | null;
  readonly after: Value | null;
}

/** What one writing of the settings changed, and who wrote. */
export interface SettingsChange {
  readonly version: number;
  /** `null`: they came with the school. */
  readonly at: string | null;
  readonly by: string | null;
  readonly values: readonly ({ readonly id: string } & ChangeOf<unknown>)[];
  /** The version of the policy that the school goes by. */
  readonly policy?: ChangeOf<string>;
  /** When the policy was last looked at again. */
  readonly reviewed?: ChangeOf<NonNullable<Settings['reviewed']>>;
}

/** Newest first, of the settings as they were written, oldest first. */
export const settingsHistory = (written: readonly Settings[]): readonly SettingsChange[] =>
  written.map((settings, i) => changeTo(settings, written[i - 1])).toReversed();

function changeTo(after: Settings, before: Settings | undefined): SettingsChange {
  const ids = [...new Set([...Object.keys(before?.values ?? {}), ...Object.keys(after.values)])].toSorted();
  const policy = changed(before?.policy.version, after.policy.version);
  const reviewed = changed(before?.reviewed, after.reviewed);
  return {
    version: after.version,
    at: after.changed?.at ?? null,
    by: after.changed?.by ?? null,
    values: ids.flatMap((id) => {
      const change = changed(before?.values[id], after.values[id]);
      return change === undefined ? [] : [{ id, ...change }];
    }),
    ...(policy === undefined ? {} : { policy }),
    ...(reviewed === undefined ? {} : { reviewed }),
  };
}

const changed = <Value>(before: Value | undefined, after: Value | undefined): ChangeOf<Value> | undefined =>
  canonical(before ?? null) === canonical(after ?? null) ? undefined : { before: before ?? null, after: after ?? null };

/** Every time that the school agreed to this version, the first time first. */
export const agreementsTo = (version: string, written: readonly Settings[]): readonly Agreed[] =>
  written.flatMap(({ policy, agreed }, i) =>
    agreed === undefined || policy.version !== version || written[i - 1]?.agreed?.at === agreed.at ? [] : [agreed],
  );
