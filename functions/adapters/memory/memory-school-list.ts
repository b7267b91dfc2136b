import type { ListedSchool } from '../../domain/listed-school.ts';
import type { SchoolList } from '../../ports/school-list.ts';
import { type Faults, faultSwitch } from './faults.ts';

export function memorySchoolList(): SchoolList & Faults {
  const { around, ...faults } = faultSwitch();
  const schools = new Map<string, ListedSchool>();
  return {
    ...faults,
    all: () => around('all', () => structuredClone([...schools.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)))),
    add: (school) =>
      around('add', () => {
        if (schools.has(school.id)) return 'conflict';
        schools.set(school.id, structuredClone(school));
        return 'written';
      }),
    leaves: (id, leftAt) =>
      around('leaves', () => {
        const school = schools.get(id);
        if (school === undefined || school.leftAt !== undefined) return 'conflict';
        schools.set(id, { ...school, leftAt });
        return 'written';
      }),
    isBack: (id) =>
      around('isBack', () => {
        const { leftAt, ...school } = schools.get(id) ?? {};
        if (leftAt === undefined) return 'conflict';
        // It was whole but for that.
        schools.set(id, school as ListedSchool);
        return 'written';
      }),
  };
}
