/** The machines of a school: who makes one, whose key it is, and that it opens nothing any more. */
import { isKey, isUseToBeNoted, type Machine, machineIdFor } from '../domain/machine.ts';
import type { KnownMachine, MadeBy } from '../ports/machines.ts';
import { type Deps, mostTries } from './deps.ts';

type Keeping = Pick<Deps, 'machines' | 'clock'>;

/**
 * Whose key this is, looked up with every call: one that was revoked is refused from the next on. Undefined: nobody's, or revoked.
 * That it was used is noted once a day, and in nobody's way.
 */
export async function whoseKey({ machines, clock }: Keeping, key: string): Promise<Machine | undefined> {
  const machine = isKey(key) ? await machines.whose(key) : undefined;
  if (machine === undefined || machine.revoked !== undefined) return undefined;
  const now = clock.now();
  await Promise.allSettled(isUseToBeNoted(machine, now) ? [machines.used(key, now)] : []);
  return machine;
}

export type Made =
  | { readonly outcome: 'made'; readonly machine: Machine; readonly key: string }
  /** By the same press before, whose answer held the key: nobody can find it out again. */
  | { readonly outcome: 'made-before'; readonly machine: Machine }
  | { readonly outcome: 'key-reused' | 'busy' };

export async function makeMachine(
  { machines, clock }: Keeping,
  school: string,
  { name, scope }: Pick<Machine, 'name' | 'scope'>,
  by: string,
  press: MadeBy,
): Promise<Made> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const those = await machines.of(school);
    const before = those.find((one) => one.press.id === press.id && one.made.by === by);
    if (before !== undefined)
      return before.press.body === press.body ? { outcome: 'made-before', machine: before } : { outcome: 'key-reused' };
    const id = machineIdFor(
      name,
      those.map((one) => one.id),
    );
    const machine: Machine = { school, id, name, scope, made: { at: clock.now(), by } };
    const added = await machines.add(machine, press);
    if (added !== 'taken') return { outcome: 'made', machine, key: added.key };
  }
  return { outcome: 'busy' };
}

/** Undefined: there is none of that id. */
export async function revokeMachine(
  { machines, clock }: Keeping,
  school: string,
  id: string,
  by: string,
): Promise<KnownMachine | undefined> {
  const found = async (): Promise<KnownMachine | undefined> => (await machines.of(school)).find((one) => one.id === id);
  const before = await found();
  if (before === undefined || before.revoked !== undefined) return before;
  await machines.revoke(school, id, { at: clock.now(), by });
  return found();
}
