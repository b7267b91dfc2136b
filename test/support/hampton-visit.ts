/** An induction visit of an afternoon in June, as Hampton's policy asks for one. */
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, type Afternoon, hampton } from './afternoon.ts';

/** A time of that Monday in London. */
export const at = (time: string): Instant => Instant.parse(`2026-06-22T${time.length === 5 ? `${time}:00` : time}+01:00`);

export const teacher = 'hampton-teacher';
export const assistant = 'hampton-assistant';
export const familySupport = 'hampton-family-support';
export const office = 'hampton-office';
export const deputy = 'hampton-deputy';
export const head = 'hampton-head';
export const executiveHead = 'hampton-executive-head';

export const induction = {
  type: 'induction',
  purpose: 'To meet the family before September',
  household: 'hampton-home-1',
  visitors: [{ person: teacher }, { person: assistant }],
  plan: { departAt: at('13:00'), returnAt: at('14:30') },
};

/** What the visitors answer beforehand. */
export const answers = {
  class: { class: 'Willow', teacher },
  'risk-decision': 'acceptable',
  'recent-violence': false,
  'notice-sent': '2026-06-15',
  'notice-how': 'letter',
  'violence-now': false,
};
export const ticks = ['carry-phone', 'safety-first'];

/** Asked for, assessed and authorised. */
export async function authorised(a: Pick<Afternoon, 'request' | 'says'>, request: Record<string, unknown> = induction): Promise<void> {
  expectAccepted(await a.request(teacher, request));
  expectAccepted(await a.says(teacher, 'answer', { answers }));
  expectAccepted(await a.says(head, 'authorise', {}));
}

/** Both have signed out. */
export async function out(a: Pick<Afternoon, 'request' | 'says' | 'until'>, request: Record<string, unknown> = induction): Promise<void> {
  await authorised(a, request);
  await a.until(at('13:00'));
  expectAccepted(await a.says(teacher, 'depart', { visitor: 'all', ticks }));
}

/** A school's afternoon on which both have signed out; what that sent has been read. */
export async function gone(): Promise<Afternoon> {
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  a.sent();
  return a;
}

export function expectAccepted(outcome: { readonly outcome: string }): void {
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome, null, 1));
}
