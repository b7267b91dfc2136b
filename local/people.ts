import { reachedBefore } from '../functions/domain/contacts.ts';
import { Duty } from '../functions/domain/policy/policy.ts';
import type { Person } from '../functions/domain/person.ts';
import type { SchoolStore } from '../functions/ports/school-store.ts';

const longestId = 32;

/** A made-up member of staff with these duties: the one of before where there is one. */
export async function personWith(store: SchoolStore, school: string, duties: readonly Duty[]): Promise<Person> {
  const { staff, former = {} } = await store.context(school, {});
  const wanted = Duty.options.filter((duty) => duties.includes(duty));
  for (let n = 1; ; n += 1) {
    const tail = n === 1 ? '' : `-${String(n)}`;
    const id = `made-up-${wanted.join('-') || 'nobody'}`.slice(0, longestId - tail.length) + tail;
    const known = staff[id];
    if (known !== undefined && known.duties.join() === wanted.join()) return known;
    if (known !== undefined || former[id] !== undefined) continue;
    const person: Person = reachedBefore(
      {
        id,
        name: `Made-up ${wanted.join(', ') || 'person without duties'}`,
        firstName: 'Made-up',
        duties: wanted,
        roles: [],
        staff: true,
        // Ofcom keeps 07700 900000 to 900999 for use in plays and films.
        mobile: `+44770090${String(9900 + (Object.keys(staff).length % 100))}`,
        email: `${id}@${school}.example`,
        answers: {},
        ticked: {},
      },
      new Date().toISOString(),
    );
    if ((await store.putPerson(school, person, 0)) === 'written') return person;
  }
}
