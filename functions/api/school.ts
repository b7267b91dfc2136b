import * as z from 'zod';
import {
  type Change,
  changeSettings,
  keepAnswersOfHome,
  keepHousehold,
  keepPerson,
  mayReadKept,
  maySetSettings,
  type School,
  type Seen,
  shownHousehold,
  shownPerson,
  shownSettings,
} from '../application/keep-school.ts';
import { findHomes } from '../application/find-homes.ts';
import { Household, HouseholdId } from '../domain/household.ts';
import { Person, PersonId } from '../domain/person.ts';
import { Duty, type Question } from '../domain/policy/policy.ts';
import { AnswerValue } from '../domain/visit/visit.ts';
import { matches } from '../http/etag.ts';
import { ok, type Response } from '../http/http.ts';
import { busy, changed, type Fault, forbidden, invalid, notFound, pointerTo, preconditionRequired } from '../http/problem.ts';
import { answerRead, pageLimit, read, write } from './ask.ts';
import { type Asked, nameOf, viewerOf } from './asked.ts';
import { answerEach, idsOf, saidBy } from './each.ts';
import { inSchool } from './in-school.ts';

const Nothing = z.strictObject({});
const PlainAnswers = z.record(z.string(), AnswerValue).optional();

// ------------------------------------------------------------------------------------------------ policy and settings

/** `GET …/policy`: the rules that a visit goes by, each with its clauses; those of Doorstep's own cite `DS-…`. */
export const readPolicy = read(
  Nothing,
  inSchool(async (_, asked, __, { rules, settings }) => answerRead(asked, { ...rules, version: settings.policy.version })),
);

/** `GET …/settings` */
export const readSettings = read(
  Nothing,
  inSchool(async (_, asked, __, school) => answerRead(asked, shownSettings(school))),
);

/** `PUT …/settings`: these values in the place of all that were set. */
export const writeSettings = write(
  z.strictObject({ values: z.record(z.string(), z.unknown()) }),
  inSchool(async (deps, asked, { values }, school) => {
    const person = asked.caller.kind === 'person' ? school.staff[asked.caller.id] : undefined;
    if (person === undefined || !maySetSettings(school, person)) return forbidden;
    return putWith(asked, (seen) => changeSettings(deps, school.id, values, seen));
  }),
);

// ------------------------------------------------------------------------------------------------ people

const PersonBody = Person.omit({ id: true, answers: true }).extend({ answers: PlainAnswers });

/** `GET …/people` */
export const listPeople = read(
  z.strictObject({ duty: Duty.optional() }),
  inSchool(async (_, asked, { duty }, school) => {
    const people = Object.values(school.staff).filter((person) => duty === undefined || person.duties.includes(duty));
    const inOrder = people.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return answerRead(asked, { people: inOrder.map((person) => shownPerson(school, person, viewerOf(asked.caller))) });
  }),
);

/** `GET …/people/{person}` */
export const readPerson = read(
  Nothing,
  inSchool(async (_, asked, __, school) => {
    const id = PersonId.safeParse(asked.request.params['person']);
    const person = id.success && Object.hasOwn(school.staff, id.data) ? school.staff[id.data] : undefined;
    return person === undefined ? notFound : answerRead(asked, shownPerson(school, person, viewerOf(asked.caller)));
  }),
);

/** `PUT …/people/{person}` */
export const writePerson = write(
  PersonBody,
  inSchool(async (deps, asked, body, school) => {
    const id = PersonId.safeParse(asked.request.params['person']);
    if (!id.success) return notFound;
    return putWith(asked, (seen) => keepPerson(deps, school, id.data, body, { ...writerOf(asked), seen }));
  }),
);

// ------------------------------------------------------------------------------------------------ homes

const HouseholdBody = Household.omit({ id: true, answers: true, hazards: true, entered: true, enteredOn: true }).extend({
  answers: PlainAnswers,
  hazards: Household.shape.hazards.unwrap().optional(),
  entered: z.boolean().optional(),
});

const HouseholdsQuery = z.strictObject({
  q: z.string().max(200).optional(),
  unanswered: z.string().max(100).optional(),
  /** `offer-answer`, or `offer-answer:accepted` where it is to say that. */
  answered: z.string().max(300).optional(),
  after: HouseholdId.optional(),
  limit: pageLimit(100),
});

/** `GET …/households`: by a part of their name or address, or by what is kept of them. */
export const listHouseholds = read(
  HouseholdsQuery,
  inSchool(async (deps, asked, { answered, after, limit, ...wanted }, school) => {
    const [question = '', ...value] = answered?.split(':') ?? [];
    const said = answered === undefined ? undefined : { question, value: value.length === 0 ? undefined : value.join(':') };
    const kept = Object.entries({ unanswered: wanted.unanswered, answered: said?.question }).flatMap(([field, id]) =>
      id === undefined ? [] : [{ field, id }],
    );
    if (kept.length > 0 && asked.caller.kind === 'machine') return forbidden;
    const faults = [...kept.flatMap((one) => notOfHomes(school, one)), ...notAnOption(school, said)];
    if (faults.length > 0) return invalid(faults);
    if (!kept.every(({ id }) => mayReadKept(school, id, viewerOf(asked.caller)))) return forbidden;
    const { homes, next } = await findHomes(deps.schools, school.id, { ...wanted, answered: said }, { after, limit });
    const households = homes.map((home) => shownHousehold(school, home, viewerOf(asked.caller)));
    return answerRead(asked, { households, ...(next === undefined ? {} : { next }) });
  }),
);

/** What the rules keep with a home: what fills a fact is a field of its record. */
const keptOfHomes = ({ rules }: School): readonly Question[] => rules.questions.filter((q) => q.about === 'home' && q.fills === undefined);

function notOfHomes(school: School, { field, id }: { readonly field: string; readonly id: string }): readonly Fault[] {
  const ids = keptOfHomes(school).map((question) => question.id);
  return ids.includes(id) ? [] : [{ pointer: `/query/${field}`, message: `what is kept with a home: ${ids.join(', ')}` }];
}

function notAnOption(
  school: School,
  said: { readonly question: string; readonly value: string | undefined } | undefined,
): readonly Fault[] {
  const { open = true, options = [] } = keptOfHomes(school).find(({ id }) => id === said?.question) ?? {};
  const ids = options.map(({ id }) => id);
  if (open || ids.length === 0 || said?.value === undefined || ids.includes(said.value)) return [];
  return [{ pointer: '/query/answered', message: `one of ${ids.join(', ')}` }];
}

/** `POST …/households/answers`: the same answers kept with many homes, beside what is kept there. Once or twice is the same. */
export const answerHouseholds = write(
  z.strictObject({ answers: z.record(z.string(), AnswerValue), households: idsOf(HouseholdId) }),
  inSchool((deps, asked, { answers, households }, school) =>
    answerEach(
      deps,
      'households',
      households,
      (household) => ({ household }),
      async (household) => {
        const change = await keepAnswersOfHome(deps, school, household, answers, writerOf(asked));
        return saidBy(change === undefined ? notFound : answerToChange(change));
      },
    ),
  ),
);

/** `GET …/households/{household}` */
export const readHousehold = read(
  Nothing,
  inSchool(async (deps, asked, _, school) => {
    const id = HouseholdId.safeParse(asked.request.params['household']);
    const home = id.success ? await deps.schools.household(school.id, id.data) : undefined;
    return home === undefined ? notFound : answerRead(asked, shownHousehold(school, home.value, viewerOf(asked.caller)));
  }),
);

/** `PUT …/households/{household}` */
export const writeHousehold = write(
  HouseholdBody,
  inSchool(async (deps, asked, body, school) => {
    const id = HouseholdId.safeParse(asked.request.params['household']);
    if (!id.success) return notFound;
    return putWith(asked, (seen) => keepHousehold(deps, school, id.data, body, { ...writerOf(asked), seen }));
  }),
);

// ------------------------------------------------------------------------------------------------ writing

const writerOf = ({ caller }: Asked) => ({ viewer: viewerOf(caller), by: nameOf(caller) });

/** A record put where it is to be. A machine says which it is replacing; a person may. */
async function putWith({ request, caller }: Asked, put: (seen: Seen) => Promise<Change>): Promise<Response> {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  const mustBeNew = ifNoneMatch?.trim() === '*';
  if (caller.kind === 'machine' && ifMatch === undefined && !mustBeNew)
    return preconditionRequired('If-Match with the ETag of the record as you read it, or If-None-Match: * where it is new');
  return answerToChange(await put((shown) => (ifMatch === undefined || matches(ifMatch, shown)) && !(mustBeNew && shown !== undefined)));
}

function answerToChange(change: Change): Response {
  switch (change.outcome) {
    case 'kept':
      return ok(change.shown, { status: change.isNew ? 201 : 200 });
    case 'changed':
      return changed;
    case 'wrong':
      return invalid(change.complaints.map(({ path, message }) => ({ pointer: pointerTo(path), message })));
    case 'busy':
      return busy;
  }
}
