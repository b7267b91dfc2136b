import { operator } from '../domain/machine.ts';
import type { Deps } from '../application/deps.ts';
import { readYoungSchool } from '../application/school.ts';
import { readBoard } from '../application/read-visits.ts';
import { type Person, personIn } from '../domain/person.ts';
import type { Duty } from '../domain/policy/policy.ts';
import { opensBoard } from '../domain/reading/who.ts';
import type { BoardRow } from '../domain/visit/shown.ts';
import { titled } from './words.ts';

/** What stands around every page: whose school it is, who is looking, and what cannot wait. */
export interface Frame {
  readonly school: { readonly id: string; readonly name: string };
  /** Absent: they have left the school, or their record is not there. */
  readonly person?: Pick<Person, 'id' | 'name' | 'firstName'> & { readonly duties: readonly Duty[] };
  /** Names of everybody of the school, by id, those who have left too. */
  readonly nameOf: (person: string) => string;
  /** Of whoever opens the board: all of it, the worst first. */
  readonly board?: readonly BoardRow[];
}

/** Overdue and calls for help stand on top of every page of whoever looks after those who are out. */
export async function frameFor(
  deps: Pick<Deps, 'schools' | 'visits' | 'clock'>,
  caller: { readonly id: string; readonly school: string },
): Promise<Frame> {
  const school = await readYoungSchool(deps.schools, caller.school);
  const person = Object.hasOwn(school.staff, caller.id) ? school.staff[caller.id] : undefined;
  const board = person !== undefined && opensBoard(person) ? await readBoard(deps, caller.school, { person: caller.id }) : undefined;
  return {
    school: { id: caller.school, name: titled(caller.school) },
    ...(person === undefined ? {} : { person: { id: person.id, name: person.name, firstName: person.firstName, duties: person.duties } }),
    nameOf: (id) => personIn(school, id)?.name ?? (id.startsWith('machine:') ? nameOfMachine(id) : id),
    ...(board === undefined ? {} : { board }),
  };
}

/** The one machine that is a person: whoever made the school with `npm run school`. */
const nameOfMachine = (id: string): string =>
  id === `machine:${operator}` ? 'Whoever looks after Doorstep' : `The school’s machine ${id.slice('machine:'.length)}`;
