/** A year group of new families at Hampton in June, as their head of school timetables them: over the API. */
import * as z from 'zod';
import { Household } from '../../functions/domain/household.ts';
import { type Afternoon, afternoonAt, hampton } from './afternoon.ts';
import { apiOf } from './api.ts';
import { assistant, at, teacher } from './hampton-visit.ts';

/** Hampton in the morning with so many more homes, `new-00` and on, to which the visit is offered and who have said yes. */
export async function yearGroup(families = 0): Promise<{ readonly afternoon: Afternoon; readonly call: ReturnType<typeof apiOf> }> {
  const afternoon = await afternoonAt(hampton(), at('08:30'));
  const said = (value: unknown) => ({ value, by: 'seed', at: at('08:00') });
  for (const id of idsOf(families)) {
    const answers = { 'family-name': said(id), offer: said({ sent: '2026-06-01', how: 'letter' }), 'offer-answer': said('accepted') };
    const home = Household.parse({ id, name: `The ${id} family`, address: `${id} Larch Walk`, answers });
    await afternoon.schools.putHousehold('hampton', home, 0);
  }
  return { afternoon, call: apiOf(afternoon) };
}

export const idsOf = (families: number): readonly string[] =>
  Array.from({ length: families }, (_, n) => `new-${String(n).padStart(2, '0')}`);

/** A visit of the timetable that has all that the head of school is asked for. */
export const planned = (household: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  type: 'induction',
  purpose: 'To meet the family before September',
  household,
  visitors: [{ person: teacher }, { person: assistant }],
  plan: { departAt: at('09:00'), arriveAt: at('09:20'), leaveAt: at('10:00'), returnAt: at('12:15') },
  answers: { class: { class: 'Willow', teacher }, 'risk-decision': 'acceptable', 'recent-violence': false },
  ...changes,
});

const Problem = z.looseObject({ type: z.string(), clauses: z.array(z.string()).default([]) });
const Each = z.looseObject({
  status: z.int(),
  id: z.string().optional(),
  visit: z.string().optional(),
  household: z.string().optional(),
  stage: z.string().optional(),
  unmet: z.array(z.looseObject({ code: z.string(), clauses: z.array(z.string()) })).default([]),
  warnings: z.array(z.looseObject({ code: z.string(), person: z.string(), with: z.array(z.string()) })).default([]),
  problem: Problem.optional(),
});
export type Each = z.infer<typeof Each>;

/** What became of each. */
export const eachOf = (body: unknown): readonly Each[] => {
  const { visits, households } = z.looseObject({ visits: z.array(Each).optional(), households: z.array(Each).optional() }).parse(body);
  return visits ?? households ?? [];
};

const Letter = z.looseObject({ visit: z.string(), household: z.string(), unanswered: z.array(z.looseObject({ question: z.string() })) });
/** What the timetable says of each visit. */
export const lettersOf = (body: unknown) => z.looseObject({ visits: z.array(Letter) }).parse(body).visits;
