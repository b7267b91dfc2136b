import * as z from 'zod';
import { findHomes } from '../application/find-homes.ts';
import { keepAnswersOfHome, keepHousehold, shownHousehold } from '../application/keep-homes.ts';
import type { School } from '../application/school.ts';
import { Household, HouseholdId } from '../domain/household.ts';
import type { Question } from '../domain/policy/policy.ts';
import { readingOfHome } from '../domain/reading/who.ts';
import { readsAnswer } from '../domain/visit/shown.ts';
import { AnswerValue } from '../domain/visit/visit.ts';
import { type Fault, forbidden, invalid, notFound } from '../http/problem.ts';
import { answerRead, pageLimit, read, write } from './ask.ts';
import { viewerOf } from './asked.ts';
import { answerEach, idsOf, saidBy } from './each.ts';
import { inSchool } from './in-school.ts';
import { answerToChange, Nothing, PlainAnswers, putWith, writerOf } from './records.ts';

const HouseholdBody = Household.omit({
  id: true,
  answers: true,
  hazards: true,
  entered: true,
  enteredOn: true,
  erasedAt: true,
  changed: true,
}).extend({
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
    const reading = readingOfHome(viewerOf(asked.caller), school);
    if (!kept.every(({ id }) => readsAnswer(id, school.rules, reading))) return forbidden;
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
