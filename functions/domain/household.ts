import * as z from 'zod';
import { External, KeptAnswer, PhoneNumber } from './person.ts';
import { Changed } from './policy/policy.ts';
import { inLondon, type Instant } from './time.ts';

export const HouseholdId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'up to 32 small letters, figures and hyphens');
export type HouseholdId = z.infer<typeof HouseholdId>;

const Day = z.iso.date('a date like 2026-06-22');

/** An adult of the home. Nothing of it is ever guessed from a child's record (T69): what is absent nobody has said. */
export const Adult = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  name: z.string().min(1).max(200),
  title: z.string().max(40).optional(),
  relationship: z.string().max(100).optional(),
  parentalResponsibility: z.boolean().optional(),
  phones: z.array(PhoneNumber).default([]),
});
export type Adult = z.infer<typeof Adult>;

/** Something to beware of. It is ended, never deleted: whoever goes there next may ask what there was. */
export const Hazard = z.strictObject({
  what: z.string().min(1).max(500),
  /** Since when it is known. */
  on: Day.optional(),
  saidBy: z.string().max(200).optional(),
  /** When somebody is to see whether it is still so. */
  lookAgainOn: Day.optional(),
  endedOn: Day.optional(),
  endedBy: z.string().max(200).optional(),
});
export type Hazard = Readonly<z.infer<typeof Hazard>>;

const Pupil = z.strictObject({ id: z.string().max(100), name: z.string().max(200), onRoll: z.boolean().default(true) });

/** The home: its first visit and its history hang on it. */
export const Household = z.strictObject({
  id: HouseholdId,
  /** What the school calls the family. */
  name: z.string().min(1).max(200),
  external: External.optional(),
  address: z.string().max(500).optional(),
  /** Where the family lived before, and until when the school knew no better. */
  formerAddresses: z.array(z.strictObject({ address: z.string().max(500), until: Day })).default([]),
  /** Since when the present address is known: whoever had left before then went to another. */
  movedAt: z.string().optional(),
  phones: z.array(PhoneNumber).default([]),
  adults: z.array(Adult).default([]),
  pupils: z.array(Pupil).default([]),
  hazards: z.array(Hazard).default([]),
  animals: z.string().max(2000).optional(),
  /** A visit has got inside the present address. */
  entered: z.boolean().default(false),
  /** The visit that said so first, which may take it back. */
  enteredOn: z.string().optional(),
  answers: z.record(z.string(), KeptAnswer).default({}),
  /** The homes that were found to be this one. */
  mergedFrom: z.array(HouseholdId).default([]),
  /** When the last of them was: whatever was said of an adult by the name of one of those before then was said of their adult of that id. */
  mergedAt: z.string().optional(),
  /** It is no home of its own: whoever names it means that one. */
  mergedInto: HouseholdId.optional(),
  /** Since when nothing is kept of this home but that visits were made to one. */
  erasedAt: z.string().optional(),
  changed: Changed.optional(),
});
export type Household = Readonly<z.infer<typeof Household>>;

/** A hazard as somebody gives it. What Doorstep adds to one that it shows may come back with it. */
export const HazardGiven = Hazard.omit({ endedBy: true }).extend({ endedBy: z.string().optional(), lookAgain: z.boolean().optional() });
export type HazardGiven = Readonly<z.infer<typeof HazardGiven>>;

/** Written in whatever letters and with whatever stops and spaces. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const isSameHazard = (a: Hazard, b: Hazard): boolean => plain(a.what) === plain(b.what) && a.endedOn === b.endedOn;

/**
 * The hazards from now on. One that is left out stays; one that is given with the day on which it ended has ended. Who said so,
 * and when, is noted where it is not given.
 */
export function hazardsAfter(before: readonly Hazard[], given: readonly HazardGiven[] | undefined, by: string, now: Instant): Hazard[] {
  const today = inLondon(now).date;
  return (given ?? []).reduce<Hazard[]>(
    (so, { lookAgain: _, endedBy: __, ...hazard }) => {
      if (so.some((known) => known.endedOn !== undefined && isSameHazard(known, hazard))) return so;
      const place = so.findIndex((known) => known.endedOn === undefined && plain(known.what) === plain(hazard.what));
      const said = { ...(so[place] ?? { on: today, saidBy: by }), ...hazard, ...(hazard.endedOn === undefined ? {} : { endedBy: by }) };
      return place === -1 ? [...so, said] : so.with(place, said);
    },
    [...before],
  );
}

/** Where a home is, and what is known of the place. */
type Whereabouts = Pick<Household, 'address' | 'formerAddresses' | 'movedAt' | 'hazards' | 'entered' | 'enteredOn'>;

/**
 * What stays of that once the family has moved: nobody has been inside where they are now (T41), and whatever there was to beware of
 * is to be looked at again. An address that they come back to and leave again is there once, so that the list has an end.
 */
export function leaving(before: Whereabouts, now: Instant): Omit<Whereabouts, 'address'> {
  const today = inLondon(now).date;
  const { address, formerAddresses, hazards } = before;
  return {
    formerAddresses:
      address === undefined
        ? formerAddresses
        : [...formerAddresses.filter((former) => plain(former.address) !== plain(address)), { address, until: today }],
    movedAt: now,
    hazards: hazards.map((hazard) =>
      hazard.endedOn === undefined && (hazard.lookAgainOn ?? '9') > today ? { ...hazard, lookAgainOn: today } : hazard,
    ),
    entered: false,
  };
}

interface HazardNow extends Hazard {
  readonly lookAgain?: true;
}

/** The home as it stands on that day: each hazard marked that somebody is to look at again. */
export const asOf = <Home extends Pick<Household, 'hazards'>>(
  home: Home,
  now: Instant,
): Home & { readonly hazards: readonly HazardNow[] } => ({
  ...home,
  hazards: home.hazards.map((hazard) => (isToLookAtAgain(hazard, now) ? { ...hazard, lookAgain: true } : hazard)),
});

const isToLookAtAgain = ({ endedOn, lookAgainOn }: Hazard, now: Instant): boolean =>
  endedOn === undefined && lookAgainOn !== undefined && lookAgainOn <= inLondon(now).date;

/** A home of which nothing is known but what it is called. */
export const bareHome = (id: HouseholdId, name: string): Household => ({
  id,
  name,
  formerAddresses: [],
  phones: [],
  adults: [],
  pupils: [],
  hazards: [],
  entered: false,
  answers: {},
  mergedFrom: [],
});
