import type { Instant } from '../domain/time.ts';
import type { CommandOf, Press } from '../domain/visit/commands.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { ItemId, Visit, VisitRef } from '../domain/visit/visit.ts';
import { decideAndRecord, whereOut } from './decide-and-record.ts';
import type { Deps } from './deps.ts';
import type { Conditions, Outcome } from './outcome.ts';

interface Expected {
  readonly person: string;
  readonly at: Instant;
  /** The visit whose item watches them by now. */
  readonly lead: ItemId;
}

/** Whom a stand-down expects by a time, and who has long gone out again on another visit, is expected there: nobody is watched by two items. */
export async function standDown(
  deps: Deps,
  ref: VisitRef,
  command: CommandOf<'stand-down'>,
  press: Press,
  conditions: Conditions,
): Promise<Outcome> {
  const expects = Object.values(command.visitors).some((said) => said !== 'accounted-for');
  const stored = expects ? await deps.visits.read(ref) : undefined;
  const gone = stored === undefined ? [] : await goneAgain(deps, visitOf(stored), command);
  const here = Object.fromEntries(gone.map(({ person }) => [person, 'accounted-for' as const]));
  const outcome = await decideAndRecord(deps, ref, { ...command, visitors: { ...command.visitors, ...here } }, press, conditions, {});
  if (outcome.outcome !== 'accepted') return outcome;
  for (const { person, at, lead } of gone) {
    const there = { school: ref.school, visit: lead };
    const revise = { type: 'revise', visitor: person, plan: { returnAt: at }, toldBy: press.by, means: 'stand-down' } as const;
    await decideAndRecord(deps, there, revise, press, { may: () => true }, { place: ref.visit, people: [person] });
  }
  return outcome;
}

async function goneAgain(deps: Deps, visit: Visit, { visitors }: CommandOf<'stand-down'>): Promise<readonly Expected[]> {
  const gone: Expected[] = [];
  for (const [person, at] of Object.entries(visitors)) {
    const back = visit.visitors.some((v) => v.person === person && v.accountedForAt !== undefined);
    const lead = at === 'accounted-for' || !back ? undefined : await whereOut(deps, visit, person);
    if (at !== 'accounted-for' && lead !== undefined) gone.push({ person, at, lead });
  }
  return gone;
}
