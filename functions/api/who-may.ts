import type { Staff } from '../domain/person.ts';
import { onVisit } from '../domain/visit/relations.ts';
import type { Visit } from '../domain/visit/visit.ts';
import type { Caller } from '../http/who-is-calling.ts';
import type { May } from './routes.ts';

/**
 * Whether a route's `may` lets the caller in. A person counts only while they are in the school's staff, with the duties
 * that stand in their record now; a machine only by its scope, of which `write` may read as well.
 */
export function mayCall(may: readonly May[], caller: Caller, staff: Staff, visit?: Visit): boolean {
  if (caller.kind === 'machine') return may.includes('machine:read') || (caller.scope === 'write' && may.includes('machine:write'));
  // hasOwn: an id is a word that somebody sent, and `constructor` is nobody.
  const person = Object.hasOwn(staff, caller.id) ? staff[caller.id] : undefined;
  if (person === undefined) return false;
  return (
    may.includes('anybody') ||
    person.duties.some((duty) => may.includes(duty)) ||
    (may.includes('on-visit') && visit !== undefined && onVisit(visit, caller.id)) ||
    (may.includes('requester') && visit?.requester === caller.id)
  );
}
