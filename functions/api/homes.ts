import * as z from 'zod';
import type { Deps } from '../application/deps.ts';
import { findDuplicates, findHomes } from '../application/find-homes.ts';
import { historyOfHome, visitsOfHome } from '../application/homes-past.ts';
import { keepAnswersOfHome, keepHousehold, shownHousehold } from '../application/keep-homes.ts';
import { mergeHomes } from '../application/merge-homes.ts';
import type { School } from '../application/school.ts';
import { asOf, HazardGiven, Household, HouseholdId } from '../domain/household.ts';
import type { Question } from '../domain/policy/policy.ts';
import { readingOfHome } from '../domain/reading/who.ts';
import { readsAnswer } from '../domain/visit/shown.ts';
import { AnswerValue } from '../domain/visit/visit.ts';
import { ok, type Response } from '../http/http.ts';
import { busy, type Fault, forbidden, invalid, notFound, problem } from '../http/problem.ts';
import { answerRead, Cursor, pageLimit, read, write } from './ask.ts';
import { type Asked, nameOf, viewerOf } from './asked.ts';
import { answerEach, idsOf, saidBy } from './each.ts';
import { inSchool } from './in-school.ts';
import { answerToChange, Nothing, PlainAnswers, putWith, writerOf } from './records.ts';
import { WrittenHousehold } from './written-home.ts';

/** What Doorstep notes itself may come back as it was read, and stays as it is. */
const noted = {
  formerAddresses: z.unknown().optional(),
  mergedFrom: z.unknown().optional(),
  enteredOn: z.unknown().optional(),
  changed: z.unknown().optional(),
} as const;

const HouseholdBody = WrittenHousehold.extend({
  external: Household.shape.external,
  answers: PlainAnswers,
  hazards: z.array(HazardGiven).max(200).optional(),
  /** As much as a home that was two may have, so that what was read can be put. */
  animals: Household.shape.animals,
  entered: z.boolean().optional(),
  /** `false`: another address is the same one, written better. */
  moved: z.boolean().optional(),
  ...noted,
});

const HouseholdsQuery = z.strictObject({
  q: z.string().max(200).optional(),
  pupil: z.string().min(1).max(100).optional(),
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
    const households = homes.map((home) => shownHousehold(school, asOf(home, deps.clock.now()), viewerOf(asked.caller)));
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

/** The home that is named, or the one that it was merged into. */
const ofHome = <Given>(answer: (deps: Deps, asked: Asked, given: Given, school: School, home: Household) => Promise<Response>) =>
  inSchool<Given>(async (deps, asked, given, school) => {
    const id = HouseholdId.safeParse(asked.request.params['household']);
    const home = id.success ? await deps.schools.household(school.id, id.data) : undefined;
    return home === undefined ? notFound : answer(deps, asked, given, school, home.value);
  });

/** `GET …/households/{household}` */
export const readHousehold = read(
  Nothing,
  ofHome(async (deps, asked, _, school, home) =>
    answerRead(asked, shownHousehold(school, asOf(home, deps.clock.now()), viewerOf(asked.caller))),
  ),
);

/** `GET …/households/{household}/visits` */
export const visitsOfHousehold = read(
  z.strictObject({ after: Cursor.optional(), limit: pageLimit(20) }),
  ofHome(async (deps, asked, page, school, home) =>
    answerRead(asked, await visitsOfHome(deps, school.id, home, viewerOf(asked.caller), page)),
  ),
);

/** `GET …/households/{household}/history` */
export const historyOfHousehold = read(
  Nothing,
  ofHome(async (deps, asked, _, school, home) =>
    answerRead(asked, { history: await historyOfHome(deps, school, home, viewerOf(asked.caller)) }),
  ),
);

/** `GET …/duplicates`: homes that look like one home twice, each with why. */
export const listDuplicates = read(
  Nothing,
  inSchool(async (deps, asked, _, school) => {
    const found = await findDuplicates(deps.schools, school.id);
    const duplicates = found.map(({ households, why }) => ({
      households: households.map(({ id, name, address }) => ({ id, name, address })),
      why,
    }));
    return answerRead(asked, { duplicates });
  }),
);

/** `POST …/households/{household}/merge`: everything of `from` is in this home from now on. Once or twice is the same. */
export const mergeHouseholds = write(
  z.strictObject({ from: HouseholdId }),
  inSchool(async (deps, asked, { from }, school) => {
    const into = HouseholdId.safeParse(asked.request.params['household']);
    if (!into.success) return notFound;
    const merge = await mergeHomes(deps, school.id, { into: into.data, from, by: nameOf(asked.caller) });
    switch (merge.outcome) {
      case 'merged':
        return ok(shownHousehold(school, asOf(merge.home, deps.clock.now()), viewerOf(asked.caller)));
      case 'no-such-home':
        return merge.id === from ? invalid([{ pointer: '/from', message: 'this school knows no such home' }]) : notFound;
      case 'itself':
        return notMerged(`They are one home already, and "${merge.id}" is the one that stays: give another home to merge into it.`);
      case 'elsewhere':
        return notMerged(`"${from}" was merged into "${merge.id}": merge that one.`);
      case 'busy':
        return busy;
    }
  }),
);

const notMerged = (detail: string): Response => problem({ type: 'not-merged', detail });

/** `PUT …/households/{household}` */
export const writeHousehold = write(
  HouseholdBody,
  inSchool(async (deps, asked, { formerAddresses: _, mergedFrom: __, enteredOn: ___, changed: ____, ...given }, school) => {
    const id = HouseholdId.safeParse(asked.request.params['household']);
    if (!id.success) return notFound;
    const meant = (await deps.schools.household(school.id, id.data))?.value.id ?? id.data;
    // Whoever still keeps two records of it would each time put one half in the place of both.
    if (meant !== id.data)
      return problem({
        type: 'merged',
        detail: `What is known of it stands under "${meant}": read that, and put it there.`,
      });
    return putWith(asked, (seen) => keepHousehold(deps, school, id.data, given, { ...writerOf(asked), seen }));
  }),
);
