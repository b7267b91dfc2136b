import { newCode, newErrandId } from '../functions/api/new-ids.ts';
import type { Deps } from '../functions/application/deps.ts';
import { testContacts } from '../functions/application/keep-contacts.ts';
import { readSchool } from '../functions/application/school.ts';
import { contactsOf } from '../functions/domain/contacts.ts';
import { inLondon } from '../functions/domain/time.ts';

const ways = { text: 'mobile number', email: 'email address' } as const;

/** Sends a test message to each number and address that nobody has confirmed, of one person or of everybody. The same again on the same day is the same. */
export async function confirmContactsOf(deps: Deps, id: string, only?: string): Promise<readonly string[]> {
  const school = await readSchool(deps.schools, id);
  const people = Object.values(school?.staff ?? {}).filter((person) => only === undefined || person.id === only);
  const said: string[] = [];
  for (const person of people)
    for (const { channel, state, to } of contactsOf(person)) {
      if (school === undefined || state === 'confirmed') continue;
      const key = `operator ${person.id} ${to} ${inLondon(deps.clock.now()).date}`;
      const made = { channel, errand: newErrandId(id, key, channel), code: newCode() };
      const tested = await testContacts(deps, school, person, channel, () => made, {
        by: 'doorstep',
        via: 'system',
        key: { id: key, body: to },
      });
      said.push(
        tested.outcome === 'begun'
          ? `a test message with a code goes to the ${ways[channel]} of ${person.name}`
          : `no test message goes to the ${ways[channel]} of ${person.name} (${tested.outcome}): try again in an hour`,
      );
    }
  return said;
}
