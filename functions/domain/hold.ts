/** A legal hold: what it is on is neither erased nor forgotten, whatever period is over, until it is released. */
import * as z from 'zod';
import type { Visit } from './visit/visit.ts';

export const HoldId = z.string().regex(/^h-[0-9a-z]{8}$/, 'like h-7k2m9q4x');
export const Hold = z.strictObject({
  id: HoldId,
  /** One visit or allegation, every visit to a home, everything about a person, or all that the school keeps. */
  on: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('visit'), id: z.string().min(1).max(40) }),
    z.strictObject({ kind: z.literal('household'), id: z.string().min(1).max(40) }),
    z.strictObject({ kind: z.literal('person'), id: z.string().min(1).max(40) }),
    z.strictObject({ kind: z.literal('school') }),
  ]),
  /** Who asked for it and why: an inquiry, a claim. */
  reason: z.string().trim().min(1, 'say who asked for it and why').max(2000),
  placed: z.strictObject({ at: z.string(), by: z.string() }),
  released: z.strictObject({ at: z.string(), by: z.string() }).optional(),
});
export type Hold = Readonly<z.infer<typeof Hold>>;

/** What may be held: a visit by its own id, by its home, and by everybody who has a part in it. */
export interface Holdable {
  readonly visits?: readonly string[];
  readonly households?: readonly string[];
  readonly people?: readonly string[];
}

/** The holds that stand on any of these. */
export const holdsOn = (holds: readonly Hold[], { visits = [], households = [], people = [] }: Holdable): readonly Hold[] =>
  holds.filter(({ on, released }) => {
    if (released !== undefined) return false;
    switch (on.kind) {
      case 'school':
        return true;
      case 'visit':
        return visits.includes(on.id);
      case 'household':
        return households.includes(on.id);
      case 'person':
        return people.includes(on.id);
    }
  });

/** A visit with everybody who did anything on it. */
export const holdableOf = (visit: Visit): Holdable => ({
  visits: [visit.visit, ...(visit.allegation === undefined ? [] : [visit.allegation.of])],
  households: [visit.household],
  people: [
    ...new Set([
      visit.requester,
      ...visit.visitors.map(({ person }) => person),
      ...(visit.allegation?.about ?? []),
      ...visit.history.map(({ by }) => by),
    ]),
  ],
});
