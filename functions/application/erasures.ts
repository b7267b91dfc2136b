/**
 * Erasing what is kept of a home, of somebody who lives there, or of a member of staff who has left. What is left says that
 * something happened, when, and by which duty. Everything but the record itself goes first, so that the same call again goes on
 * where one stopped.
 */
import { canonical } from '../domain/canonical.ts';
import { idsOfHome } from './homes-past.ts';
import { holdsOn } from '../domain/hold.ts';
import { bareHome, type Household, plain } from '../domain/household.ts';
import { addressesIn } from '../domain/contacts.ts';
import type { Person } from '../domain/person.ts';
import type { Changed } from '../domain/policy/policy.ts';
import { eventWithout, type Gone, without } from '../domain/without.ts';
import { isOver } from '../domain/retention.ts';
import type { Shadow } from '../domain/visit/shadow.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { whoReads } from '../domain/visit/allegation.ts';
import { knownTo } from '../domain/visit/veil.ts';
import { AllegationId, type ItemId, type StoredVisit, type Visit, type VisitEvent, VisitId, type VisitRef } from '../domain/visit/visit.ts';
import type { Records } from '../ports/school-store.ts';
import { aFewAtATime } from './a-few-at-a-time.ts';
import { type Deps, mostTries } from './deps.ts';
import { renameInWebhooks } from './webhooks/keep-webhooks.ts';
import { eraseVisit, everyList, type Erasing, holdsOf, rowsOf, standsInTheWay } from './erase-visits.ts';
import { everyHome } from './find-homes.ts';
import { readKnown } from './known.ts';

export type Erasure =
  | { readonly outcome: 'erased'; readonly visits: number }
  /** There was no time for all of it: the same again goes on. */
  | { readonly outcome: 'more'; readonly visits: number }
  | {
      readonly outcome: 'in-the-way';
      /** Visits that are to be closed, declined or called off first. */
      readonly notOver: readonly ItemId[];
      readonly holds: readonly string[];
      /** They still work at the school. */
      readonly stillThere?: true;
    }
  | { readonly outcome: 'no-such-record' };

/** What an erasure would come to now, as far as whoever asks may know: not that something which they may not know of stands in its way. */
export interface ForeseenErasure {
  /** Of which something would be taken out. */
  readonly visits: number;
  /** What is to be over first, as far as whoever asks may know of it. */
  readonly notOver: readonly ItemId[];
  readonly holds: readonly string[];
  readonly stillThere?: true;
}

type InTheWay = Extract<Erasure, { readonly outcome: 'in-the-way' }>;
type Doing = Erasing & Pick<Deps, 'newRandom'>;
type DoingOfPerson = Doing & Pick<Deps, 'sessions' | 'drafts' | 'machines' | 'jobs'>;
/** What is read to find what there is to erase. */
type Finding = Pick<Deps, 'visits' | 'schools' | 'erasures'>;
/** What a home and somebody are called of whom nothing is kept. */
const erasedName = 'Erased';
const erasedId = 'erased-';
/** Visits that one call erases at most. */
const mostAtOnce = 200;
/** Visits that are read in one go. */
const together = 100;

// ------------------------------------------------------------------------------------------------ a home

interface Part {
  readonly adult?: string | undefined;
  readonly pupil?: string | undefined;
}

/** What is to be erased of a home, and which visits it is in. Undefined: there is no such home, or nobody of that name lives there. */
async function homeToErase(deps: Finding, school: string, id: string, part: Part, by: string) {
  const home = (await deps.schools.household(school, id))?.value;
  if (home === undefined) return undefined;
  const ids = idsOfHome(home);
  const before = (await Promise.all(ids.map((one) => deps.schools.before(school, 'household', one)))).flat();
  const gone = goneOf(
    home,
    before.map(({ value }) => value),
    part,
  );
  if (gone === undefined) return undefined;
  const concerned = async () => readableBy(by, deps, await visitsWhere(deps, school, ({ household }) => ids.includes(household)));
  return { home, ids, gone, concerned };
}

export async function foreseeErasureOfHome(
  deps: Finding,
  school: string,
  id: string,
  part: Part,
  by: string,
): Promise<ForeseenErasure | undefined> {
  const found = await homeToErase(deps, school, id, part, by);
  return found && foreseen(deps, school, await found.concerned(), { households: found.ids }, by);
}

/** The whole home; or one adult or pupil of it, where one is named. */
export async function eraseHome(deps: Doing, school: string, id: string, part: Part, by: string): Promise<Erasure> {
  const found = await homeToErase(deps, school, id, part, by);
  if (found === undefined) return { outcome: 'no-such-record' };
  const { home, ids, gone } = found;
  const concerned = await found.concerned();
  const barred = await whatStands(deps, school, concerned, { households: ids }, by);
  if (barred !== undefined) return barred;

  let erased = 0;
  for (const { school: of, visit } of concerned) {
    if (erased === mostAtOnce) return { outcome: 'more', visits: erased };
    const ref = { school: of, visit };
    const done =
      gone === 'all'
        ? await eraseVisit(deps, ref, 'asked', by, (seen) => standsInTheWay(seen, []) === undefined)
        : await takeOut(deps, ref, (visit) => goneIn(deps, visit, home, part, gone), by);
    if (done === 'erased') erased += 1;
  }
  // What happened there meanwhile, and whatever was asked for, keeps its home.
  const since = await whatStands(deps, school, await found.concerned(), { households: ids }, by);
  if (since !== undefined) return since;
  for (const one of ids)
    if (gone === 'all') await deps.schools.forgetBefore(school, 'household', one);
    else await changeBefore(deps, school, 'household', one, (was) => homeWithout(was, partIn(was, home, part), gone));
  const at = deps.clock.now();
  await withHome(deps, school, id, (now) => (gone === 'all' ? emptied(now, { at, by }) : homeWithout(now, part, gone)));
  return { outcome: 'erased', visits: erased };
}

/** `all`: the home itself. Undefined: nobody of that name lives there. */
function goneOf(home: Household, before: readonly Household[], part: Part): Gone | 'all' | undefined {
  if (part.adult === undefined && part.pupil === undefined) return 'all';
  const subject = somebodyIn(home, part)?.id;
  if (subject === undefined) return undefined;
  const ever = [home, ...before].flatMap((was) => somebodyIn(was, partIn(was, home, part)) ?? []);
  return { subject, texts: [...new Set(ever.flatMap(calledIn))] };
}

const somebodyIn = (home: Household, { adult, pupil }: Part) =>
  adult === undefined ? home.pupils.find((one) => one.id === pupil) : home.adults.find((one) => one.id === adult);

/** How they are called in words: not by a title, which others have too. */
const calledIn = (somebody: Household['adults'][number] | Household['pupils'][number]): readonly string[] =>
  wordsIn({ ...somebody, id: undefined, title: undefined });

/** Names, numbers and addresses, as they stand in a record. What is one word of the policy's is nobody's name. */
const wordsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part: unknown) => wordsIn(part));
};

/** A record that was another's before it was merged may have the adult under another id. */
const partIn = (was: Household, home: Household, { adult, pupil }: Part): Part => {
  const name = home.adults.find(({ id }) => id === adult)?.name;
  if (was.id === home.id || name === undefined) return { adult, pupil };
  return { adult: was.adults.find((one) => plain(one.name) === plain(name))?.id, pupil };
};

/** A visit to a home that was merged into this one names its adults as that home did. */
async function goneIn({ schools }: Doing, { school, household }: Visit, home: Household, part: Part, gone: Gone): Promise<Gone> {
  if (household === home.id || part.adult === undefined) return gone;
  const was = (await schools.before(school, 'household', household)).at(-1)?.value;
  const subject = was && partIn(was, home, part).adult;
  return subject === undefined ? { texts: gone.texts } : { ...gone, subject };
}

function homeWithout(home: Household, { adult, pupil }: Part, gone: Gone): Household {
  const answers = Object.fromEntries(Object.entries(home.answers).filter(([key]) => adult === undefined || !key.endsWith(`#${adult}`)));
  const rest = {
    ...home,
    adults: home.adults.filter((one) => one.id !== adult),
    pupils: home.pupils.filter((one) => one.id !== pupil),
    answers,
  };
  return homeCleanOf(rest, { texts: gone.texts });
}

/** A number is a number or is not there: no other word can stand for it. */
function homeCleanOf(home: Household, gone: Gone): Household {
  const left = (phones: readonly string[]): string[] => phones.filter((phone) => !gone.texts.includes(phone));
  return without({ ...home, phones: left(home.phones), adults: home.adults.map((one) => ({ ...one, phones: left(one.phones) })) }, gone);
}

const emptied = ({ id, mergedFrom }: Household, changed: Changed): Household => ({
  ...bareHome(id, erasedName),
  mergedFrom,
  erasedAt: changed.at,
  changed,
});

// ------------------------------------------------------------------------------------------------ a member of staff

/** Somebody who has left. They are called by another name in all that is left, and nothing says whose name that was. */
export async function erasePerson(deps: DoingOfPerson, school: string, id: string, by: string): Promise<Erasure> {
  const found = await deps.schools.person(school, id);
  if (found === undefined) return { outcome: 'no-such-record' };
  if (found.value.leftAt === undefined) return { outcome: 'in-the-way', notOver: [], holds: [], stillThere: true };
  const before = (await deps.schools.before(school, 'person', id)).map(({ value }) => value);
  const gone = goneWith(found.value, before, await newNameOf(deps, school, found.value));
  const refs = (await visitsWhere(deps, school, () => true)).map(({ school: of, visit }) => ({ school: of, visit }));
  const named = await naming(deps, refs, gone);
  const barred = await whatStands(deps, school, named, { people: [id] }, by);
  if (barred !== undefined) return barred;

  await deps.sessions.endAllOf(school, id);
  await deps.drafts.removeAllOf(school, id);
  let erased = 0;
  for (const ref of named) {
    if (erased === mostAtOnce) return { outcome: 'more', visits: erased };
    // Before the visit names them no more, after which nobody looks for their links there.
    await deps.links.forget(ref, id);
    if ((await takeOut(deps, ref, async () => Promise.resolve(gone), by)) === 'erased') erased += 1;
  }
  const since = await whatStands(deps, school, named, { people: [id] }, by);
  if (since !== undefined) return since;
  const forgotten = await aFewAtATime(deps.clock, refs, (ref) => deps.erasures.forgetReadings(ref, id));
  for (const part of forgotten) if (part.outcome === 'broke') throw part.error;
  if (forgotten.some(({ outcome }) => outcome === 'not-begun')) return { outcome: 'more', visits: erased };
  return { outcome: (await outOfRecords(deps, school, gone, by)) === 'written' ? 'erased' : 'more', visits: erased };
}

export async function foreseeErasureOfPerson(deps: Finding, school: string, id: string, by: string): Promise<ForeseenErasure | undefined> {
  const person = (await deps.schools.person(school, id))?.value;
  if (person === undefined) return undefined;
  const before = (await deps.schools.before(school, 'person', id)).map(({ value }) => value);
  const named = await naming(deps, await visitsWhere(deps, school, () => true), goneWith(person, before, `not ${id}`));
  return {
    ...(await foreseen(deps, school, named, { people: [id] }, by)),
    ...(person.leftAt === undefined ? ({ stillThere: true } as const) : {}),
  };
}

type GoneByName = Gone & { readonly id: { readonly is: string; readonly becomes: string } };

const goneWith = (person: Person, before: readonly Person[], becomes: string): GoneByName => ({
  id: { is: person.id, becomes },
  texts: [...new Set([person, ...before].flatMap(textsOf))],
});

/** Those that name them. */
async function naming({ visits }: Finding, refs: readonly VisitRef[], gone: Gone): Promise<readonly VisitRef[]> {
  const named: VisitRef[] = [];
  for (let n = 0; n < refs.length; n += together) {
    const some = await visits.readMany(refs.slice(n, n + together));
    named.push(...some.filter((stored) => names(stored, gone)).map(({ school: of, visit }) => ({ school: of, visit })));
  }
  return named;
}

/** Kept with their record until that goes, so that a call that goes on takes the same name. */
async function newNameOf(deps: Doing, school: string, person: Person): Promise<string> {
  if (person.becomes !== undefined) return person.becomes;
  const becomes = `${erasedId}${deps
    .newRandom()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 12)}`;
  await withPerson(deps, school, person.id, (now) => ({ ...now, becomes: now.becomes ?? becomes }));
  return (await deps.schools.person(school, person.id))?.value.becomes ?? becomes;
}

/** Their numbers, their addresses and their full names, as somebody might have written them down. */
const textsOf = ({ name, mobile, email, phones = [], vehicle, emergencyContact, contacts }: Person): readonly string[] => [
  // One word alone is a first name, a duty or a word of every day.
  ...[name, emergencyContact?.name].flatMap((full) => (full !== undefined && /\s/.test(full.trim()) ? [full] : [])),
  // Of a vehicle its number tells it from others.
  ...(vehicle !== undefined && /\d/.test(vehicle) ? [vehicle] : []),
  ...[mobile, email, emergencyContact?.phone].flatMap((address) => address ?? []),
  ...phones.map(({ number }) => number),
  ...addressesIn(contacts),
];

const names = (stored: StoredVisit, gone: Gone): boolean => canonical(stored) !== canonical(without(stored, gone));

/** Every other record that names them, and their own last. */
async function outOfRecords(deps: DoingOfPerson, school: string, gone: GoneByName, by: string): Promise<'written' | 'conflict'> {
  const { is: id, becomes } = gone.id;
  const { settings, staff, former = {} } = await deps.schools.context(school, {});
  const clean = <Value>(value: Value): Value => without(value, gone);

  for await (const home of everyHome(deps, school)) {
    await withHome(deps, school, home.id, (now) => homeCleanOf(now, gone));
    await changeBefore(deps, school, 'household', home.id, (was) => homeCleanOf(was, gone));
  }
  for (const other of [...Object.values(staff), ...Object.values(former)]) {
    if (other.id === id) continue;
    await withPerson(deps, school, other.id, (now) => otherWithout(now, gone));
    await changeBefore(deps, school, 'person', other.id, (was) => otherWithout(was, gone));
  }
  await changeBefore(deps, school, 'settings', school, clean);
  if (settings !== undefined) await withSettings(deps, school, clean);
  for (const { version, policy, proposed } of await deps.schools.policies(school))
    if (proposed?.by === id) await deps.schools.renameProposer(school, { id: policy.id, version }, becomes);
  for (const hold of await deps.schools.holds(school))
    if (canonical(hold) !== canonical(clean(hold))) await deps.schools.putHold(school, clean(hold));
  await deps.machines.rename(school, id, becomes);
  await renameInWebhooks(deps, school, id, becomes);
  await deps.schools.forgetBefore(school, 'person', id);
  const last = await deps.schools.person(school, id);
  if (last === undefined) return 'written';
  const { duties, staff: counted, leftAt } = last.value;
  const bare = { name: erasedName, firstName: erasedName, roles: [], answers: {}, ticked: {} };
  const changed = { at: deps.clock.now(), by };
  await deps.schools.putPerson(school, { ...bare, id: becomes, duties, staff: counted, leftAt, changed }, 0);
  return deps.schools.removePerson(school, id, last.version);
}

/** What others are called and where they are reached is theirs, though it may be the same. Whoever is rung for them has a number or is not there. */
function otherWithout(other: Person, gone: Gone): Person {
  const { name, firstName, mobile, phones, email, contacts, emergencyContact } = other;
  const isTheirs = emergencyContact !== undefined && gone.texts.includes(emergencyContact.phone);
  const theirs = { name, firstName, mobile, phones, email, contacts };
  return { ...without({ ...other, emergencyContact: isTheirs ? undefined : emergencyContact }, gone), ...theirs };
}

// ------------------------------------------------------------------------------------------------ what was erased

interface Erased {
  readonly id: string;
  readonly at: string;
  /** `null`: nobody noted it then. */
  readonly by: string | null;
}

/** The homes and the people of whom nothing is kept, the last first: that it was done, when and by whom. */
export async function listErased(
  deps: Pick<Deps, 'schools'>,
  school: string,
): Promise<{ readonly homes: readonly Erased[]; readonly people: readonly Erased[] }> {
  const homes: Erased[] = [];
  for await (const { id, erasedAt, changed } of everyHome(deps, school))
    if (erasedAt !== undefined) homes.push({ id, at: erasedAt, by: changed?.by ?? null });
  const { former = {} } = await deps.schools.context(school, {});
  const people = Object.values(former).flatMap(({ id, name, leftAt = '', changed }) =>
    id.startsWith(erasedId) && name === erasedName ? [{ id, at: changed?.at ?? leftAt, by: changed?.by ?? null }] : [],
  );
  return { homes: homes.toSorted(lastFirst), people: people.toSorted(lastFirst) };
}

const lastFirst = (a: Erased, b: Erased): number => (a.at < b.at ? 1 : -1);

// ------------------------------------------------------------------------------------------------ visits

/** Those of a school whose row says so, in every list. */
async function visitsWhere(
  deps: Finding,
  school: string,
  isWanted: (card: { readonly household: string }) => boolean,
): Promise<readonly VisitRef[]> {
  const lists: readonly Shadow['list'][] = everyList;
  const found: VisitRef[] = [];
  for await (const { ref, card } of rowsOf(deps, school, lists)) if (isWanted(card)) found.push(ref);
  return found;
}

/** Nobody erases what was said against somebody, or is told that it is there, who may not read it. */
async function readableBy(person: string, deps: Finding, refs: readonly VisitRef[]): Promise<readonly VisitRef[]> {
  const readable: VisitRef[] = [];
  for (const ref of refs) if (!AllegationId.safeParse(ref.visit).success || (await isReader(person, deps, ref))) readable.push(ref);
  return readable;
}

async function isReader(person: string, deps: Finding, ref: VisitRef): Promise<boolean> {
  const stored = await deps.visits.read(ref);
  const item = stored && visitOf(stored);
  const known = item && (await readKnown(deps, item, { tolerant: true }));
  return item !== undefined && known !== undefined && whoReads(item, known).includes(person);
}

/** What is not over, and which holds stand: nothing is erased where anything is in the way. What whoever asks may not know of is not named to them. */
async function whatStands(deps: Finding, school: string, refs: readonly VisitRef[], on: Held, by: string): Promise<InTheWay | undefined> {
  const { notOver, holds } = await standing(deps, school, refs, on);
  if (notOver.length === 0 && holds.length === 0) return undefined;
  return { outcome: 'in-the-way', notOver: await namedTo(by, deps, notOver), holds };
}

type Held = Parameters<typeof holdsOn>[1];

async function standing(deps: Finding, school: string, refs: readonly VisitRef[], on: Held) {
  const holds = await holdsOf(deps, school);
  const visits = (await deps.visits.readMany(refs)).map(visitOf).filter(({ erasedAt }) => erasedAt === undefined);
  const onThem = [...holdsOn(holds, on), ...holds.filter((hold) => visits.some((visit) => standsInTheWay(visit, [hold]) === 'held'))];
  return { visits, notOver: visits.filter((visit) => !isOver(visit)), holds: [...new Set(onThem.map(({ id }) => id))] };
}

/** Whoever may be in the house is not told that a call for help keeps a visit open, nor anybody of what was said against somebody that they may not read. */
async function namedTo(person: string, deps: Finding, notOver: readonly Visit[]): Promise<readonly ItemId[]> {
  const known = notOver.filter((visit) => !hasEnded(knownTo(visit, person)));
  return (await readableBy(person, deps, known)).map(({ visit }) => visit);
}

const hasEnded = ({ closed, ended }: Visit): boolean => closed || ended !== undefined;

async function foreseen(deps: Finding, school: string, refs: readonly VisitRef[], on: Held, by: string): Promise<ForeseenErasure> {
  const { visits, notOver, holds } = await standing(deps, school, refs, on);
  return {
    visits: visits.filter(({ visit }) => VisitId.safeParse(visit).success).length,
    notOver: await namedTo(by, deps, notOver),
    holds,
  };
}

/** Takes somebody out of a visit that stays. */
async function takeOut(deps: Doing, ref: VisitRef, of: (visit: Visit) => Promise<Gone>, by: string): Promise<'erased' | 'left'> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const stored = await deps.visits.read(ref);
    const known = stored === undefined ? undefined : await readKnown(deps, visitOf(stored), { tolerant: true });
    if (stored === undefined || known === undefined || !isOver(visitOf(stored))) return 'left';
    const gone = await of(visitOf(stored));
    const history = stored.history.map((event) => eventWithout(event, gone));
    const tally = without(stored.tally, gone);
    if (canonical([history, tally]) === canonical([stored.history, stored.tally])) return 'left';
    const said: VisitEvent = { type: 'WordsErased', because: 'asked', part: true, at: deps.clock.now(), by, via: 'api' };
    const left = { ...stored, history: [...history, said], tally, owed: {} };
    const { owed, history: all } = left;
    const shadow = shadowOf(visitOf(left), known);
    if ((await deps.erasures.rewrite({ ref, after: stored.version, history: all, owed, tally, shadow })) === 'written') return 'erased';
  }
  throw new Error(`visit ${ref.school}/${ref.visit}: every race was lost`);
}

// ------------------------------------------------------------------------------------------------ records

async function changeBefore<Kind extends keyof Records>(
  { schools }: Doing,
  school: string,
  kind: Kind,
  id: string,
  change: (was: Records[Kind]) => Records[Kind],
): Promise<void> {
  for (const was of await schools.before(school, kind, id)) {
    const value = change(was.value);
    if (canonical(value) !== canonical(was.value)) await schools.changeBefore(school, kind, id, { value, version: was.version });
  }
}

/** Reads, changes and writes, until nobody was in between. */
async function changing<Value>(
  read: () => Promise<{ readonly value: Value; readonly version: number } | undefined>,
  change: (value: Value) => Value,
  put: (value: Value, after: number) => Promise<'written' | 'conflict'>,
): Promise<void> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const found = await read();
    if (found === undefined) return;
    const value = change(found.value);
    if (canonical(value) === canonical(found.value) || (await put(value, found.version)) === 'written') return;
  }
  throw new Error('a record could not be written: every race was lost');
}

const withHome = ({ schools }: Doing, school: string, id: string, change: (home: Household) => Household): Promise<void> =>
  changing(
    () => schools.household(school, id),
    change,
    (home, after) => schools.putHousehold(school, home, after),
  );

const withPerson = ({ schools }: Doing, school: string, id: string, change: (person: Person) => Person): Promise<void> =>
  changing(
    () => schools.person(school, id),
    change,
    (person, after) => schools.putPerson(school, person, after),
  );

const withSettings = ({ schools }: Doing, school: string, change: (settings: Records['settings']) => Records['settings']): Promise<void> =>
  changing(
    async () => {
      const { settings } = await schools.context(school, {});
      return settings && { value: settings, version: settings.version };
    },
    change,
    (settings, after) => schools.putSettings(school, { ...settings, version: after + 1 }),
  );
