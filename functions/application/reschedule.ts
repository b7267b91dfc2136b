import { canonical } from '../domain/canonical.ts';
import type { CommandOf, Press, RequestBody } from '../domain/visit/commands.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { Visit, VisitId, VisitRef } from '../domain/visit/visit.ts';
import { decideAndRecord, turnAway } from './decide-and-record.ts';
import { type Deps, doorstepRules, mostTries } from './deps.ts';
import { readKnown } from './known.ts';
import type { Conditions, Outcome } from './outcome.ts';
import { requestVisit } from './request-visit.ts';

/** The request that follows is made first: then, whatever happens, nobody is without a visit that they had. Its id follows from this one and the key. */
export async function reschedule(
  deps: Deps,
  ref: VisitRef,
  command: CommandOf<'reschedule'>,
  press: Press,
  conditions: Conditions,
): Promise<Outcome> {
  const stored = await deps.visits.read(ref);
  const visit = stored === undefined ? undefined : visitOf(stored);
  const known = visit === undefined ? undefined : await readKnown(deps, visit);
  if (visit === undefined || known === undefined) return { outcome: 'no-such-visit' };
  if (!conditions.may(visit, known.staff)) return turnAway(deps, visit, command, press, { outcome: 'forbidden' });
  const { decide } = deps.rules ?? doorstepRules;
  const dry = decide(visit, command, press, known, deps.clock.now());
  // Nothing is put off: then it is like any other command, and a safe word in it is heard.
  const isPutOff = dry.accepted && dry.events.some(({ type }) => type === 'VisitRescheduled');
  if (!isPutOff) return decideAndRecord(deps, ref, command, press, conditions, {});
  if (conditions.seen?.(visit, known, deps.clock.now()) === false) return turnAway(deps, visit, command, press, { outcome: 'changed' });
  const request = followingRequest(visit, command, known);
  let to = visit.visit;
  for (let tries = 0; tries < mostTries; tries += 1) {
    to = followerOf(to);
    // The same request again finds what it made; another that was left half-way keeps its own name.
    const key = { id: `follows-${visit.visit}`, body: canonical(request) };
    const made = await requestVisit(deps, ref.school, to, request, '', { ...press, key }, { may: () => true });
    if (made.outcome === 'accepted') return decideAndRecord(deps, ref, command, press, conditions, { to });
    // What was not done for want of a turn is sent again.
    if (made.outcome === 'busy') return made;
    if (made.outcome !== 'key-reused') return turnAway(deps, visit, command, press, made);
  }
  return { outcome: 'busy' };
}

/** The visit that takes this one's place is named after it, so that a second try finds it made: HV-7K2M9QR, then HV-7K2M9QR2. */
function followerOf(visit: VisitId): VisitId {
  const [, first, times = ''] = /^(HV-[0-9A-Z]{8})R(\d*)$/.exec(visit) ?? [];
  return first === undefined ? `${visit}R` : `${first}R${String(Number(times === '' ? '1' : times) + 1)}`;
}

/** Asked for anew: who, where, why and the new times. Of the answers only what the request itself asks; no agreement, signature or talk. */
function followingRequest(visit: Visit, { plan }: CommandOf<'reschedule'>, known: Known): RequestBody {
  const { type, reason, purpose, pupil, household, involved } = visit;
  const asked = known.rules.questions.filter((q) => q.stage === 'request' && q.about === 'visit' && visit.answers[q.id] !== undefined);
  return {
    type,
    reason,
    purpose,
    pupil,
    household,
    involved: involved === undefined ? undefined : [...involved],
    visitors: visit.visitors.filter((v) => v.notGoing === undefined).map(({ person, onVisit }) => ({ person, onVisit })),
    plan: { startsFrom: visit.plan.startsFrom, endsAt: visit.plan.endsAt, ...plan },
    follows: visit.visit,
    answers: Object.fromEntries(
      asked.flatMap((q) => (visit.answers[q.id] === undefined ? [] : [[q.id, visit.answers[q.id]?.value ?? '']])),
    ),
  };
}
