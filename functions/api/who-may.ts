import type { Staff } from '../domain/person.ts';
import type { Known } from '../domain/visit/decision.ts';
import { isAsked, isReader, wasTold } from '../domain/reading/who.ts';
import { isOutOn, wasOutOn } from '../domain/visit/present.ts';
import { onVisit } from '../domain/visit/relations.ts';
import type { Visit } from '../domain/visit/visit.ts';
import type { Caller } from '../http/who-is-calling.ts';
import type { Viewer } from '../domain/reading/who.ts';
import { viewerOf } from './asked.ts';
import { type May, routes } from './routes.ts';

/**
 * Whether a route's `may` lets the caller in. A person counts only while they are in the school's staff, with the duties
 * that stand in their record now; a machine only by its scope, of which `write` may read as well.
 */
export function mayCall(may: readonly May[], caller: Caller, staff: Staff, visit?: Visit, known?: Known): boolean {
  if (caller.kind === 'machine')
    return may.includes(`machine:${caller.scope}`) || (caller.scope === 'write' && may.includes('machine:read'));
  // hasOwn: an id is a word that somebody sent, and `constructor` is nobody.
  const person = Object.hasOwn(staff, caller.id) ? staff[caller.id] : undefined;
  // Whoever left while they were out has a part in that visit alone.
  if (person === undefined) return visit !== undefined && known !== undefined && isOfTheirs(may, caller.id, visit, known);
  return (
    may.includes('anybody') ||
    person.duties.some((duty) => may.includes(duty)) ||
    (may.includes('on-visit') && visit !== undefined && onVisit(visit, caller.id)) ||
    (may.includes('requester') && visit?.requester === caller.id) ||
    (visit !== undefined && known !== undefined && isPart(may, caller.id, visit, known))
  );
}

const isOfTheirs = (may: readonly May[], person: string, visit: Visit, known: Known): boolean =>
  (may.includes('out') && isOutOn(visit, person, known)) || (may.includes('was-out') && wasOutOn(visit, person, known));

/** A line manager, or whoever something was agreed for, may hold no duty at all: the policy itself names them (SB-09, SB-33, SB-52). */
const isPart = (may: readonly May[], person: string, visit: Visit, known: Known): boolean =>
  (may.includes('reader') && isReader(person, visit, known)) ||
  (may.includes('asked') && isAsked(person, visit, known)) ||
  (may.includes('told') && wasTold(person, visit, known));

const mayOpen: readonly May[] = routes.find(({ id }) => id === 'read-visit')?.may ?? [];

/** The caller, as they are shown a visit: whoever could not open it is shown no more in answer to what they say of it. */
export function viewerOn(caller: Caller, visit: Visit, known: Known): Viewer {
  const viewer = viewerOf(caller);
  return mayCall(mayOpen, caller, known.staff, visit, known) ? viewer : { ...viewer, apart: true };
}
