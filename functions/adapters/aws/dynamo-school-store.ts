import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Hold } from '../../domain/hold.ts';
import { Household } from '../../domain/household.ts';
import { Person, presentAndFormer } from '../../domain/person.ts';
import { Clause } from '../../domain/policy/clause.ts';
import { Changed, Policy, Settings } from '../../domain/policy/policy.ts';
import { VisitId } from '../../domain/visit/visit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PolicyVersion, Records, SchoolStore, Versioned } from '../../ports/school-store.ts';
import { batchGet, changeRow, type Key, namesIn, parsed, type Row, rowsBeginning, secondsOf, storable } from './rows.ts';
import { systemClock } from './system-clock.ts';

/** How many policies are kept in memory: more versions than are in use at once, fewer than would fill a function. */
const mostPolicies = 50;

export interface DynamoSchoolStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** By which the table takes away what is forgotten. */
  readonly clock?: Clock;
}

export function dynamoSchoolStore({ client, table, clock = systemClock }: DynamoSchoolStoreOptions): SchoolStore {
  const policies = new Map<string, Policy>();

  const keep = (name: string, policy: Policy): Policy => {
    const [oldest] = policies.keys();
    if (policies.size >= mostPolicies && oldest !== undefined) policies.delete(oldest);
    policies.set(name, policy);
    return policy;
  };

  const put = (key: Key, update: string, condition: string, values: Row, names: Readonly<Record<string, string>> = {}) => {
    const stored = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, storable(value)]));
    return changeRow({ client, table }, key, update, condition, stored, names);
  };

  /** An entry of a map. The first entry makes the map; whoever loses that race adds to it. */
  const addTo = async (key: Key, map: string, entry: string, value: unknown, condition?: string) => {
    const conditions = ['attribute_exists(#map)', ...(condition === undefined ? [] : [condition])].join(' AND ');
    const add = () => put(key, 'SET #map.#entry = :value', conditions, { ':value': value }, { '#map': map, '#entry': entry });
    if ((await add()) === 'written') return 'written';
    const made = await put(key, 'SET #map = :map', 'attribute_not_exists(#map)', { ':map': { [entry]: value } }, { '#map': map });
    return made === 'written' ? made : add();
  };

  /** Every row of a school whose name begins so, in order. */
  const rowsUnder = (school: string, prefix: string): Promise<readonly Row[]> =>
    rowsBeginning(client, table, { pk: settingsKey(school).pk, sk: prefix });

  /** What a record was, oldest first. */
  const rowsBefore = (school: string, kind: keyof Records, id: string) => rowsUnder(school, `${beforeName(kind, id)}#`);

  const homeAt = async (school: string, id: string, passed: readonly string[] = []): Promise<Versioned<Household> | undefined> => {
    const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: householdKey(school, id), ConsistentRead: true }));
    const home = row && householdIn(row, school);
    const into = home?.value.mergedInto;
    return into === undefined || passed.includes(into) ? home : homeAt(school, into, [...passed, id]);
  };

  return {
    async context(school, want) {
      const policyName = want.policy && `${school}/${want.policy.id}/${want.policy.version}`;
      const known = policyName === undefined ? undefined : policies.get(policyName);
      const homes = [...new Set(want.households)];
      const keys = {
        settings: settingsKey(school),
        staff: staffKey(school),
        round: want.round === undefined ? undefined : roundKey(school, want.round),
        policy: want.policy && !known ? policyKey(school, want.policy) : undefined,
      };
      const wanted = [keys.settings, keys.staff, keys.round, keys.policy, ...homes.map((id) => householdKey(school, id))];
      const rows = await batchGet(
        client,
        table,
        wanted.filter((key) => key !== undefined),
      );
      const found = (key: Key | undefined): Row | undefined => key && rows.find(({ sk }) => sk === key.sk);

      const settings = found(keys.settings);
      const round = found(keys.round);
      const stored = found(keys.policy);
      const policy =
        policyName !== undefined && stored ? keep(policyName, parsed(PolicyRow, stored, `policy ${policyName}`).policy) : known;
      const households: (readonly [string, Household])[] = [];
      for (const id of homes) {
        const row = found(householdKey(school, id));
        const home = row && householdIn(row, school).value;
        const meant = home?.mergedInto === undefined ? home : (await homeAt(school, home.mergedInto, [id]))?.value;
        if (meant) households.push([id, meant]);
      }
      return {
        ...(settings && { settings: parsed(SettingsRow, settings, `settings of ${school}`).settings }),
        ...presentAndFormer(staffIn(found(keys.staff), school)),
        households: Object.fromEntries(households),
        ...(policy && { policy }),
        round: round ? inOrder(parsed(RoundRow, round, `round ${school}/${want.round}`).visits) : [],
      };
    },

    household: (school, id) => homeAt(school, id),

    async households(school, { after, limit }) {
      const condition = '#pk = :pk AND begins_with(#sk, :household)';
      const homes: Household[] = [];
      let from: Row | undefined = after === undefined ? undefined : { ...householdKey(school, after) };
      // An answer ends at 1 MB, however many were asked for.
      do {
        const { Items: rows = [], LastEvaluatedKey: last } = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: condition,
            ExpressionAttributeNames: namesIn(condition),
            ExpressionAttributeValues: { ':pk': settingsKey(school).pk, ':household': 'HOUSEHOLD#' },
            Limit: limit - homes.length,
            ...(from && { ExclusiveStartKey: from }),
          }),
        );
        homes.push(...rows.map((row) => householdIn(row, school).value));
        from = last;
      } while (from && homes.length < limit);
      return homes;
    },

    async person(school, id) {
      const { Item: row } = await client.send(
        new GetCommand({
          TableName: table,
          Key: staffKey(school),
          ConsistentRead: true,
          ProjectionExpression: '#people.#id',
          ExpressionAttributeNames: { '#people': 'people', '#id': id },
        }),
      );
      // That one entry is all that was asked for.
      const [entry] = row ? Object.values(parsed(StaffRow, row, `person ${school}/${id}`).people) : [];
      return entry && { value: entry.person, version: entry.version };
    },

    putHousehold: (school, household, after) =>
      put(
        householdKey(school, household.id),
        'SET #household = :household, #version = :version',
        after === 0 ? 'attribute_not_exists(#version)' : '#version = :after',
        { ':household': household, ':version': after + 1, ...(after > 0 && { ':after': after }) },
      ),

    async putPerson(school, person, after) {
      const key = staffKey(school);
      const entry = { person, version: after + 1 };
      if (after === 0) return addTo(key, 'people', person.id, entry, 'attribute_not_exists(#map.#entry)');
      return put(
        key,
        'SET #people.#id = :entry',
        '#people.#id.#version = :after',
        { ':entry': entry, ':after': after },
        { '#id': person.id },
      );
    },

    putSettings(school, settings) {
      const after = settings.version - 1;
      const condition = after === 0 ? 'attribute_not_exists(#settings)' : '#settings.#version = :after';
      return put(settingsKey(school), 'SET #settings = :settings', condition, {
        ':settings': settings,
        ...(after > 0 && { ':after': after }),
      });
    },

    putPolicy: (school, version, policy, { clauses = [], proposed } = {}) =>
      put(
        policyKey(school, { id: policy.id, version }),
        `SET #policy = :policy, #clauses = :clauses${proposed === undefined ? '' : ', #proposed = :proposed'}`,
        'attribute_not_exists(#policy)',
        { ':policy': policy, ':clauses': clauses, ...(proposed && { ':proposed': proposed }) },
      ),

    async renameProposer(school, version, by) {
      await put(policyKey(school, version), 'SET #proposed.#by = :by', 'attribute_exists(#proposed)', { ':by': by });
    },

    async policies(school) {
      return (await rowsUnder(school, 'POLICY#')).map((row) => versionIn(row, school));
    },

    async policy(school, id, version) {
      const Key = policyKey(school, { id, version });
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return row && versionIn(row, school);
    },

    async keepBefore(school, kind, id, { value, version }) {
      await put(beforeKey(school, kind, id, version), 'SET #was = :was', 'attribute_not_exists(#pk)', { ':was': value });
    },

    async before<Kind extends keyof Records>(school: string, kind: Kind, id: string) {
      const rows = await rowsBefore(school, kind, id);
      return rows.flatMap((row) => {
        if (row['was'] === undefined) return [];
        const { sk } = KeyOfRow.parse(row);
        const was = parsed(recordSchemas[kind], row['was'], `what ${kind} ${school}/${id} was`);
        // The schema under its name is the one of that kind.
        return [{ value: was as Records[Kind], version: Number(sk.split('#').at(-1)) }];
      });
    },

    async changeBefore(school, kind, id, { value, version }) {
      await put(beforeKey(school, kind, id, version), 'SET #was = :was', 'attribute_exists(#was)', { ':was': value });
    },

    async forgetBefore(school, kind, id) {
      for (const row of await rowsBefore(school, kind, id))
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: KeyOfRow.parse(row),
            // The row itself is named after somebody: the table takes it away within a few days, unless it expired more than five years ago.
            UpdateExpression: 'REMOVE #was SET #expiresAt = :past',
            ExpressionAttributeNames: namesIn('#was #expiresAt'),
            ExpressionAttributeValues: { ':past': secondsOf(clock.now()) },
          }),
        );
    },

    removePerson: (school, id, after) =>
      put(staffKey(school), 'REMOVE #people.#id', '#people.#id.#version = :after', { ':after': after }, { '#id': id }),

    async holds(school) {
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: holdsKey(school), ConsistentRead: true }));
      const { holds } = parsed(HoldsRow, row ?? {}, `holds of ${school}`);
      return Object.values(holds).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },

    async putHold(school, hold) {
      await addTo(holdsKey(school), 'holds', hold.id, hold);
    },

    async joinRound(school, round, visit, order) {
      await addTo(roundKey(school, round), 'visits', visit, order);
    },
  };
}

const key = (school: string, sk: string): Key => ({ pk: `SCHOOL#${school}`, sk });
const settingsKey = (school: string): Key => key(school, 'SETTINGS');
const staffKey = (school: string): Key => key(school, 'STAFF');
const holdsKey = (school: string): Key => key(school, 'HOLDS');
const householdKey = (school: string, id: string): Key => key(school, `HOUSEHOLD#${id}`);
const policyKey = (school: string, { id, version }: { readonly id: string; readonly version: string }): Key =>
  key(school, `POLICY#${id}#${version}`);
const roundKey = (school: string, round: string): Key => key(school, `ROUND#${round}`);

/** Versions of one width, so that they stand in order. */
const beforeKey = (school: string, kind: keyof Records, id: string, version: number): Key =>
  key(school, `${beforeName(kind, id)}#${String(version).padStart(9, '0')}`);
const beforeName = (kind: keyof Records, id: string): string => `WAS#${kind}#${id}`;
const recordSchemas = { settings: Settings, person: Person, household: Household } as const;

const KeyOfRow = z.object({ pk: z.string(), sk: z.string() });
const SettingsRow = z.object({ settings: Settings });
const StaffEntry = z.strictObject({ person: Person, version: z.int().min(1) });
const StaffRow = z.object({ people: z.record(z.string(), StaffEntry).default({}) });
/** Each by themselves. */
const AllStaffRow = z.object({ people: z.record(z.string(), z.unknown()).default({}) });
const HoldsRow = z.object({ holds: z.record(z.string(), Hold).default({}) });
const HouseholdRow = z.object({ household: Household, version: z.int().min(1) });
const PolicyRow = z.object({ policy: Policy });
const VersionRow = PolicyRow.extend({ clauses: z.array(Clause).default([]), proposed: Changed.optional() });
const RoundRow = z.object({ visits: z.record(VisitId, z.number()) });

function householdIn(row: Row, school: string) {
  const { household, version } = parsed(HouseholdRow, row, `household ${school}/${String(row['sk']).replace('HOUSEHOLD#', '')}`);
  return { value: household, version };
}

function versionIn(row: Row, school: string): PolicyVersion {
  const [, id = '', version = ''] = KeyOfRow.parse(row).sk.split('#');
  const { policy, clauses, proposed } = parsed(VersionRow, row, `policy ${school}/${id}/${version}`);
  return { version, policy, clauses, ...(proposed && { proposed }) };
}

/** One whose record cannot be read is as if they were not there: everybody else is still told, and rung. */
function staffIn(row: Row | undefined, school: string): readonly Person[] {
  const { people } = parsed(AllStaffRow, row ?? {}, `staff of ${school}`);
  return Object.values(people).flatMap((entry) => StaffEntry.safeParse(entry).data?.person ?? []);
}

const inOrder = (visits: Readonly<Record<VisitId, number>>): readonly VisitId[] =>
  Object.entries(visits)
    .toSorted(([a, first], [b, second]) => first - second || (a < b ? -1 : 1))
    .map(([visit]) => visit);
