/** Visits in a calendar: one for whoever may open it, and a school's all to subscribe to. No family, no child, no address, nobody's name. */
import * as z from 'zod';
import type { Deps } from '../application/deps.ts';
import { listVisits } from '../application/read-visits.ts';
import { lengthInMilliseconds, plusMilliseconds } from '../domain/time.ts';
import { type CalendarEntry, entryOfCard, entryOfVisit } from '../domain/visit/calendar.ts';
import { etagOf, hasAlready } from '../http/etag.ts';
import { notKept, type Response } from '../http/http.ts';
import { read } from './ask.ts';
import type { Asked } from './asked.ts';
import { inSchool } from './in-school.ts';
import { Nothing } from './records.ts';
import { showOne } from './visits.ts';

const behind = -lengthInMilliseconds('P30D');
const ahead = lengthInMilliseconds('P365D');
const mostEntries = 1_000;

/** `GET …/visits/{visit}/calendar.ics`: nothing in it where the visit has no time. */
export const visitCalendar = read(Nothing, (deps, asked) =>
  showOne(deps, asked, ({ visit, known }) => {
    const entry = entryOfVisit(visit, known);
    return answerCalendar(asked, `Home visit ${visit.visit}`, entry === undefined ? [] : [entry]);
  }),
);

/** `GET …/calendar.ics`: from a month ago to a year ahead. A calendar program sends no headers: the key of a machine of scope `calendar` stands in its address. */
export const schoolCalendar = read(
  // The key has been read by then.
  z.strictObject({ key: z.string().optional() }),
  inSchool(async (deps, asked, _, school) => answerCalendar(asked, `Home visits (${school.id})`, await entriesOf(deps, school.id))),
);

async function entriesOf(deps: Deps, school: string): Promise<readonly CalendarEntry[]> {
  const now = deps.clock.now();
  const wanted = { from: plusMilliseconds(now, behind), to: plusMilliseconds(now, ahead) };
  const found: CalendarEntry[] = [];
  for (let after: string | undefined; ;) {
    const page = await listVisits(deps.visits, school, wanted, { after, limit: 100 });
    found.push(...page.visits.flatMap(({ ref, card, unreadable }) => (unreadable === true ? [] : (entryOfCard(ref.visit, card) ?? []))));
    if (page.next === undefined || found.length >= mostEntries) return found.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    after = page.next;
  }
}

async function answerCalendar({ request }: Asked, name: string, entries: readonly CalendarEntry[]): Promise<Response> {
  const etag = etagOf({ name, entries });
  if (hasAlready(request.headers['if-none-match'], etag)) return { status: 304, headers: { etag, ...notKept } };
  // Few ask for one.
  const { default: ical, ICalCalendarMethod, ICalEventStatus } = await import('ical-generator');
  const calendar = ical({
    name,
    prodId: { company: 'Doorstep', product: 'Home visits', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3_600,
  });
  for (const { visit, from, until, calledOff, changedAt } of entries)
    calendar.createEvent({
      id: visit,
      summary: `Home visit ${visit}`,
      start: from,
      ...(until === undefined || until <= from ? {} : { end: until }),
      status: calledOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      // The same calendar is the same bytes; and what changed later has the higher number.
      ...{ stamp: changedAt, lastModified: changedAt, sequence: Math.floor(Date.parse(changedAt) / 1000) },
    });
  return {
    status: 200,
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="home-visits.ics"',
      etag,
      ...notKept,
    },
    body: calendar.toString(),
  };
}
