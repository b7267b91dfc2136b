import type { Household } from '../domain/household.ts';
import { readingOfHome, type Viewer } from '../domain/reading/who.ts';
import { shownHome } from '../domain/visit/shown.ts';
import { type Change, kept, type Keeping, type Keeps, type Writer } from './keep.ts';
import { answersAfter, type PlainAnswers } from './kept-answers.ts';
import type { School } from './school.ts';

/** What visits found out about a home stays as it is where it is left out. */
export type HouseholdGiven = Omit<Household, 'id' | 'answers' | 'hazards' | 'entered' | 'enteredOn' | 'erasedAt' | 'changed'> & {
  readonly answers?: PlainAnswers | undefined;
  readonly hazards?: Household['hazards'] | undefined;
  readonly entered?: boolean | undefined;
};

export function keepHousehold(deps: Keeping, school: School, id: string, given: HouseholdGiven, writer: Writer): Promise<Change> {
  return kept(deps, school.id, homeOf(deps, school, id, writer.viewer), writer, (before, at) => {
    const { answers, complaints } = answersAfter(
      school,
      'home',
      before?.answers,
      given.answers,
      writer,
      readingOfHome(writer.viewer, school),
      at,
    );
    // Another address is another home, where nobody has been (T41).
    const stillEntered = before?.entered === true && before.address === given.address;
    const found = { hazards: given.hazards ?? before?.hazards ?? [], entered: given.entered ?? stillEntered };
    return { value: { ...given, ...found, id, answers }, complaints };
  });
}

/** These answers beside the others that are kept with the home, which stay. `undefined`: there is no such home. */
export async function keepAnswersOfHome(
  deps: Keeping,
  school: School,
  id: string,
  given: PlainAnswers,
  { viewer, by }: Omit<Writer, 'seen'>,
): Promise<Change | undefined> {
  const writer: Writer = { viewer, by, seen: (shown) => shown !== undefined };
  const change = await kept(deps, school.id, homeOf(deps, school, id, viewer), writer, (home, at) => {
    if (home === undefined) return undefined;
    const { answers, complaints } = answersAfter(
      school,
      'home',
      home.answers,
      { ...home.answers, ...given },
      writer,
      readingOfHome(viewer, school),
      at,
    );
    return { value: { ...home, answers }, complaints };
  });
  return change.outcome === 'changed' ? undefined : change;
}

/** A home's record, as this viewer is shown it. */
const homeOf = ({ schools }: Keeping, school: School, id: string, viewer: Viewer): Keeps<'household'> => ({
  kind: 'household',
  id,
  read: () => schools.household(school.id, id),
  shown: (home) => shownHousehold(school, home, viewer),
  put: (home, after) => schools.putHousehold(school.id, home, after),
});

/** A home, as far as this viewer may read it. A machine is shown what a school's own records have, and nothing that a visit found out. */
export const shownHousehold = (school: School, home: Household, viewer: Viewer): object =>
  shownHome(home, school, readingOfHome(viewer, school));
