import { marksOf, openAlarms } from '../domain/visit/relations.ts';
import type { Receipt } from '../domain/visit/commands.ts';
import type { Tried } from '../domain/contacts.ts';
import type { Visit, VisitRef } from '../domain/visit/visit.ts';
import type { Deps } from './deps.ts';
import { noteContacts } from './keep-contacts.ts';
import { keptUp } from './keep-up.ts';

/** What a provider says later of a message that it took: of which, and of the number or address that it went to. */
export interface ReceiptOf extends Receipt {
  readonly ref: VisitRef;
  /** Absent: the contact is not marked. */
  readonly contact?: Pick<Tried, 'channel' | 'to' | 'why'>;
}

/**
 * Notes a receipt, and what it shows of the contact. It may hurry a ladder, which is then poked, and never slows one; of a visit
 * that nobody knows it does nothing. Throws where the store is away: the provider is to say it again.
 */
export async function noteReceipt(deps: Deps, { ref, notice, rank, contact }: ReceiptOf): Promise<void> {
  const state = await keptUp(deps, ref, { type: 'receipt', notice, rank });
  if (state === undefined) return;
  const { visit, known } = state;
  await Promise.allSettled([deps.pokes.poke([ref])]);
  const to = contact === undefined ? undefined : recipientOf(visit, notice);
  if (contact === undefined || to === undefined || isCalledFor(visit)) return;
  await noteContacts(deps, ref.school, known.staff, [{ ...contact, outcome: rank, person: to }]);
}

const recipientOf = (visit: Visit, notice: string): string | undefined =>
  visit.owed[notice]?.to ?? marksOf(visit).findLast((mark) => mark.notice === notice)?.to;

/** What comes of a call for help is not noted of contacts while it is open: somebody on the visit may read of them elsewhere, and would see that something was sent. */
export const isCalledFor = (visit: Visit): boolean => openAlarms(visit).some((alarm) => alarm.kind === 'distress');
