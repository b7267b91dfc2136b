import { epochOf, inLondon, type Instant } from '../../domain/time.ts';
import { Unreadable } from '../../domain/unreadable.ts';
import type { Shadow } from '../../domain/visit/shadow.ts';
import type { StoredVisit, VisitRef } from '../../domain/visit/visit.ts';
import type { Clock } from '../../ports/clock.ts';
import { cursorAt, keyAt } from '../../ports/cursor.ts';
import type { Erasures, Reading } from '../../ports/erasures.ts';
import type { VisitStore } from '../../ports/visit-store.ts';
import { type Faults, faultSwitch } from './faults.ts';

export interface Readings {
  readonly n: number;
  readonly first: Instant;
  readonly last: Instant;
}

export interface MemoryVisitStore extends VisitStore, Erasures, Faults {
  /** The next so many writes are answered `conflict`, as if somebody else had been first, and not done. */
  conflict(times?: number): void;
  /** The indexes show how things stood so many milliseconds ago, by the store's clock. Items are always read as they are. */
  lagIndexes(milliseconds: number): void;
  /** The indexes stay as they are, until `lagIndexes`. */
  stallIndexes(): void;
  /** A visit that is there and cannot be read; or can be again. */
  spoil(ref: VisitRef, spoilt?: boolean): void;
  /** By `<reader>#<day>`. */
  readingsOf(ref: VisitRef): Readonly<Record<string, Readings>>;
}

export interface MemoryVisitStoreOptions {
  readonly shards?: number;
  readonly pageSize?: number;
  /** Needed where the indexes are to lag. */
  readonly clock?: Clock;
}

interface Entry {
  readonly ref: VisitRef;
  visit: StoredVisit;
  spoilt: boolean;
  /** What the indexes were told, and when. */
  readonly shadows: { readonly at: number; readonly version: number; readonly shadow: Shadow }[];
  readings: Record<string, Readings>;
  /** Since when it has been put aside, and how often. */
  aside: { readonly since?: Instant; readonly times: number };
}
const untouched: Entry['aside'] = { times: 0 };

/** As it would come out of a table: nothing is undefined there, and whoever would change what everybody reads is told so. */
const kept = <T>(value: T): T =>
  // What was put in as a T comes out as one.
  frozen(JSON.parse(JSON.stringify(value)) as T);
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}

export function memoryVisitStore({ shards = 1, pageSize = 100, clock }: MemoryVisitStoreOptions = {}): MemoryVisitStore {
  const { around, ...faults } = faultSwitch();
  const entries = new Map<string, Entry>();
  let conflicts = 0;
  let lag = 0;
  let stalled: ReturnType<typeof indexed> | undefined;

  const now = (): number => (clock ? epochOf(clock.now()) : 0);
  const beaten = (): boolean => {
    if (conflicts === 0) return false;
    conflicts -= 1;
    return true;
  };

  const indexed = () => {
    const asOf = now() - lag;
    return [...entries.values()].flatMap(({ ref, shadows }) => {
      const shown = shadows.findLast(({ at }) => at <= asOf);
      return shown ? [{ ref, version: shown.version, shadow: shown.shadow }] : [];
    });
  };

  const listed = (school: string, which: Shadow['list']) =>
    (stalled ?? indexed())
      .filter(({ ref, shadow }) => ref.school === school && shadow.list === which)
      .map(({ ref, version, shadow: { card, changedAt } }) => ({
        ref,
        version,
        card: structuredClone(card),
        key: `${changedAt}#${ref.visit}`,
      }));

  /** A page of rows, in order of their keys. */
  const inOrder = <Row extends { readonly key: string }>(
    rows: readonly Row[],
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
    newestFirst: boolean,
  ) => {
    const from = after === undefined ? undefined : keyAt(after);
    // Nothing comes after a cursor that is none of ours.
    if (after !== undefined && from === undefined) return [];
    return rows
      .filter(({ key }) => from === undefined || (newestFirst ? key < from : key > from))
      .toSorted((a, b) => (newestFirst === a.key > b.key ? -1 : 1))
      .slice(0, limit)
      .map(({ key, ...row }) => ({ ...row, cursor: cursorAt(key) }));
  };

  const readable = (entry: Entry): StoredVisit => {
    if (entry.spoilt) throw new Unreadable(`stored visit ${entry.ref.school}/${entry.ref.visit} does not parse`);
    return entry.visit;
  };

  return {
    ...faults,
    conflict: (times = 1) => {
      conflicts = times;
    },
    lagIndexes: (milliseconds) => {
      stalled = undefined;
      lag = milliseconds;
    },
    stallIndexes: () => {
      stalled = indexed();
    },
    spoil: (ref, spoilt = true) => {
      const entry = entries.get(nameOf(ref));
      if (entry) entry.spoilt = spoilt;
    },
    readingsOf: (ref) => entries.get(nameOf(ref))?.readings ?? {},

    read: (ref) =>
      around('read', () => {
        const entry = entries.get(nameOf(ref));
        return entry && readable(entry);
      }),

    readMany: (refs) =>
      around('readMany', () =>
        [...new Set(refs.map(nameOf))].flatMap((name) => {
          const entry = entries.get(name);
          return entry ? [readable(entry)] : [];
        }),
      ),

    readEach: (refs) =>
      around('readEach', () => {
        const found = [...new Set(refs.map(nameOf))].flatMap((name) => entries.get(name) ?? []);
        return {
          visits: found.filter(({ spoilt }) => !spoilt).map(({ visit }) => visit),
          unreadable: found.filter(({ spoilt }) => spoilt).map(({ ref }) => ref),
        };
      }),

    aside: (ref) =>
      around('aside', () => {
        const entry = entries.get(nameOf(ref));
        const { dueAt } = entry?.visit ?? {};
        const lastContact = entry?.shadows.at(-1)?.shadow.lastContact;
        return entry && { ...entry.aside, ...(dueAt !== undefined && { dueAt }), ...(lastContact !== undefined && { lastContact }) };
      }),

    putAside: (ref, was, { dueAt, since, times }) =>
      around('putAside', () => {
        const entry = entries.get(nameOf(ref));
        const last = entry?.shadows.at(-1);
        if (entry === undefined || last === undefined || entry.visit.dueAt !== was) return 'conflict';
        entry.visit = Object.freeze({ ...entry.visit, dueAt });
        entry.shadows.push({ ...last, at: now(), shadow: { ...last.shadow, dueAt } });
        entry.aside = { since, times };
        return 'written';
      }),

    create: (visit, shadow) =>
      around('create', () => {
        const { school, visit: id, version } = visit;
        const ref = { school, visit: id };
        if (beaten() || entries.has(nameOf(ref))) return 'conflict';
        const shadows = [{ at: now(), version, shadow: structuredClone(shadow) }];
        entries.set(nameOf(ref), {
          ref,
          visit: kept({ ...visit, dueAt: shadow.dueAt }),
          spoilt: false,
          shadows,
          readings: {},
          aside: untouched,
        });
        return 'written';
      }),

    append: ({ ref, after, events, owed, tally, shadow }) =>
      around('append', () => {
        const entry = entries.get(nameOf(ref));
        if (beaten() || entry?.visit.version !== after) return 'conflict';
        const { history } = entry.visit;
        entry.visit = Object.freeze({
          ...entry.ref,
          version: after + 1,
          history: Object.freeze([...history, ...kept(events)]) as StoredVisit['history'],
          ...kept({ owed, tally, dueAt: shadow.dueAt }),
        });
        entry.shadows.push({ at: now(), version: after + 1, shadow: structuredClone(shadow) });
        entry.aside = untouched;
        return 'written';
      }),

    due: (until, shard, after) =>
      around('due', () => {
        const found = (stalled ?? indexed())
          .flatMap(({ ref, shadow: { dueAt } }) =>
            dueAt !== undefined && dueAt <= until && shardOf(ref, shards) === shard ? [{ ref, dueAt }] : [],
          )
          .map((visit) => ({ visit, cursor: `${visit.dueAt}#${nameOf(visit.ref)}` }))
          .toSorted((a, b) => (a.cursor < b.cursor ? -1 : 1))
          .filter(({ cursor }) => after === undefined || cursor > after);
        const page = found.slice(0, pageSize);
        const last = page.at(-1);
        return { visits: page.map(({ visit }) => visit), ...(last && found.length > page.length && { next: last.cursor }) };
      }),

    list: (school, which, page) => around('list', () => inOrder(listed(school, which), page, true)),

    oldest: (school, which, page) => around('oldest', () => inOrder(listed(school, which), page, false)),

    rewrite: ({ ref, after, history, owed, tally, shadow }) =>
      around('rewrite', () => {
        const entry = entries.get(nameOf(ref));
        if (beaten() || entry?.visit.version !== after) return 'conflict';
        entry.visit = Object.freeze({
          ...entry.ref,
          version: after + 1,
          history: Object.freeze([...kept(history)]) as StoredVisit['history'],
          ...kept({ owed, tally, dueAt: shadow.dueAt }),
        });
        entry.shadows.push({ at: now(), version: after + 1, shadow: structuredClone(shadow) });
        entry.aside = untouched;
        return 'written';
      }),

    readings: (ref) =>
      around('readings', () =>
        Object.entries(entries.get(nameOf(ref))?.readings ?? {})
          .map(([name, { n, first, last }]) => {
            const [reader = '', day = ''] = name.split('#');
            return { reader, day, times: n, first, last };
          })
          .toSorted(byReader),
      ),

    forgetReadings: (ref, reader) =>
      around('forgetReadings', () => {
        const entry = entries.get(nameOf(ref));
        if (entry === undefined) return;
        const stays = (name: string): boolean => reader !== undefined && !name.startsWith(`${reader}#`);
        entry.readings = Object.fromEntries(Object.entries(entry.readings).filter(([name]) => stays(name)));
      }),

    ofHome: (school, household, page) =>
      around('ofHome', () => {
        const rows = (stalled ?? indexed())
          .filter(({ ref, shadow }) => ref.school === school && shadow.household === household)
          .map(({ ref, version }) => {
            const told = (entries.get(nameOf(ref))?.shadows ?? []).filter((one) => one.version <= version);
            const at = told.findLast(({ shadow }) => shadow.plannedAt !== undefined)?.shadow.plannedAt ?? told[0]?.shadow.changedAt;
            return at === undefined ? [] : { ref, at, key: `${at}#${ref.visit}` };
          });
        return inOrder(rows.flat(), page, true);
      }),

    recordRead: (ref, reader, at) =>
      around('recordRead', () => {
        const readings = entries.get(nameOf(ref))?.readings;
        if (!readings) return;
        const name = `${reader}#${inLondon(at).date}`;
        readings[name] = { n: (readings[name]?.n ?? 0) + 1, first: readings[name]?.first ?? at, last: at };
      }),
  };
}

const byReader = (a: Reading, b: Reading): number => (`${a.reader}#${a.day}` < `${b.reader}#${b.day}` ? -1 : 1);

const nameOf = ({ school, visit }: VisitRef): string => `${school}/${visit}`;

/** The same visit in the same shard, always. */
function shardOf(ref: VisitRef, shards: number): number {
  let sum = 0;
  for (const character of nameOf(ref)) sum += character.codePointAt(0) ?? 0;
  return sum % shards;
}
