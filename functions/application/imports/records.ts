/** A row as the record that it changes: what the file says of a field wins where the file has the field, and everything else stays. */
import * as z from 'zod';
import { Adult, Household } from '../../domain/household.ts';
import { idFor, type ImportKind, type Outcome } from '../../domain/imports/import.ts';
import type { Mapping, RowFault } from '../../domain/imports/mapping.ts';
import { External, Person, PersonId } from '../../domain/person.ts';
import type { Change, Keeping, Writer } from '../keep.ts';
import { type HouseholdGiven, keepHousehold } from '../keep-homes.ts';
import { keepPerson, type PersonGiven } from '../keep-people.ts';
import type { School } from '../school.ts';

/** A telephone number as somebody writes it, as it is kept. */
export type Phone = z.ZodType<string, string>;

const name = z.string().trim().min(1).max(100);
/** What names the record: an id of ours, or another system's. */
const named = { id: name.optional(), external: External.optional() };

export function recordSchemas(phone: Phone) {
  const phones = z.array(phone).max(20);
  const { name: adultName, title, relationship, parentalResponsibility } = Adult.shape;
  const AdultRow = z.strictObject({
    id: name.optional(),
    name: adultName,
    title,
    relationship,
    parentalResponsibility,
    phones: phones.optional(),
  });
  const PupilRow = z.strictObject({ id: z.string().min(1).max(100), name: z.string().min(1).max(200), onRoll: z.boolean().optional() });
  const Home = z.strictObject({
    ...named,
    name: Household.shape.name.optional(),
    address: Household.shape.address,
    animals: Household.shape.animals,
    phones: phones.optional(),
    adults: z.array(AdultRow).max(20).optional(),
    pupils: z.array(PupilRow).max(20).optional(),
  });
  const Somebody = z.strictObject({
    ...named,
    ...Person.pick({ name: true, firstName: true, duties: true, roles: true, staff: true, email: true, vehicle: true }).partial().shape,
    mobile: phone.optional(),
  });
  return { households: Home, people: Somebody };
}
type Schemas = ReturnType<typeof recordSchemas>;
type HomeRecord = z.infer<Schemas['households']>;
type SomebodyRecord = z.infer<Schemas['people']>;

export interface Done {
  readonly outcome: Outcome;
  readonly id?: string;
  readonly errors?: readonly RowFault[];
}
const refused = (errors: readonly RowFault[], id?: string): Done => ({ outcome: 'refused', errors, ...(id === undefined ? {} : { id }) });

export interface Keeper {
  readonly school: School;
  readonly writer: Pick<Writer, 'viewer' | 'by'>;
  readonly schemas: Schemas;
  readonly mapping: Mapping;
}

/** Which record a row is about. Undefined: it does not say. */
export function idOfRow(
  record: Readonly<Record<string, unknown>>,
  mapping: Mapping,
): { readonly id: string; readonly external?: External } | undefined {
  const external = External.safeParse(record['external']);
  if (external.success) return idFor(external.data.id, external.data);
  const { id } = record;
  return typeof id === 'string' && id.trim() !== '' ? idFor(id.trim(), mapping) : undefined;
}

/** Does what one row says. Throws where the store is away, or too many write at once: it is done again. */
export async function keepRow(
  deps: Keeping,
  { school, writer, schemas, mapping }: Keeper,
  kind: ImportKind,
  record: Readonly<Record<string, unknown>>,
): Promise<Done> {
  const who = idOfRow(record, mapping);
  if (who === undefined) return refused([{ pointer: '/id', message: 'say whose row it is: an id, or external with its system and id' }]);
  const tidy = inLists(record);
  if (kind === 'households') {
    const read = await schemas.households.safeParseAsync(tidy);
    if (!read.success) return refused(faultsIn(read.error.issues), who.id);
    const meant = (await deps.schools.household(school.id, who.id))?.value.id ?? who.id;
    const of = (before: Household | undefined) => homeAfter(before, read.data, who.external);
    return became(meant, await keepHousehold(deps, school, meant, of, { ...writer, seen: () => true }));
  }
  const read = await schemas.people.safeParseAsync(tidy);
  if (!read.success) return refused(faultsIn(read.error.issues), who.id);
  const id = PersonId.safeParse(who.id);
  if (!id.success) return refused([{ pointer: '/id', message: id.error.issues[0]?.message ?? 'an id' }]);
  const of = (before: Person | undefined) => personAfter(before, read.data, who.external);
  return became(id.data, await keepPerson(deps, school, id.data, of, false, { ...writer, seen: () => true }));
}

/** Of a file the adults are counted, and the one child stands by itself. */
function inLists({ adults, pupil, ...record }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const counted = typeof adults === 'object' && adults !== null && !Array.isArray(adults) ? Object.values(adults) : adults;
  return { ...record, ...(counted === undefined ? {} : { adults: counted }), ...(pupil === undefined ? {} : { pupils: [pupil] }) };
}

const faultsIn = (issues: readonly z.core.$ZodIssue[]): readonly RowFault[] =>
  issues
    .slice(0, 20)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ pointer: `/${[...issue.path, key].join('/')}`, message: 'there is no such field' }))
        : [{ pointer: `/${issue.path.join('/')}`, message: issue.message.endsWith('received undefined') ? 'is needed' : issue.message }],
    );

function became(id: string, change: Change): Done {
  switch (change.outcome) {
    case 'kept':
      return { id, outcome: change.isNew ? 'made' : change.wasSo === true ? 'unchanged' : 'changed' };
    case 'wrong':
      return refused(
        change.complaints.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message })),
        id,
      );
    case 'would-leave-nobody':
      return refused(
        [{ pointer: '', message: `${change.consequences.map(({ message }) => message).join(' ')} Change this one by hand.` }],
        id,
      );
    case 'changed':
      return refused([{ pointer: '/id', message: 'another record stands under this id, or its name is needed for a new one' }], id);
    case 'busy':
      throw new Error('too many write this record at once');
  }
}

/** Another system's record is never taken for this one's, whatever their ids came to. */
const isAnother = (before: { readonly external?: External | undefined } | undefined, external: External | undefined): boolean =>
  before?.external !== undefined &&
  external !== undefined &&
  (before.external.system !== external.system || before.external.id !== external.id);

function homeAfter(before: Household | undefined, given: HomeRecord, external: External | undefined): HouseholdGiven | undefined {
  const { id: _id, external: _external, adults = [], pupils = [], name: called = before?.name, ...fields } = given;
  if (called === undefined || isAnother(before, external)) return undefined;
  const { address, animals, phones = [] } = before ?? {};
  return {
    ...{ address, animals, phones },
    ...fields,
    name: called,
    external: external ?? before?.external,
    adults: adults.reduce<Household['adults']>(withAdult, before?.adults ?? []),
    pupils: pupils.reduce<Household['pupils']>(
      (all, pupil) => withOne(all, (one) => one.id === pupil.id, { onRoll: true, ...all.find((one) => one.id === pupil.id), ...pupil }),
      before?.pupils ?? [],
    ),
  };
}

const withOne = <One>(all: readonly One[], is: (one: One) => boolean, one: One): One[] =>
  all.some(is) ? all.map((each) => (is(each) ? one : each)) : [...all, one];

/** By their id, or by their name where the file has none. */
function withAdult(all: Household['adults'], { id, ...adult }: NonNullable<HomeRecord['adults']>[number]): Household['adults'] {
  const slug = id
    ?.toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 32);
  const known = all.find((one) =>
    slug === undefined || slug === '' ? one.name.toLowerCase() === adult.name.toLowerCase() : one.id === slug,
  );
  const next = known?.id ?? (slug === undefined || slug === '' ? freeId(all) : slug);
  return withOne(all, (one) => one.id === next, { phones: [], ...known, ...adult, id: next });
}

function freeId(all: Household['adults']): string {
  for (let n = 1; ; n += 1) if (!all.some(({ id }) => id === `adult-${String(n)}`)) return `adult-${String(n)}`;
}

function personAfter(before: Person | undefined, given: SomebodyRecord, external: External | undefined): PersonGiven | undefined {
  const { id: _id, external: _external, name: called = before?.name, duties, ...fields } = given;
  if (called === undefined || isAnother(before, external)) return undefined;
  const firstName = before?.firstName ?? called.split(' ')[0] ?? called;
  const { id: _, answers: __, ticked: ___, leftAt: ____, becomes: _____, changed: ______, contacts: _______, ...kept } = before ?? {};
  return {
    ...{ firstName, roles: [], staff: true },
    ...kept,
    ...fields,
    name: called,
    // What somebody may do is the school's to say once they are there.
    duties: before?.duties ?? duties ?? [],
    external: external ?? before?.external,
  };
}
