import * as z from 'zod';
import { KeptAnswer } from './person.ts';
import { Changed } from './policy/policy.ts';

export const HouseholdId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'up to 32 small letters, figures and hyphens');
export type HouseholdId = z.infer<typeof HouseholdId>;

/** An adult of the home. Nothing of it is ever guessed from a child's record (T69). */
export const Adult = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  name: z.string().min(1).max(200),
  title: z.string().max(40).optional(),
  relationship: z.string().max(100).optional(),
  parentalResponsibility: z.boolean().optional(),
  phone: z.string().max(40).optional(),
});
export type Adult = z.infer<typeof Adult>;

/** The home: its first visit and its history hang on it. */
export const Household = z.strictObject({
  id: HouseholdId,
  /** What the school calls the family. */
  name: z.string().min(1).max(200),
  address: z.string().max(500).optional(),
  phone: z.string().max(40).optional(),
  adults: z.array(Adult).default([]),
  pupils: z.array(z.strictObject({ id: z.string().max(100), name: z.string().max(200), onRoll: z.boolean().default(true) })).default([]),
  hazards: z.array(z.strictObject({ what: z.string().max(500), since: z.string().max(40).optional() })).default([]),
  animals: z.string().max(500).optional(),
  /** A visit has got inside the present address. */
  entered: z.boolean().default(false),
  /** The visit that said so first, which may take it back. */
  enteredOn: z.string().optional(),
  answers: z.record(z.string(), KeptAnswer).default({}),
  /** Since when nothing is kept of this home but that visits were made to one. */
  erasedAt: z.string().optional(),
  changed: Changed.optional(),
});
export type Household = Readonly<z.infer<typeof Household>>;
