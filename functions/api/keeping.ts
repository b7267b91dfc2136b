/** How long things are kept: holds, everything that is held on somebody, and erasing it. */
import * as z from 'zod';
import { canonical } from '../domain/canonical.ts';
import type { Deps } from '../application/deps.ts';
import { beginErrands } from '../application/errands.ts';
import { type Erasure, eraseHome, erasePerson, foreseeErasureOfHome, foreseeErasureOfPerson, listErased } from '../application/erasures.ts';
import { everythingAbout, type About } from '../application/everything.ts';
import { Hold, HoldId } from '../domain/hold.ts';
import { HouseholdId } from '../domain/household.ts';
import { PersonId } from '../domain/person.ts';
import { AllegationId, VisitId } from '../domain/visit/visit.ts';
import { ok, type Response } from '../http/http.ts';
import { invalid, keyReused, notFound, problem } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { nameOf, viewerOf } from './asked.ts';
import { inSchool } from './in-school.ts';
import { newHoldId } from './new-ids.ts';
import { keyFaults, keyIn } from './press.ts';
import { Nothing } from './records.ts';

// ------------------------------------------------------------------------------------------------ holds

/** `GET …/holds`: those that were released too. */
export const listHolds = read(
  Nothing,
  inSchool(async (deps, asked, _, school) => answerRead(asked, { holds: await deps.schools.holds(school.id) })),
);

/** `POST …/holds`: nothing that it is on is erased or forgotten until it is released. */
export const placeHold = write(
  Hold.pick({ on: true, reason: true }),
  inSchool(async (deps, asked, { on, reason }, school) => {
    const missing = await whatIsNotThere(deps, school.id, on);
    if (missing !== undefined) return invalid([{ pointer: '/on/id', message: missing }]);
    const id = newHoldId(school.id, keyIn(asked) ?? '');
    const before = (await deps.schools.holds(school.id)).find((hold) => hold.id === id);
    if (before !== undefined)
      return canonical({ on, reason }) === canonical({ on: before.on, reason: before.reason }) ? ok(before, { status: 201 }) : keyReused;
    const hold: Hold = { id, on, reason, placed: { at: deps.clock.now(), by: nameOf(asked.caller) } };
    await deps.schools.putHold(school.id, hold);
    return ok(hold, { status: 201 });
  }),
  keyFaults,
);

/** A hold on what is not there would hold nothing. Of what was said against somebody nobody learns here whether it is. */
async function whatIsNotThere({ visits, schools }: Deps, school: string, on: Hold['on']): Promise<string | undefined> {
  switch (on.kind) {
    case 'school':
      return undefined;
    case 'person':
      return (await schools.person(school, on.id)) === undefined ? 'there is nobody of that name' : undefined;
    case 'household':
      return (await schools.household(school, on.id)) === undefined ? 'there is no such home' : undefined;
    case 'visit': {
      if (AllegationId.safeParse(on.id).success) return undefined;
      const { data: visit } = VisitId.safeParse(on.id);
      const read = visit === undefined ? undefined : await visits.readEach([{ school, visit }]);
      return read === undefined || read.visits.length + read.unreadable.length === 0
        ? 'there is no such visit: write its number, like HV-7K2M9QAB'
        : undefined;
    }
  }
}

/** `POST …/holds/{hold}/release` */
export const releaseHold = write(
  Nothing,
  inSchool(async (deps, asked, _, school) => {
    const id = HoldId.safeParse(asked.request.params['hold']);
    const hold = (await deps.schools.holds(school.id)).find((each) => id.success && each.id === id.data);
    if (hold === undefined) return notFound;
    if (hold.released !== undefined) return ok(hold);
    const released: Hold = { ...hold, released: { at: deps.clock.now(), by: nameOf(asked.caller) } };
    await deps.schools.putHold(school.id, released);
    // What it was on may be kept no longer.
    await beginErrands(deps, school.id);
    return ok(released);
  }),
);

// ------------------------------------------------------------------------------------------------ what is held on somebody

const Whom = z
  .strictObject({ person: PersonId.optional(), household: HouseholdId.optional(), pupil: z.string().min(1).max(100).optional() })
  .refine((whom) => Object.keys(whom).length === 1, 'name one of person, household and pupil');

/** `GET …/everything?person=`, `household=` or `pupil=` */
export const readEverything = read(
  Whom,
  inSchool(async (deps, asked, { person, household, pupil }, school) => {
    const about: About | undefined =
      person !== undefined ? { person } : household !== undefined ? { household } : pupil !== undefined ? { pupil } : undefined;
    const found = about === undefined ? undefined : await everythingAbout(deps, school, about, viewerOf(asked.caller));
    return found === undefined ? notFound : answerRead(asked, found);
  }),
);

// ------------------------------------------------------------------------------------------------ erasing it

const ErasureBody = z.strictObject({
  person: PersonId.optional(),
  household: HouseholdId.optional(),
  /** Of that home, one of these alone. */
  adult: z.string().min(1).max(40).optional(),
  pupil: z.string().min(1).max(100).optional(),
});

type Subject =
  { readonly person: string } | { readonly household: string; readonly part: { readonly adult?: string; readonly pupil?: string } };

/** Undefined: nobody, or more than one. */
function subjectIn({ person, household, adult, pupil }: z.infer<typeof ErasureBody>): Subject | undefined {
  if (person !== undefined) return household === undefined && adult === undefined && pupil === undefined ? { person } : undefined;
  if (household === undefined || (adult !== undefined && pupil !== undefined)) return undefined;
  return { household, part: { ...(adult === undefined ? {} : { adult }), ...(pupil === undefined ? {} : { pupil }) } };
}

const notOne = invalid([{ pointer: '', message: 'name a person; or a household, and one adult or pupil of it where the rest is to stay' }]);

/** `POST …/erasures`: sent again, it goes on where it stopped. */
export const erase = write(
  ErasureBody,
  inSchool(async (deps, asked, body, school) => {
    const by = nameOf(asked.caller);
    const subject = subjectIn(body);
    if (subject === undefined) return notOne;
    return answered(
      'person' in subject
        ? await erasePerson(deps, school.id, subject.person, by)
        : await eraseHome(deps, school.id, subject.household, subject.part, by),
    );
  }),
);

/** `GET …/erasures/foreseen`: what it would come to, and what stands in the way. Nothing is done. */
export const foreseeErasure = read(
  ErasureBody,
  inSchool(async (deps, asked, query, school) => {
    const by = nameOf(asked.caller);
    const subject = subjectIn(query);
    if (subject === undefined) return notOne;
    const foreseen =
      'person' in subject
        ? await foreseeErasureOfPerson(deps, school.id, subject.person, by)
        : await foreseeErasureOfHome(deps, school.id, subject.household, subject.part, by);
    return foreseen === undefined ? notFound : answerRead(asked, foreseen);
  }),
);

/** `GET …/erasures`: the homes and the people of whom nothing is kept any more. */
export const listErasures = read(
  Nothing,
  inSchool(async (deps, asked, _, school) => answerRead(asked, await listErased(deps, school.id))),
);

function answered(erasure: Erasure): Response {
  switch (erasure.outcome) {
    case 'no-such-record':
      return notFound;
    case 'erased':
    case 'more':
      return ok({ done: erasure.outcome === 'erased', visits: erasure.visits });
    case 'in-the-way':
      return problem({
        type: 'in-the-way',
        detail: [
          ...(erasure.stillThere !== true && erasure.notOver.length + erasure.holds.length === 0
            ? ['Something that others see to is not over yet: try again when it is.']
            : []),
          ...(erasure.stillThere === true ? ['They still work at the school: record first that they have left.'] : []),
          ...(erasure.notOver.length > 0 ? [`Close, decline or call off these visits first: ${erasure.notOver.join(', ')}.`] : []),
          ...(erasure.holds.length > 0 ? [`These holds stand on it: ${erasure.holds.join(', ')}.`] : []),
        ].join(' '),
        more: { visits: erasure.notOver, holds: erasure.holds },
      });
  }
}
