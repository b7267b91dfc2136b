import { asOf, type HazardGiven, hazardsAfter, type Household, leaving } from '../domain/household.ts';
import { readingOfHome, type Viewer } from '../domain/reading/who.ts';
import { inLondon, type Instant } from '../domain/time.ts';
import { shownHome } from '../domain/visit/shown.ts';
import { type Change, type Complaint, kept, type Keeping, type Keeps, type Writer } from './keep.ts';
import { answersAfter, type PlainAnswers } from './kept-answers.ts';
import type { School } from './school.ts';

/** What visits found out about a home stays as it is where it is left out. */
export type HouseholdGiven = Pick<Household, 'external' | 'name' | 'address' | 'phones' | 'adults' | 'pupils' | 'animals'> & {
  readonly answers?: PlainAnswers | undefined;
  readonly hazards?: readonly HazardGiven[] | undefined;
  readonly entered?: boolean | undefined;
  /** `false`: another address is the same one, written better. */
  readonly moved?: boolean | undefined;
};

/** `given`: the record, or what makes it of what it was. Undefined of that: it is not what whoever writes takes it for. */
export function keepHousehold(
  deps: Keeping,
  school: School,
  id: string,
  given: HouseholdGiven | ((before: Household | undefined) => HouseholdGiven | undefined),
  writer: Writer,
): Promise<Change> {
  return kept(deps, school.id, homeOf(deps, school, id, writer.viewer), writer, (before, at) => {
    const whole = typeof given === 'function' ? given(before) : given;
    if (whole === undefined) return undefined;
    const { moved = true, hazards, entered, ...record } = whole;
    // It was merged into another between two reads.
    if (before !== undefined && before.id !== id) return undefined;
    const { answers, complaints } = answersAfter(
      school,
      'home',
      before?.answers,
      whole.answers,
      writer,
      readingOfHome(writer.viewer, school),
      at,
    );
    const {
      mergedFrom,
      mergedAt,
      formerAddresses,
      movedAt,
      hazards: found,
      entered: wasEntered,
      enteredOn,
      address,
    } = before ?? nothingKnown;
    const isMove = moved && before !== undefined && before.address !== whole.address;
    const known = { address, formerAddresses, movedAt, hazards: found, entered: wasEntered, enteredOn };
    const where = isMove ? leaving(known, at) : known;
    // Of the address that they have left it says nothing of the new one where it comes back as it was read.
    const isEntered = isMove && entered === wasEntered ? undefined : entered;
    const value: Household = {
      ...record,
      id,
      answers,
      mergedFrom,
      mergedAt,
      formerAddresses: where.formerAddresses,
      movedAt: where.movedAt,
      hazards: hazardsAfter(where.hazards, hazards, writer.by, at),
      entered: isEntered ?? where.entered,
      enteredOn: entered === false ? undefined : where.enteredOn,
    };
    return { value, complaints: [...complaints, ...notYetEnded(hazards, at)] };
  });
}

const nothingKnown: Pick<
  Household,
  'address' | 'formerAddresses' | 'movedAt' | 'hazards' | 'entered' | 'enteredOn' | 'mergedFrom' | 'mergedAt'
> = {
  formerAddresses: [],
  hazards: [],
  entered: false,
  mergedFrom: [],
};

const notYetEnded = (hazards: readonly HazardGiven[] = [], now: Instant): readonly Complaint[] =>
  hazards.flatMap(({ endedOn }, place) =>
    endedOn !== undefined && endedOn > inLondon(now).date
      ? [{ path: ['hazards', place, 'endedOn'], message: 'a day that has come: until then it is to be looked out for' }]
      : [],
  );

/** These answers beside the others that are kept with the home, which stay. `undefined`: there is no such home. */
export async function keepAnswersOfHome(
  deps: Keeping,
  school: School,
  id: string,
  given: PlainAnswers,
  { viewer, by }: Omit<Writer, 'seen'>,
): Promise<Change | undefined> {
  const meant = await deps.schools.household(school.id, id);
  if (meant === undefined) return undefined;
  const writer: Writer = { viewer, by, seen: () => true };
  const change = await kept(deps, school.id, homeOf(deps, school, meant.value.id, viewer), writer, (home, at) => {
    if (home?.id !== meant.value.id) return undefined;
    const { answers, complaints } = answersAfter(
      school,
      'home',
      home.answers,
      { ...home.answers, ...given },
      writer,
      readingOfHome(writer.viewer, school),
      at,
    );
    return { value: { ...home, answers }, complaints };
  });
  // It was merged into another between two reads, and is found there.
  return change.outcome === 'changed' ? keepAnswersOfHome(deps, school, id, given, { viewer, by }) : change;
}

/** A home's record, as this viewer is shown it. */
const homeOf = ({ schools, clock }: Keeping, school: School, id: string, viewer: Viewer): Keeps<'household'> => ({
  kind: 'household',
  id,
  read: () => schools.household(school.id, id),
  shown: (home) => shownHousehold(school, asOf(home, clock.now()), viewer),
  put: (home, after) => schools.putHousehold(school.id, home, after),
});

/** A home, as far as this viewer may read it. A machine is shown what a school's own records have, and nothing that a visit found out. */
export const shownHousehold = (school: School, home: Household, viewer: Viewer): object =>
  shownHome(home, school, readingOfHome(viewer, school));
