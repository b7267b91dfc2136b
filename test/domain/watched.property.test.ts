/** Whatever is said: nobody is out past their time without an open alarm. The rules are given, so that broken ones can be shown to fail. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../functions/domain/time.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { anyAfternoon, noAfternoons, play, type Tally } from '../support/any-afternoon.ts';
import { rules as realRules, type Rules } from '../support/given.ts';

/** Plays so many afternoons by these rules. */
function playMany(rules: Rules, runs: number, seed: number): { readonly failed: boolean; readonly error: string; readonly tally: Tally } {
  const tally = noAfternoons();
  const result = fc.check(
    fc.property(anyAfternoon, (one) => {
      play(one, rules, tally);
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
  const error = result.errorInstance instanceof Error ? result.errorInstance.message : '';
  return { failed: result.failed, error: result.failed ? `${error}\n${JSON.stringify(result.counterexample, null, 1)}` : '', tally };
}

// ------------------------------------------------------------------------------------------------ the real rules, and broken ones

const runs = 100;

describe('nobody is out past their time without an open alarm', () => {
  it('in any order of what may be said, however late anybody looks; and nothing after the door is refused', () => {
    const { error, tally } = playMany(realRules, runs, 20260622);
    expect(error).toBe('');
    console.log(
      `of ${tally.runs} afternoons: somebody out ${tally.out}, overdue ${tally.overdue}, acknowledged ${tally.acknowledged}, returned late ${tally.returnedLate}`,
    );
    for (const what of ['out', 'overdue', 'acknowledged', 'returnedLate'] as const)
      expect(tally[what], what).toBeGreaterThanOrEqual(tally.runs / 5);
  });
});

const visitorsOf = (visit: Visit, change: (person: string) => boolean, contact: 'return', now: Instant): Visit => ({
  ...visit,
  visitors: visit.visitors.map((v) => (change(v.person) ? { ...v, contacts: { ...v.contacts, [contact]: now } } : v)),
});

describe('rules that are broken are found out', () => {
  it('where arriving ends the watch for the return', () => {
    const broken: Rules = {
      ...realRules,
      decide: (visit, command, press, knows, now, elsewhere) => {
        const decision = realRules.decide(visit, command, press, knows, now, elsewhere);
        if (!decision.accepted || command.type !== 'arrive') return decision;
        const arrived = decision.events.flatMap((e) => (e.type === 'VisitorArrived' ? [e.visitor] : []));
        return { ...decision, visit: visitorsOf(decision.visit, (person) => arrived.includes(person), 'return', now) };
      },
    };
    expect(playMany(broken, runs, 20260622).error).toMatch(/no alarm is open for them|nothing is due/);
  });

  it('where one visitor back counts for all', () => {
    const broken: Rules = {
      ...realRules,
      decide: (visit, command, press, knows, now, elsewhere) =>
        realRules.decide(visit, command.type === 'return' ? { ...command, visitor: 'all' } : command, press, knows, now, elsewhere),
    };
    expect(playMany(broken, runs, 20260622).error).toMatch(/no alarm is open for them|nothing is due/);
  });

  it('where the last step of a ladder does not repeat', () => {
    const broken: Rules = {
      ...realRules,
      keepUp: (visit, upkeep, knows, now) => {
        const kept = realRules.keepUp(visit, upkeep, knows, now);
        const owed = Object.fromEntries(Object.entries(kept.visit.owed).filter(([, n]) => n.about.kind !== 'rung' || n.about.cycle === 0));
        return { ...kept, visit: Object.keys(owed).length === Object.keys(kept.visit.owed).length ? kept.visit : { ...kept.visit, owed } };
      },
    };
    expect(playMany(broken, runs, 20260622).error).toMatch(/nothing was said of/);
  });
});
