/** Two records of one home: what the one becomes that stays, and what is left of the other. */
import type { Adult, Hazard, Household, HouseholdId } from './household.ts';
import { bareHome, plain } from './household.ts';
import { inLondon, type Instant } from './time.ts';

/** More than may be given at once, so that both have room. */
const longestText = 2000;

/** Everything of both, nothing twice. Done again with what it made, it is the same: a merge that broke off is finished so. */
export function merged(stays: Household, from: Household, now: Instant): Household {
  const { adults, ids } = adultsOfBoth(stays.adults, from.adults);
  const hasMoved = stays.address !== undefined && from.address !== undefined && plain(stays.address) !== plain(from.address);
  const isNews = hasMoved && !stays.formerAddresses.some(({ address }) => plain(address) === plain(from.address ?? ''));
  const [movedAt] = [stays.movedAt ?? [], from.movedAt ?? []].flat().toSorted().toReversed();
  const entered = stays.entered || hasMoved ? stays : from;
  return {
    ...stays,
    address: stays.address ?? from.address,
    formerAddresses: withEach(
      stays.formerAddresses,
      [...from.formerAddresses, ...(hasMoved ? [{ address: from.address, until: inLondon(now).date }] : [])],
      ({ address }) => plain(address),
    ),
    movedAt: isNews ? now : movedAt,
    phones: withEach(stays.phones, from.phones, (phone) => phone),
    adults,
    pupils: withEach(stays.pupils, from.pupils, ({ id }) => id),
    hazards: hazardsOfBoth(stays.hazards, from.hazards),
    animals: bothTexts(stays.animals, from.animals),
    entered: entered.entered,
    enteredOn: entered.enteredOn,
    answers: newestOf(stays.answers, from.answers, ids),
    mergedFrom: withEach(stays.mergedFrom, [from.id, ...from.mergedFrom], (id) => id),
    mergedAt: now,
  };
}

/** What stands where a home was that is another's record now. What it was stays beside it. */
export const pointerTo = (stays: HouseholdId, { id }: Household): Household => ({
  ...bareHome(id, `Merged into ${stays}`),
  mergedInto: stays,
});

function withEach<T>(ours: readonly T[], theirs: readonly T[], nameOf: (one: T) => string): T[] {
  return theirs.reduce<T[]>((so, one) => (so.some((known) => nameOf(known) === nameOf(one)) ? so : [...so, one]), [...ours]);
}

/** Under one name and with nothing said of the one that the other denies. Each of ours is one of theirs at most: a father and a son may have one name. */
function adultsOfBoth(
  ours: readonly Adult[],
  theirs: readonly Adult[],
): { readonly adults: Adult[]; readonly ids: ReadonlyMap<string, string> } {
  const adults = [...ours];
  const ids = new Map<string, string>();
  for (const adult of theirs) {
    const taken = [...ids.values()];
    const place = adults.findIndex((known) => !taken.includes(known.id) && mayBeOne(known, adult));
    const known = adults[place];
    const now = known === undefined ? { ...adult, id: freeId(adult.id, adults) } : both(known, adult);
    adults.splice(known === undefined ? adults.length : place, 1, now);
    ids.set(adult.id, now.id);
  }
  return { adults, ids };
}

const mayBeOne = (a: Adult, b: Adult): boolean =>
  plain(a.name) === plain(b.name) &&
  (['title', 'relationship', 'parentalResponsibility'] as const).every(
    (field) => a[field] === undefined || b[field] === undefined || a[field] === b[field],
  );

const both = (known: Adult, adult: Adult): Adult => ({
  ...adult,
  ...saidIn(known),
  phones: withEach(known.phones, adult.phones, (phone) => phone),
});

/** Without what nobody has said, which takes the place of nothing: the same fields, but for those. */
const saidIn = <T extends object>(known: T): T => Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as T;

function freeId(id: string, adults: readonly Adult[]): string {
  const isFree = (wanted: string): boolean => adults.every((adult) => adult.id !== wanted);
  const numbered = Array.from({ length: adults.length + 1 }, (_, n) => `adult-${String(n + 1)}`);
  return isFree(id) ? id : (numbered.find(isFree) ?? id);
}

/** One that both know is known since the earlier day, and is to be looked at again on the earlier. */
function hazardsOfBoth(ours: readonly Hazard[], theirs: readonly Hazard[]): Hazard[] {
  const nameOf = ({ what, endedOn = '' }: Hazard): string => `${plain(what)}#${endedOn}`;
  const known = ours.map((hazard) => {
    const same = theirs.filter((other) => nameOf(other) === nameOf(hazard));
    return same.reduce<Hazard>(
      (so, other) => ({
        ...other,
        ...saidIn(so),
        ...theEarlier('on', so, other),
        ...theEarlier('lookAgainOn', so, other),
      }),
      hazard,
    );
  });
  return withEach(known, theirs, nameOf);
}

const theEarlier = (field: 'on' | 'lookAgainOn', a: Hazard, b: Hazard): Partial<Hazard> => {
  const [first] = [a[field] ?? [], b[field] ?? []].flat().toSorted();
  return first === undefined ? {} : { [field]: first };
};

function bothTexts(ours: string | undefined, theirs: string | undefined): string | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const together = `${ours}; ${theirs}`;
  return plain(ours).includes(plain(theirs)) || together.length > longestText ? ours : together;
}

/** Of two answers to one question the one that was given later. Those about an adult follow them to their new id. */
function newestOf(ours: Household['answers'], theirs: Household['answers'], ids: ReadonlyMap<string, string>): Household['answers'] {
  const answers = { ...ours };
  for (const [key, answer] of Object.entries(theirs)) {
    const [question = '', adult] = key.split('#');
    const here = adult === undefined ? key : `${question}#${ids.get(adult) ?? adult}`;
    const known = answers[here];
    if (known === undefined || known.at < answer.at) answers[here] = answer;
  }
  return answers;
}
