import { unmetBefore } from '../policy/gates.ts';
import { type Draft, record } from './draft.ts';
import { isOut } from './relations.ts';

/** What was missing, as the history keeps it. */
export const codesOf = (
  unmet: readonly { readonly code: string; readonly clauses: readonly string[] }[],
): { code: string; clauses: string[] }[] => unmet.map(({ code, clauses }) => ({ code, clauses: [...clauses] }));

/** Somebody is out, and what the policy asks no longer holds: found again after what has just happened, and told as a breach. */
export function breachFound(draft: Draft): Draft {
  const out = draft.visit.visitors.filter(isOut).map((v) => v.person);
  const unmet = out.length === 0 ? [] : unmetBefore('depart', draft.visit, draft.known).filter((u) => u.wants.kind !== 'tick');
  return unmet.length === 0 ? draft : record(draft, { type: 'BreachFound', visitors: out, unmet: codesOf(unmet) });
}
