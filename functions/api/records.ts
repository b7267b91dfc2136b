/** What reading and writing the records of a school have in common. */
import * as z from 'zod';
import type { Change, Seen } from '../application/keep.ts';
import type { Person, Staff } from '../domain/person.ts';
import type { Consequence } from '../domain/policy/left-without.ts';
import { AnswerValue } from '../domain/visit/visit.ts';
import { matches } from '../http/etag.ts';
import { ok, type Response } from '../http/http.ts';
import { busy, changed, invalid, pointerTo, preconditionRequired, problem } from '../http/problem.ts';
import { type Asked, nameOf, viewerOf } from './asked.ts';

export const Nothing = z.strictObject({});
/** The caller has read what the change would leave the school without. */
export const sure = z.boolean().default(false);
export const PlainAnswers = z.record(z.string(), AnswerValue).optional();

export const writerOf = ({ caller }: Asked) => ({ viewer: viewerOf(caller), by: nameOf(caller) });

/** Whoever asks, as the school knows them now; a machine is nobody. */
export const personAsking = ({ caller }: Asked, { staff }: { readonly staff: Staff }): Person | undefined =>
  caller.kind === 'person' && Object.hasOwn(staff, caller.id) ? staff[caller.id] : undefined;

/** A record put where it is to be. A machine says which it is replacing; a person may. */
export async function putWith({ request, caller }: Asked, put: (seen: Seen) => Promise<Change>): Promise<Response> {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  const mustBeNew = ifNoneMatch?.trim() === '*';
  if (caller.kind === 'machine' && ifMatch === undefined && !mustBeNew)
    return preconditionRequired('If-Match with the ETag of the record as you read it, or If-None-Match: * where it is new');
  return answerToChange(await put((shown) => (ifMatch === undefined || matches(ifMatch, shown)) && !(mustBeNew && shown !== undefined)));
}

const wouldLeaveNobody = (consequences: readonly Consequence[]): Response =>
  problem({
    type: 'would-leave-nobody',
    detail: `${consequences.map(({ message }) => message).join(' ')} To do it all the same, send it again with "sure": true.`,
    more: { consequences, send: { sure: true } },
  });

export function answerToChange(change: Change): Response {
  switch (change.outcome) {
    case 'kept':
      return ok(change.shown, { status: change.isNew ? 201 : 200 });
    case 'changed':
      return changed;
    case 'would-leave-nobody':
      return wouldLeaveNobody(change.consequences);
    case 'wrong':
      return invalid(change.complaints.map(({ path, message }) => ({ pointer: pointerTo(path), message })));
    case 'busy':
      return busy;
  }
}
