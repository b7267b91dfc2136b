import * as z from 'zod';
import type { Deps } from '../application/deps.ts';
import { confirmContact, mayTest, testContacts } from '../application/keep-contacts.ts';
import { shownContacts } from '../application/keep-people.ts';
import type { School } from '../application/school.ts';
import { Channel } from '../domain/contacts.ts';
import { type Person, PersonId } from '../domain/person.ts';
import { epochOf, inLondon, type Instant } from '../domain/time.ts';
import { ok, type Response } from '../http/http.ts';
import { busy, forbidden, keyReused, notFound, problem, tooOften } from '../http/problem.ts';
import { write } from './ask.ts';
import type { Asked } from './asked.ts';
import { inSchool } from './in-school.ts';
import { newCode, newErrandId } from './new-ids.ts';
import { keyFaults, keyIn, pressOf } from './press.ts';

/** About somebody's contacts: their own, or anybody's for whoever sees to them. */
const ofPerson = <Given>(answer: (deps: Deps, asked: Asked, given: Given, school: School, person: Person) => Promise<Response>) =>
  inSchool<Given>(async (deps, asked, given, school) => {
    const { caller } = asked;
    const id = PersonId.safeParse(asked.request.params['person']);
    if (!id.success || caller.kind !== 'person' || !mayTest(school.staff, caller.id, id.data)) return forbidden;
    const person = Object.hasOwn(school.staff, id.data) ? school.staff[id.data] : undefined;
    return person === undefined ? notFound : answer(deps, asked, given, school, person);
  });

const said =
  'A test message is on its way, with a code of six figures. The contact is confirmed once the code is given back. It counts for seven days.';

/** `POST …/people/{person}/test`: by one way, or by every way that leads to them. */
export const sendTestMessage = write(
  z.strictObject({ channel: Channel.optional() }),
  ofPerson(async (deps, asked, { channel }, school, person) => {
    const key = keyIn(asked) ?? '';
    const made = (by: Channel) => ({ channel: by, errand: newErrandId(school.id, key, by), code: newCode() });
    const tested = await testContacts(deps, school, person, channel, made, pressOf(asked));
    switch (tested.outcome) {
      case 'begun':
        return ok({ person: person.id, channels: tested.channels, said }, { status: 202 });
      case 'too-many':
        return tooManyTests(tested, deps.clock.now());
      case 'no-contact':
        return noContact(channel);
      case 'key-reused':
        return keyReused;
      case 'busy':
        return busy;
    }
  }),
  keyFaults,
);

const by = { text: 'mobile number', email: 'email address' } as const;

const tooManyTests = ({ channel, until }: { readonly channel: Channel; readonly until: Instant }, now: Instant): Response =>
  tooOften(
    `Three test messages went to this person's ${by[channel]} within the hour, and nobody's phone is to be flooded. Send the next one from ${inLondon(until).time} on.`,
    Math.ceil((epochOf(until) - epochOf(now)) / 1000),
  );

const noContact = (channel: Channel | undefined): Response =>
  problem({
    type: 'no-contact',
    detail: `Their record has no ${channel === undefined ? 'mobile number and no email address' : by[channel]}. Put it there first.`,
  });

/** `POST …/people/{person}/confirm`: by whoever had the message, or told to whoever sees to contacts. */
export const confirmByCode = write(
  z.strictObject({ channel: Channel, code: z.string().regex(/^\d{6}$/, 'the six figures of the test message') }),
  ofPerson(async (deps, _, { channel, code }, school, person) => {
    const confirmed = await confirmContact(deps, school.id, person.id, channel, code);
    switch (confirmed.outcome) {
      case 'confirmed':
        return ok({ person: person.id, ...shownContacts(confirmed.person) });
      case 'wrong-code':
        return problem({
          type: 'wrong-code',
          detail:
            'It is none of the codes that went there in the last seven days. Look at the message again. After five wrong codes a new test message is needed.',
        });
      case 'nothing-to-confirm':
        return problem({
          type: 'nothing-to-confirm',
          detail: `No test message went to the present ${by[channel]} in the last seven days, or too many wrong codes were given since. Send a new one.`,
        });
      case 'no-contact':
        return noContact(channel);
      case 'busy':
        return busy;
    }
  }),
);
