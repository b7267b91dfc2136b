/** A visit of the made-up school, over its API. */
import { type Answered, apiOf, inMinutes } from './api.ts';
import { type Afternoon, afternoonAt, madeUp } from './afternoon.ts';
import { Instant } from '../../functions/domain/time.ts';

export const tutor = 'lighthouse-tutor';
export const secondTutor = 'lighthouse-second-tutor';
export const office = 'lighthouse-office';
export const dsl = 'lighthouse-dsl';
export const head = 'lighthouse-head';

export const lighthouse = async () => {
  const afternoon = await afternoonAt(madeUp(), Instant.parse('2026-06-22T12:00:00Z'));
  return { afternoon, call: apiOf(afternoon) };
};
type Call = ReturnType<typeof apiOf>;

export const aVisit = (afternoon: Afternoon) => ({
  type: 'tutoring',
  reason: 'ill',
  household: 'lighthouse-home-1',
  visitors: [{ person: tutor }],
  plan: {
    departAt: inMinutes(afternoon, 60),
    arriveAt: inMinutes(afternoon, 80),
    leaveAt: inMinutes(afternoon, 140),
    returnAt: inMinutes(afternoon, 160),
  },
});

const accepted = (answer: Answered): Answered => {
  if (answer.status >= 300) throw new Error(JSON.stringify(answer));
  return answer;
};

/** Where it is: `/visits/HV-7K2M9QAB`. */
export const requested = async (call: Call, afternoon: Afternoon, changes: object = {}): Promise<string> => {
  const { body } = accepted(await call(tutor, 'POST', '/visits', { body: { ...aVisit(afternoon), ...changes } }));
  return `/visits/${String(body['id'])}`;
};

/** The tutor has signed out. */
export const out = async (call: Call, afternoon: Afternoon): Promise<string> => {
  const visit = await requested(call, afternoon);
  accepted(await call(tutor, 'POST', `${visit}/answer`, { body: { answers: { animals: 'A cat, in the kitchen' } } }));
  accepted(await call(dsl, 'POST', `${visit}/authorise`));
  accepted(await call(tutor, 'POST', `${visit}/depart`));
  return visit;
};
