import * as z from 'zod';
import type { Deps } from '../application/deps.ts';
import { noteReceipt, type ReceiptOf } from '../application/receipts.ts';
import { SchoolId } from '../domain/person.ts';
import { ItemId } from '../domain/visit/visit.ts';
import { bodyTooLarge, isTooLarge, strictBody } from '../http/body.ts';
import type { Response } from '../http/http.ts';
import { faultsOf, invalid, notSignedIn } from '../http/problem.ts';
import type { Endpoint } from '../http/serve.ts';
import { holds } from '../http/who-is-calling.ts';
import { receiptRoutes } from './routes.ts';

/** What GOV.UK Notify says of a message once it knows what became of it. Whatever else stands there is passed over. */
const Said = z.object({
  /** What we called it: school, visit and notice. Null: it was sent by somebody else at the same service. */
  reference: z.string().nullish(),
  status: z.string(),
  to: z.string().optional().catch(undefined),
  notification_type: z.string().optional().catch(undefined),
});
type Said = z.infer<typeof Said>;

const Reference = z
  .string()
  .transform((text) => text.split('/'))
  .pipe(z.tuple([SchoolId, ItemId, z.string().regex(/^n\d{1,9}-\d{1,9}$/)]));

/**
 * POST /v1/receipts/notify, by the token that Notify was given: 204 for whatever can be read, known or not, since whoever sends it
 * cannot do anything about it. Where the store is away it throws, and Notify says it again some minutes later.
 */
export const receiptEndpoints = (deps: Deps, token: () => Promise<string>): readonly Endpoint[] =>
  receiptRoutes.map(({ method, path }) => ({
    method,
    path,
    answer: async (request) => {
      const { authorization } = request.headers;
      if (!holds(await token(), authorization)) return notSignedIn(authorization !== undefined);
      if (isTooLarge(request.body)) return bodyTooLarge;
      const body = strictBody(request);
      if ('problem' in body) return body.problem;
      const said = Said.safeParse(body.value);
      if (!said.success) return invalid(faultsOf(said.error.issues));
      const receipt = receiptIn(said.data);
      if (receipt !== undefined) await noteReceipt(deps, receipt);
      return heard;
    },
  }));

const heard: Response = { status: 204, headers: {} };

/** Nothing where it is of no message of ours, or only on its way. */
function receiptIn({ reference, status, to, notification_type: type }: Said): ReceiptOf | undefined {
  const ours = Reference.safeParse(reference);
  const rank = rankOf(status);
  if (!ours.success || rank === undefined) return undefined;
  const [school, visit, notice] = ours.data;
  const channel = type === 'sms' ? 'text' : type === 'email' ? 'email' : undefined;
  const ofContact = to === undefined || channel === undefined || !tellsOfContact.test(status) ? {} : { contact: { channel, to } as const };
  return { ref: { school, visit }, notice, rank, ...ofContact };
}

/** A failure for the moment, or of Notify itself, says nothing of whose number it is. */
const tellsOfContact = /^(delivered|permanent-failure)$/;

function rankOf(status: string): ReceiptOf['rank'] | undefined {
  if (status === 'delivered') return 'delivered';
  return /^(permanent|temporary|technical)-failure$/.test(status) ? 'undelivered' : undefined;
}
