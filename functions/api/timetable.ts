import * as z from 'zod';
import { carryOut } from '../application/carry-out.ts';
import { type Put, putOnTimetable, readTimetable, type Timetabled } from '../application/timetable.ts';
import { canonical } from '../domain/canonical.ts';
import { inLondon } from '../domain/time.ts';
import { beforeTheDoor, commandOf, type RequestBody } from '../domain/visit/commands.ts';
import { type DoubleBooked, doubleBooked } from '../domain/visit/double-booked.ts';
import { type Letter, letterOf } from '../domain/visit/letter.ts';
import { shown } from '../domain/visit/shown.ts';
import { VisitId } from '../domain/visit/visit.ts';
import { csv, wantsCsv } from '../http/csv.ts';
import { forbidden, invalid, problem } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { type Asked, type Operation, viewerOf } from './asked.ts';
import { alsoHeard } from './commands.ts';
import { answerEach, idsOf, mostAtOnce, type Said, saidBy } from './each.ts';
import { inSchool } from './in-school.ts';
import { newHouseholdId, newVisitId } from './new-ids.ts';
import { answerTo } from './outcome.ts';
import { keyFaults, keyIn, pressOf } from './press.ts';
import { mayCall, viewerOn } from './who-may.ts';
import { WrittenRequest } from './written-home.ts';

// ------------------------------------------------------------------------------------------------ put on it

const TimetableBody = z.strictObject({
  visits: z.array(WrittenRequest).min(1).max(mostAtOnce),
  /** Each is agreed to as well, as far as the caller may. */
  authorise: z.boolean().default(false),
});

/** `POST …/timetable` */
export const writeTimetable = write(
  TimetableBody,
  inSchool(async (deps, asked, { visits, authorise }) => {
    const { school, caller, may } = asked;
    // Whatever a machine may ask for, a person agrees to it.
    if (authorise && caller.kind === 'machine') return forbidden;
    const clashes = doubleBooked(visits.map(({ visitors, plan, round }) => ({ visitors, plan, round })));
    const all = named(asked, visits).map((visit, place) => ({ visit, warnings: (clashes[place] ?? []).map(warningOf) }));
    return answerEach(
      deps,
      'visits',
      all,
      ({ visit: { body }, warnings }) => ({
        ...(typeof body.household === 'string' ? { household: body.household } : {}),
        ...(warnings.length === 0 ? {} : { warnings }),
      }),
      async ({ visit }) => {
        const put = await putOnTimetable(deps, school, visit, { agree: authorise, may: (_, staff) => mayCall(may, caller, staff) });
        return becameOf(asked, put);
      },
    );
  }),
  keyFaults,
);

/**
 * What each visit is called follows from the school, the key and its home, wherever in the list it stands: so a list from which
 * some were taken out, or to which some were added, makes no visit twice. A home that stands there twice has two visits.
 */
function named(asked: Asked, visits: readonly RequestBody[]): readonly Timetabled[] {
  const { school } = asked;
  const key = keyIn(asked) ?? '';
  const times = new Map<string, number>();
  return visits.map((body) => {
    const home = typeof body.household === 'string' ? body.household : canonical(body.household);
    const nth = (times.get(home) ?? 0) + 1;
    times.set(home, nth);
    const name = `${key}\n${home}\n${String(nth)}`;
    return {
      id: newVisitId(school, name),
      body,
      newHouseholdId: newHouseholdId(school, `${key}\n${home}`),
      press: pressOf(asked, {}, canonical(body)),
    };
  });
}

const warningOf = ({ person, with: others }: DoubleBooked) => ({
  code: 'double-booked',
  message: 'This person is on another visit of this timetable at the same time.',
  person,
  with: others.map((place) => `/visits/${String(place)}`),
});

/** Its id and stage where it was asked for, and what is still wanted before anybody leaves; the problem where something was refused. */
function becameOf(asked: Asked, { requested, agreed }: Put): Said {
  const said = saidBy(answerTo(asked, requested, { status: 201 }));
  if (requested.outcome !== 'accepted') return said;
  const last = agreed?.outcome === 'accepted' ? agreed : requested;
  const visit = shown(last.visit, viewerOn(asked.caller, last.visit, last.known), last.known, last.now);
  const unmet = visit.actions.find(({ name }) => name === 'depart')?.unmet ?? [];
  return {
    household: last.visit.household,
    id: visit.id,
    stage: visit.stage,
    unmet: unmet.map(({ code, clauses, message, missing }) => ({ code, clauses, message, missing })),
    ...(agreed === undefined || agreed.outcome === 'accepted'
      ? said
      : saidBy(agreed.outcome === 'changed' ? isAnother : answerTo(asked, agreed))),
  };
}

const isAnother = problem({
  type: 'changed',
  detail: 'Somebody amended it. Read it, and authorise it by itself.',
});

// ------------------------------------------------------------------------------------------------ told in writing

const mostDays = 62;
const Day = z.iso.date('a date like 2026-06-22');
const DaysQuery = z.strictObject({ from: Day.optional(), to: Day.optional() });

/** `GET …/timetable`: from one day to another, or of today. As a table for a mail merge where that is accepted. */
export const readTimetableByApi = read(
  DaysQuery,
  inSchool(async (deps, asked, given) => {
    const from = given.from ?? given.to ?? inLondon(deps.clock.now()).date;
    const to = given.to ?? from;
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    if (days < 0 || days >= mostDays)
      return invalid([{ pointer: '/query/to', message: `from is not after to, and ${String(mostDays)} days at the most` }]);
    const planned = await readTimetable(deps, asked.school, { from, to });
    const letters = planned.flatMap(({ visit, known }) => letterOf(visit, viewerOf(asked.caller), known) ?? []);
    return wantsCsv(asked.request.headers['accept'])
      ? csv(`timetable-${from}`, columns, letters.map(lineOf))
      : answerRead(asked, { from, to, visits: letters });
  }),
);

const columns = [
  'visit', 'stage', 'household', 'name', 'address', 'date', 'arrives', 'visitors', 'purpose', 'round', 'order', 'unanswered',
]; // prettier-ignore

const lineOf = ({ round, visitors, unanswered, ...letter }: Letter): readonly string[] => [
  letter.visit,
  letter.stage,
  letter.household,
  letter.name ?? '',
  letter.address ?? '',
  letter.date ?? '',
  letter.arrives ?? '',
  visitors.join(', '),
  letter.purpose ?? '',
  round?.id ?? '',
  round === undefined ? '' : String(round.order),
  unanswered.map(({ question }) => question).join(', '),
];

const AnswersBody = beforeTheDoor.answer.extend({ visits: idsOf(VisitId) });

const answering = write(
  AnswersBody,
  async (deps, asked, { visits, answers }) => {
    const { school, caller, may } = asked;
    const press = pressOf(asked, {}, canonical(answers));
    return answerEach(
      deps,
      'visits',
      visits,
      (visit) => ({ visit }),
      async (visit) =>
        saidBy(
          answerTo(
            asked,
            await carryOut(deps, { school, visit }, commandOf('answer', { answers }), press, {
              may: (one, staff, known) => mayCall(may, caller, staff, one, known),
            }),
          ),
        ),
    );
  },
  keyFaults,
);

/** `POST …/visits/answers`: the same answers to many visits, each as `answer` takes them. */
export const answerVisits: Operation = alsoHeard(answering, (_, body) => {
  const sent = z.object({ visits: z.array(z.unknown()) }).safeParse(body);
  return sent.success ? sent.data.visits.slice(0, mostAtOnce) : [];
});
