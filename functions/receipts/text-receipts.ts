import * as z from 'zod';
import type { Deps } from '../application/deps.ts';
import { noteReceipt, type ReceiptOf } from '../application/receipts.ts';
import type { MessageIds } from '../ports/message-ids.ts';

/** A line of the log in which SNS says what became of a text. */
const Line = z.object({
  notification: z.object({ messageId: z.string().min(1) }),
  delivery: z.object({ destination: z.string(), providerResponse: z.string().default('') }),
  status: z.enum(['SUCCESS', 'FAILURE']),
});
type Line = z.infer<typeof Line>;

export interface TextReceiptsDeps extends Deps {
  readonly messageIds: MessageIds;
}

/**
 * Notes what SNS says of texts. Lines about what is none of ours, or that cannot be read, are passed over. All are tried; where the
 * store is away it throws, and the same lines may come again.
 */
export async function noteTextReceipts(deps: TextReceiptsDeps, lines: readonly unknown[]): Promise<void> {
  const said = lines.flatMap((line) => Line.safeParse(line).data ?? []);
  const noted = await Promise.allSettled(said.map((line) => note(deps, line)));
  const failures = noted.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${said.length} receipts were not noted`);
}

async function note(deps: TextReceiptsDeps, line: Line): Promise<void> {
  const rank = rankOf(line);
  const of = rank === undefined ? undefined : await deps.messageIds.find(line.notification.messageId);
  if (rank === undefined || of === undefined) return;
  await noteReceipt(deps, { ...of, rank, ...contactOf(line) });
}

/** That a network took it is what the first answer said already; only of the phone itself is it news. */
function rankOf({ status, delivery }: Line): ReceiptOf['rank'] | undefined {
  if (status === 'FAILURE') return 'undelivered';
  return /carrier/i.test(delivery.providerResponse) ? undefined : 'delivered';
}

/** Only some of what goes wrong is about whose phone it is; networks, prices and quotas are not. */
function contactOf({ status, delivery: { destination: to, providerResponse } }: Line): Pick<ReceiptOf, 'contact'> {
  const contact = { channel: 'text', to } as const;
  if (status === 'SUCCESS') return { contact };
  if (/opted[ -]?out/i.test(providerResponse)) return { contact: { ...contact, why: 'opted-out' } };
  return /invalid phone number|phone has blocked|blocked list/i.test(providerResponse) ? { contact } : {};
}
