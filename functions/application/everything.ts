/** Everything that is held on somebody, as far as whoever asks may read it; what they may not is named, so that they can ask whoever may. */
import type { ReadingClass } from '../domain/policy/policy.ts';
import { ReadingClass as Classes } from '../domain/policy/policy.ts';
import { holdsOn } from '../domain/hold.ts';
import { without } from '../domain/without.ts';
import { canonical } from '../domain/canonical.ts';
import { shownAllegation, whoReads } from '../domain/visit/allegation.ts';
import { shownDrill } from '../domain/visit/drill-report.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { classesFor, type Viewer } from '../domain/reading/who.ts';
import { shown, type ShownVisit } from '../domain/visit/shown.ts';
import type { StoredVisit, Visit } from '../domain/visit/visit.ts';
import type { ListedVisit } from '../ports/visit-store.ts';
import type { Deps } from './deps.ts';
import { idsOfHome } from './homes-past.ts';
import { everyList, pagesOf } from './erase-visits.ts';
import { shownHousehold } from './keep-homes.ts';
import { shownPerson } from './keep-people.ts';
import { everyHome } from './find-homes.ts';
import { readKnown } from './known.ts';
import type { School } from './school.ts';

export type About = { readonly person: string } | { readonly household: string } | { readonly pupil: string };

interface Shown {
  readonly visits: readonly object[];
  readonly allegations: readonly object[];
  readonly drills: readonly object[];
  /** Of which visits something was left out, and of which class. */
  readonly withheld: readonly { readonly id: string; readonly classes: readonly ReadingClass[] }[];
}

type Reading = Pick<Deps, 'visits' | 'schools' | 'erasures' | 'clock'>;
type Json = Readonly<Record<string, unknown>>;

/** Undefined: nothing is kept under that name. */
export async function everythingAbout(deps: Reading, school: School, about: About, viewer: Viewer): Promise<Json | undefined> {
  const records = await recordsOf(deps, school, about, viewer);
  const homes = records.homes ?? [];
  const ids = new Set(homes.flatMap(idsOfHome));
  const isAbout = (stored: StoredVisit): boolean => {
    if ('person' in about) return isNamed(stored, about.person);
    const { household, pupil } = visitOf(stored);
    return ids.has(household) || ('pupil' in about && pupil === about.pupil);
  };
  // Of a home the row says whether it is; anything else only the visit itself.
  const mayBe = ({ card }: ListedVisit): boolean => !('household' in about) || ids.has(card.household);
  const found = await visitsAbout(deps, school.id, mayBe, isAbout, viewer);
  if (records.shown === undefined && found.visits.length + found.allegations.length + found.drills.length === 0) return undefined;
  const holds = holdsOn(await deps.schools.holds(school.id), 'person' in about ? { people: [about.person] } : { households: [...ids] });
  return { about, ...records.shown, ...found, holds };
}

async function recordsOf(deps: Reading, school: School, about: About, viewer: Viewer) {
  if ('person' in about) {
    const person = await deps.schools.person(school.id, about.person);
    const before = await deps.schools.before(school.id, 'person', about.person);
    const show = (value: NonNullable<typeof person>['value']) => shownPerson(school, value, viewer, deps.clock.now());
    return { shown: person && { person: show(person.value), before: before.map(({ value }) => show(value)) } };
  }
  // Asked for by the name of a home that was merged, it is the one that stays.
  const meant = 'household' in about ? (await deps.schools.household(school.id, about.household))?.value.id : undefined;
  const homes = [];
  for await (const home of everyHome(deps, school.id))
    if ('household' in about ? home.id === meant : home.pupils.some(({ id }) => id === about.pupil)) homes.push(home);
  const shownHomes = [];
  for (const home of homes) {
    const before = (await Promise.all(idsOfHome(home).map((id) => deps.schools.before(school.id, 'household', id)))).flat();
    shownHomes.push({
      household: shownHousehold(school, home, viewer),
      before: before.map(({ value }) => shownHousehold(school, value, viewer)),
    });
  }
  return { homes, shown: homes.length === 0 ? undefined : { households: shownHomes } };
}

/** As whoever took part, did something, was told, or is named in an answer. */
const isNamed = (stored: StoredVisit, person: string): boolean => {
  const { school: _school, visit: _visit, ...what } = stored;
  return canonical(what) !== canonical(without(what, { id: { is: person, becomes: `not ${person}` }, texts: [] }));
};

/** A page at a time, each in one go. */
async function* visitsIn(
  deps: Reading,
  school: string,
  mayBe: (row: ListedVisit) => boolean,
  isAbout: (stored: StoredVisit) => boolean,
): AsyncGenerator<Visit> {
  const lists = everyList.filter((list) => list !== 'errands');
  for await (const rows of pagesOf(deps, school, lists)) {
    const refs = rows.filter(mayBe).map(({ ref }) => ref);
    const stored = refs.length === 0 ? [] : await deps.visits.readMany(refs);
    yield* stored.filter(isAbout).map(visitOf);
  }
}

async function visitsAbout(
  deps: Reading,
  school: string,
  mayBe: (row: ListedVisit) => boolean,
  isAbout: (stored: StoredVisit) => boolean,
  viewer: Viewer,
): Promise<Shown> {
  const visits: (ShownVisit & { readonly readings: unknown })[] = [];
  const allegations: object[] = [];
  const drills: object[] = [];
  const withheld: Shown['withheld'][number][] = [];
  const now = deps.clock.now();
  for await (const visit of visitsIn(deps, school, mayBe, isAbout)) {
    const ref = { school, visit: visit.visit };
    const known = await readKnown(deps, visit, { tolerant: true });
    if (known === undefined) continue;
    if (visit.allegation !== undefined) {
      if (viewer.person !== undefined && whoReads(visit, known).includes(viewer.person)) allegations.push(shownAllegation(visit, known));
      continue;
    }
    if (visit.drill !== undefined) {
      drills.push(shownDrill(visit, known));
      continue;
    }
    const readings = await deps.erasures.readings(ref);
    visits.push({ ...shown(visit, viewer, known, now), readings });
    const classes = classesFor(viewer, visit, known);
    const left = Classes.options.filter((one) => one !== 'allegation' && !classes.has(one));
    if (left.length > 0) withheld.push({ id: visit.visit, classes: left });
    if (viewer.person !== undefined) await deps.visits.recordRead(ref, viewer.person, now);
  }
  // By their names: in the order of the lists one would stand elsewhere while a call for help keeps it open.
  return { visits: byId(visits), allegations, drills, withheld: byId(withheld) };
}

const byId = <One extends { readonly id: string }>(those: readonly One[]): readonly One[] =>
  those.toSorted((a, b) => (a.id < b.id ? -1 : 1));
