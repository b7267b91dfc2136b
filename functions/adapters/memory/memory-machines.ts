import { dayOf, keyOf, secretLength } from '../../domain/machine.ts';
import type { KnownMachine, Machines } from '../../ports/machines.ts';
import { type Faults, faultSwitch } from './faults.ts';

/** Anybody could guess their keys, which are of no use to anybody here. */
export function memoryMachines(): Machines & Faults {
  const kept = new Map<string, KnownMachine>();
  const { around, ...faults } = faultSwitch();
  const change = (isMeant: (machine: KnownMachine, key: string) => boolean, to: (machine: KnownMachine) => KnownMachine): void => {
    for (const [key, machine] of kept) if (isMeant(machine, key)) kept.set(key, to(machine));
  };
  return {
    ...faults,
    add: (machine, press) =>
      around('add', () => {
        if ([...kept.values()].some(({ school, id }) => school === machine.school && id === machine.id)) return 'taken';
        const key = keyOf(String(kept.size + 1).padStart(secretLength, '0'));
        kept.set(key, { ...machine, press });
        return { key };
      }),
    whose: (key) =>
      around('whose', () => {
        const found = kept.get(key);
        if (found === undefined) return undefined;
        const { press: _press, ...machine } = found;
        return machine;
      }),
    of: (school) =>
      around('of', () => [...kept.values()].filter((machine) => machine.school === school).toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    used: (key, at) =>
      around('used', () => {
        change(
          (_, of) => of === key,
          (machine) => ({ ...machine, usedOn: dayOf(at) }),
        );
      }),
    revoke: (school, id, revoked) =>
      around('revoke', () => {
        change(
          (machine) => machine.school === school && machine.id === id,
          (machine) => ({ revoked, ...machine }),
        );
      }),
    rename: (school, person, becomes) =>
      around('rename', () => {
        const renamed = <Done extends { readonly by: string }>(done: Done): Done => (done.by === person ? { ...done, by: becomes } : done);
        change(
          (machine) => machine.school === school,
          ({ made, revoked, ...machine }) => ({
            ...machine,
            made: renamed(made),
            ...(revoked === undefined ? {} : { revoked: renamed(revoked) }),
          }),
        );
      }),
  };
}
