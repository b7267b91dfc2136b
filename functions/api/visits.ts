import * as z from 'zod';
import type { Deps } from '../application/deps.ts';
import { idsOfHome } from '../application/homes-past.ts';
import { listVisits, type Read, readBoard, readVisit, type Wanted } from '../application/read-visits.ts';
import { policyToDo } from '../application/policy-to-do.ts';
import { readToDo } from '../application/to-do.ts';
import { HouseholdId } from '../domain/household.ts';
import { PersonId } from '../domain/person.ts';
import { inLondon, Instant } from '../domain/time.ts';
import { Stage as PolicyStage } from '../domain/policy/policy.ts';
import { listRows } from '../domain/reading/of-visits.ts';
import { asRead, everybody } from '../domain/reading/reading.ts';
import type { Card } from '../domain/visit/shadow.ts';
import { phoneCard } from '../domain/visit/phone-card.ts';
import { shown } from '../domain/visit/shown.ts';
import { visitSheet } from '../domain/visit/sheet.ts';
import { stageCard } from '../domain/visit/stage-card.ts';
import { Stage } from '../domain/visit/stage.ts';
import { VisitId } from '../domain/visit/visit.ts';
import { csv, wantsCsv } from '../http/csv.ts';
import type { Response } from '../http/http.ts';
import { forbidden, notFound } from '../http/problem.ts';
import { answerRead, Cursor, pageLimit, read } from './ask.ts';
import { type Asked, nameOf, viewerOf } from './asked.ts';
import { inSchool, inYoungSchool } from './in-school.ts';
import { mayCall, viewerOn } from './who-may.ts';
import type { ListedVisit } from '../ports/visit-store.ts';

const Nothing = z.strictObject({});

/** `GET …/visits/{visit}` */
export const readOneVisit = read(Nothing, (deps, asked) =>
  showOne(deps, asked, ({ visit, known, now }) => shown(visit, viewerOf(asked.caller), known, now)),
);

/** `GET …/visits/{visit}/cards/{stage}`: what the policy shows and asks this caller at that stage. */
export const readCard = read(Nothing, async (deps, asked) => {
  const stage = PolicyStage.safeParse(asked.request.params['stage']);
  return stage.success ? showOne(deps, asked, ({ visit, known }) => stageCard(visit, stage.data, viewerOf(asked.caller), known)) : notFound;
});

/** `GET …/visits/{visit}/phone`: what whoever is on it needs while they are out. */
export const readPhone = read(Nothing, (deps, asked) =>
  showOne(deps, asked, ({ visit, known, now }) => phoneCard(visit, viewerOn(asked.caller, visit, known), known, now)),
);

/** `GET …/visits/{visit}/sheet`: one page for the folder, and for whoever looks for somebody who is not back. */
export const readSheet = read(Nothing, (deps, asked) =>
  showOne(deps, asked, ({ visit, known, now }) => visitSheet(visit, viewerOf(asked.caller), known, now)),
);

/** Of a visit that this caller may open: an object is answered as JSON, an answer as it is. */
export async function showOne(
  deps: Deps,
  asked: Asked,
  show: (found: Extract<Read, { readonly outcome: 'read' }>) => object | undefined | Promise<Response>,
): Promise<Response> {
  const { school, caller, may, request } = asked;
  const id = VisitId.safeParse(request.params['visit']);
  if (!id.success) return notFound;
  const found = await readVisit(deps, { school, visit: id.data }, nameOf(caller), (visit, staff, known) =>
    mayCall(may, caller, staff, visit, known),
  );
  switch (found.outcome) {
    case 'read': {
      const what = show(found);
      if (what instanceof Promise) return what;
      return what === undefined ? notFound : answerRead(asked, what);
    }
    case 'forbidden':
      return forbidden;
    case 'no-such-visit':
      return notFound;
  }
}

const ListQuery = z.strictObject({
  stage: Stage.optional(),
  household: HouseholdId.optional(),
  visitor: PersonId.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  after: Cursor.optional(),
  limit: pageLimit(50),
});

/** `GET …/visits` */
export const listOfVisits = read(
  ListQuery,
  inSchool(async (deps, asked, { after, limit, household, ...wanted }) => {
    const home = household === undefined ? undefined : await deps.schools.household(asked.school, household);
    const households = household === undefined ? undefined : home === undefined ? [household] : idsOfHome(home.value);
    if (wantsCsv(asked.request.headers['accept'])) return asTable(deps, asked.school, { ...wanted, households });
    const page = await listVisits(deps.visits, asked.school, { ...wanted, households }, { after, limit });
    return answerRead(asked, { visits: page.visits.map(rowOf), ...(page.next === undefined ? {} : { next: page.next }) });
  }),
);

/** So many rows at most: a spreadsheet takes more, an answer does not. */
const mostRows = 10_000;

/** For governors: how many visits of which kind, when, and how they stand. */
async function asTable(deps: Deps, school: string, wanted: Wanted): Promise<Response> {
  const rows: string[][] = [];
  for (let after: string | undefined; rows.length < mostRows;) {
    const page = await listVisits(deps.visits, school, wanted, { after, limit: 100 });
    rows.push(...page.visits.map(tableRow));
    if (page.next === undefined) break;
    after = page.next;
  }
  const byDay = rows.toSorted(([, , , a = ''], [, , , b = '']) => (a < b ? -1 : 1));
  return csv('home-visits', ['visit', 'stage', 'kind', 'day', 'time', 'visitors'], byDay);
}

function tableRow({ ref, card, unreadable }: ListedVisit): string[] {
  if (unreadable === true) return [ref.visit, 'unreadable', '', '', '', ''];
  const { stage, type = '', plannedAt, visitors } = card;
  const { date, time } = plannedAt === undefined ? { date: '', time: '' } : inLondon(plannedAt);
  return [ref.visit, stage, type, date, time, String(visitors.filter(({ state }) => state !== 'not-going').length)];
}

/** A visit's line in a list. */
export const rowOf = ({ ref, card, unreadable }: ListedVisit) => {
  // Of one that cannot be read all that is known is that it is there.
  const known: Partial<Card> = unreadable === true ? {} : card;
  const { stage, type, household, plannedAt, plannedUntil, requester, visitors, changedAt, watched, outAt, back, alarmed } = known;
  const row = {
    id: ref.visit,
    stage,
    type,
    household,
    plannedAt,
    plannedUntil,
    requester,
    visitors,
    changedAt,
    watched,
    outAt,
    back,
    alarmed,
    unreadable,
  };
  return asRead(listRows, row, everybody);
};

/** `GET …/board` */
export const boardNow = read(
  Nothing,
  inSchool(async (deps, asked) => answerRead(asked, { visits: await readBoard(deps, asked.school, viewerOf(asked.caller)) })),
);

/** `GET …/to-do`: what this person has to do about any visit now, those that leave first at the beginning; and about the policy. */
export const toDoNow = read(
  Nothing,
  inYoungSchool(async (deps, asked, _, school) => {
    const { caller } = asked;
    if (caller.kind !== 'person') return forbidden;
    const [visits, policy] = await Promise.all([readToDo(deps, school.id, caller.id), policyToDo(deps, school, caller.id)]);
    return answerRead(asked, { ...visits, policy });
  }),
);
