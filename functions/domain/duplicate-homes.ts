/** Homes that look like one home twice. Whether they are is for people to say. */
import { type Household, plain } from './household.ts';

const reasons = ['same-address', 'same-phone', 'same-child-and-name'] as const;
type Reason = (typeof reasons)[number];

export interface Duplicates {
  readonly households: readonly Household[];
  readonly why: readonly Reason[];
}

/**
 * Homes at one address, with one telephone number, or with one child and one name. Never for one child alone, who may live in two
 * homes, nor for a surname alone.
 */
export function duplicatesAmong(homes: readonly Household[]): readonly Duplicates[] {
  const sharing = new Map<string, { readonly why: Reason; readonly homes: Household[] }>();
  for (const home of homes.filter(({ mergedInto }) => mergedInto === undefined))
    for (const why of reasons)
      for (const mark of new Set(marks[why](home))) {
        const name = `${why}\n${mark}`;
        const group = sharing.get(name) ?? { why, homes: [] };
        group.homes.push(home);
        sharing.set(name, group);
      }
  const groups = new Map<string, Duplicates>();
  for (const { why, homes: alike } of sharing.values()) {
    if (alike.length < 2) continue;
    const name = alike.map(({ id }) => id).join(' ');
    const before = groups.get(name)?.why ?? [];
    groups.set(name, { households: alike, why: before.includes(why) ? before : [...before, why] });
  }
  return [...groups.values()];
}

const marks: Readonly<Record<Reason, (home: Household) => readonly string[]>> = {
  'same-address': ({ address = '' }) => (plain(address) === '' ? [] : [plain(address)]),
  'same-phone': ({ phones, adults }) => [...phones, ...adults.flatMap((adult) => adult.phones)],
  'same-child-and-name': ({ name, pupils }) => pupils.map(({ id }) => `${id}\n${plain(name)}`),
};
