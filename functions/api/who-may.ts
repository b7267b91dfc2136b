import type { Staff } from '../domain/person.ts';
import type { Known } from '../domain/visit/decision.ts';
import { applies, mayAnswer, subjectsOf } from '../domain/policy/questions.ts';
import { onVisit } from '../domain/visit/relations.ts';
import { classesFor } from '../domain/visit/shown.ts';
import type { Visit } from '../domain/visit/visit.ts';
import type { Caller } from '../http/who-is-calling.ts';
import type { May } from './routes.ts';

/**
 * Whether a route's `may` lets the caller in. A person counts only while they are in the school's staff, with the duties
 * that stand in their record now; a machine only by its scope, of which `write` may read as well.
 */
export function mayCall(may: readonly May[], caller: Caller, staff: Staff, visit?: Visit, known?: Known): boolean {
  if (caller.kind === 'machine') return may.includes('machine:read') || (caller.scope === 'write' && may.includes('machine:write'));
  // hasOwn: an id is a word that somebody sent, and `constructor` is nobody.
  const person = Object.hasOwn(staff, caller.id) ? staff[caller.id] : undefined;
  if (person === undefined) return false;
  return (
    may.includes('anybody') ||
    person.duties.some((duty) => may.includes(duty)) ||
    (may.includes('on-visit') && visit !== undefined && onVisit(visit, caller.id)) ||
    (may.includes('requester') && visit?.requester === caller.id) ||
    (visit !== undefined && known !== undefined && isPart(may, caller.id, visit, known))
  );
}

/** A line manager, or whoever something was agreed for, may hold no duty at all: the policy itself names them (SB-09, SB-33, SB-52). */
const isPart = (may: readonly May[], person: string, visit: Visit, known: Known): boolean =>
  (may.includes('reader') && classesFor({ person }, visit, known).has('content')) ||
  (may.includes('asked') && isAsked(person, visit, known));

const isAsked = (person: string, visit: Visit, known: Known): boolean =>
  known.rules.questions.some(
    (question) =>
      question.by !== undefined &&
      applies(question, visit, known) &&
      subjectsOf(question, visit, known).some((subject) => mayAnswer(question, person, subject, visit, known)),
  );
