import type { Hold } from '../../domain/hold.ts';
import type { Household } from '../../domain/household.ts';
import { type Person, presentAndFormer } from '../../domain/person.ts';
import type { Settings } from '../../domain/policy/policy.ts';
import type { VisitId } from '../../domain/visit/visit.ts';
import type { PolicyVersion, Records, SchoolStore, Versioned } from '../../ports/school-store.ts';
import { type Faults, faultSwitch } from './faults.ts';

interface School {
  settings?: Settings;
  readonly people: Map<string, Versioned<Person>>;
  readonly households: Map<string, Versioned<Household>>;
  readonly policies: Map<string, PolicyVersion>;
  readonly rounds: Map<string, Map<VisitId, number>>;
  /** By kind and id, then by version. */
  readonly before: Map<string, Map<number, unknown>>;
  readonly holds: Map<string, Hold>;
}

export interface MemorySchoolStore extends SchoolStore, Faults {}

export function memorySchoolStore(): MemorySchoolStore {
  const { around, ...faults } = faultSwitch();
  const schools = new Map<string, School>();

  const schoolOf = (id: string): School => {
    const known = schools.get(id);
    if (known) return known;
    const school: School = {
      people: new Map(),
      households: new Map(),
      policies: new Map(),
      rounds: new Map(),
      before: new Map(),
      holds: new Map(),
    };
    schools.set(id, school);
    return school;
  };

  const put = <T>(things: Map<string, Versioned<T>>, id: string, value: T, after: number): 'written' | 'conflict' => {
    if ((things.get(id)?.version ?? 0) !== after) return 'conflict';
    things.set(id, structuredClone({ value, version: after + 1 }));
    return 'written';
  };

  /** Where a pointer leads. It leads round in no circle, and nobody waits for ever if it does. */
  const meant = (households: School['households'], id: string, passed: readonly string[] = []): Versioned<Household> | undefined => {
    const home = households.get(id);
    const into = home?.value.mergedInto;
    return into === undefined || passed.includes(into) ? home : meant(households, into, [...passed, id]);
  };

  return {
    ...faults,

    context: (id, want) =>
      around('context', () => {
        const { settings, people, households, policies, rounds } = schoolOf(id);
        const policy = want.policy && policies.get(policyName(want.policy.id, want.policy.version))?.policy;
        const round = want.round === undefined ? undefined : rounds.get(want.round);
        const homes = (want.households ?? []).flatMap((home) => {
          const found = meant(households, home);
          return found ? [[home, found.value] as const] : [];
        });
        return {
          ...(settings && { settings }),
          ...presentAndFormer([...people.values()].map(({ value }) => value)),
          households: Object.fromEntries(homes),
          ...(policy && { policy }),
          round: [...(round ?? [])].toSorted(([a, first], [b, second]) => first - second || (a < b ? -1 : 1)).map(([visit]) => visit),
        };
      }),

    household: (school, id) => around('household', () => meant(schoolOf(school).households, id)),

    households: (school, { after = '', limit }) =>
      around('households', () =>
        [...schoolOf(school).households.values()]
          .map(({ value }) => value)
          .filter(({ id }) => id > after)
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .slice(0, limit),
      ),

    person: (school, id) => around('person', () => schoolOf(school).people.get(id)),

    putHousehold: (school, household, after) =>
      around('putHousehold', () => put(schoolOf(school).households, household.id, household, after)),

    putPerson: (school, person, after) => around('putPerson', () => put(schoolOf(school).people, person.id, person, after)),

    putSettings: (id, settings) =>
      around('putSettings', () => {
        const school = schoolOf(id);
        if ((school.settings?.version ?? 0) !== settings.version - 1) return 'conflict';
        school.settings = structuredClone(settings);
        return 'written';
      }),

    putPolicy: (school, version, policy, { clauses = [], proposed } = {}) =>
      around('putPolicy', () => {
        const { policies } = schoolOf(school);
        const name = policyName(policy.id, version);
        if (policies.has(name)) return 'conflict';
        policies.set(name, structuredClone({ version, policy, clauses, ...(proposed && { proposed }) }));
        return 'written';
      }),

    renameProposer: (school, { id, version }, by) =>
      around('renameProposer', () => {
        const { policies } = schoolOf(school);
        const was = policies.get(policyName(id, version));
        if (was?.proposed !== undefined) policies.set(policyName(id, version), { ...was, proposed: { ...was.proposed, by } });
      }),

    policies: (school) =>
      around('policies', () => [...schoolOf(school).policies].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, version]) => version)),

    policy: (school, id, version) => around('policy', () => schoolOf(school).policies.get(policyName(id, version))),

    keepBefore: (school, kind, id, { value, version }) =>
      around('keepBefore', () => {
        const { before } = schoolOf(school);
        const name = `${kind}#${id}`;
        const kept = before.get(name) ?? new Map<number, unknown>();
        if (!kept.has(version)) before.set(name, kept.set(version, structuredClone(value)));
      }),

    before: <Kind extends keyof Records>(school: string, kind: Kind, id: string) =>
      around('before', () =>
        [...(schoolOf(school).before.get(`${kind}#${id}`) ?? [])]
          .filter(([, value]) => value !== undefined)
          .toSorted(([a], [b]) => a - b)
          // Only what was kept of that kind is under its name.
          .map(([version, value]) => ({ value: value as Records[Kind], version })),
      ),

    changeBefore: (school, kind, id, { value, version }) =>
      around('changeBefore', () => {
        const kept = schoolOf(school).before.get(`${kind}#${id}`);
        if (kept?.get(version) !== undefined) kept.set(version, structuredClone(value));
      }),

    forgetBefore: (school, kind, id) =>
      around('forgetBefore', () => {
        const kept = schoolOf(school).before.get(`${kind}#${id}`);
        for (const version of kept?.keys() ?? []) kept?.set(version, undefined);
      }),

    removePerson: (school, id, after) =>
      around('removePerson', () => {
        const { people } = schoolOf(school);
        if ((people.get(id)?.version ?? 0) !== after) return 'conflict';
        people.delete(id);
        return 'written';
      }),

    holds: (school) => around('holds', () => [...schoolOf(school).holds.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))),

    putHold: (school, hold) =>
      around('putHold', () => {
        schoolOf(school).holds.set(hold.id, structuredClone(hold));
      }),

    joinRound: (school, round, visit, order) =>
      around('joinRound', () => {
        const { rounds } = schoolOf(school);
        rounds.set(round, (rounds.get(round) ?? new Map<VisitId, number>()).set(visit, order));
      }),
  };
}

const policyName = (id: string, version: string): string => `${id}#${version}`;
