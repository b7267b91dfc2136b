/** The versions of a school's policy: proposed, compared, agreed to. */
import { canonical } from '../domain/canonical.ts';
import type { Person, Staff } from '../domain/person.ts';
import type { Clause } from '../domain/policy/clause.ts';
import { type ClauseChange, type Comparable, compare } from '../domain/policy/compare.ts';
import { ownClauses, ownRules, rulesOf } from '../domain/policy/own-rules.ts';
import type { Agreed, Changed, Setting, Settings, Who } from '../domain/policy/policy.ts';
import { parsePolicy } from '../domain/policy/read-policy.ts';
import { leftWithout } from '../domain/policy/left-without.ts';
import { agreementsTo } from '../domain/policy/settings-history.ts';
import { unasked, unset, valuesUnder } from '../domain/policy/settings.ts';
import type { PolicyVersion } from '../ports/school-store.ts';
import type { Deps } from './deps.ts';
import { beginErrands } from './errands.ts';
import { type Change, type Complaint, kept, type Keeping, type Writer } from './keep.ts';
import { isUnderOther, settingsOf, writtenSettings } from './keep-settings.ts';
import { grown, type YoungSchool } from './school.ts';
import { isProposedAfter, mayAgreeToPolicy, nowOf, whoAgrees } from './waiting-versions.ts';

// ------------------------------------------------------------------------------------------------ who may

export const mayProposePolicy = (school: YoungSchool, person: Person): boolean =>
  person.duties.includes('admin') || mayAgreeToPolicy(school, person);

// ------------------------------------------------------------------------------------------------ proposed

export interface Proposal {
  readonly version: string;
  readonly policy: unknown;
  /** Those of the document. */
  readonly clauses: readonly Clause[];
}

export type Proposed =
  | { readonly outcome: 'proposed'; readonly shown: VersionShown }
  | { readonly outcome: 'there-already'; readonly proposed?: Changed | undefined }
  | { readonly outcome: 'wrong'; readonly complaints: readonly Complaint[] };

/** As much as one item of a table surely holds. */
const mostKilobytes = 300;

/** Keeps a version for ever, where it can be followed. Nobody goes by it until it is agreed to. */
export async function proposePolicy(
  { schools, clock }: Keeping,
  school: YoungSchool,
  { version, policy: given, clauses }: Proposal,
  by: string,
): Promise<Proposed> {
  const read = parsePolicy(given, clauses);
  const complaints = [
    ...clauseComplaints(clauses),
    ...(read.ok
      ? [...idComplaints(read.policy.id, await idOf({ schools }, school)), ...sizeComplaints({ policy: read.policy, clauses })]
      : read.complaints.map((message) => ({ path: ['policy'], message }))),
  ];
  if (!read.ok || complaints.length > 0) return { outcome: 'wrong', complaints };
  const { policy } = read;
  const proposed = { at: clock.now(), by };
  if ((await schools.putPolicy(school.id, version, policy, { clauses, proposed })) === 'written')
    return { outcome: 'proposed', shown: shownVersion({ version, policy, clauses, proposed }, []) };
  const there = await schools.policy(school.id, policy.id, version);
  // Their own, sent again since its answer was lost.
  const isTheSame = there?.proposed?.by === by && canonical([there.policy, there.clauses]) === canonical([policy, clauses]);
  return isTheSame ? { outcome: 'proposed', shown: shownVersion(there, []) } : { outcome: 'there-already', proposed: there?.proposed };
}

function clauseComplaints(clauses: readonly Clause[]): readonly Complaint[] {
  const ids = clauses.map(({ id }) => id);
  return ids.flatMap((id, i) => [
    ...(ownClauses.some((own) => own.id === id)
      ? [{ path: ['clauses', i, 'id'], message: `${id} is one of Doorstep's own, which every policy may cite: leave it out` }]
      : []),
    ...(ids.indexOf(id) < i ? [{ path: ['clauses', i, 'id'], message: `${id} is there twice: keep one of them` }] : []),
  ]);
}

/** The versions of a school's policy have one id, and are told apart by their names alone. */
const idComplaints = (id: string, wanted: string | undefined): readonly Complaint[] =>
  wanted === undefined || wanted === id
    ? []
    : [{ path: ['policy', 'id'], message: `this school's policy is called "${wanted}" in all its versions: write that` }];

const idOf = async ({ schools }: Reading, { id, settings }: YoungSchool): Promise<string | undefined> =>
  settings?.policy.id ?? (await schools.policies(id))[0]?.policy.id;

function sizeComplaints(version: object): readonly Complaint[] {
  const kilobytes = Math.ceil(new TextEncoder().encode(JSON.stringify(version)).length / 1024);
  return kilobytes <= mostKilobytes
    ? []
    : [
        {
          path: [],
          message: `with its clauses it comes to ${String(kilobytes)} KB, and ${String(mostKilobytes)} KB is the most that is kept of a version: shorten what is said, or leave out clauses that nothing cites`,
        },
      ];
}

// ------------------------------------------------------------------------------------------------ read

export interface VersionShown {
  readonly version: string;
  readonly id: string;
  readonly title: string;
  /** `null`: it came with the school. */
  readonly proposed: Changed | null;
  /** Every time that it was, the first time first. */
  readonly agreed: readonly Agreed[];
  readonly inForce: boolean;
  /** Nobody has agreed to it yet, and it was proposed after the one in force. */
  readonly waits: boolean;
  /** Of the one in force. `null`: since the school has been here. */
  readonly since?: string | null;
}

function shownVersion({ version, policy, proposed }: PolicyVersion, written: readonly Settings[], now?: PolicyVersion): VersionShown {
  const settings = written.at(-1);
  const inForce = settings?.policy.id === policy.id && settings.policy.version === version;
  const agreed = agreementsTo(version, written);
  return {
    version,
    id: policy.id,
    title: policy.title,
    proposed: proposed ?? null,
    agreed,
    inForce,
    waits: agreed.length === 0 && isProposedAfter(proposed, now),
    ...(inForce ? { since: settings.agreed?.at ?? null } : {}),
  };
}

type Reading = Pick<Keeping, 'schools'>;

export async function listPolicies(deps: Reading, school: string): Promise<readonly VersionShown[]> {
  const written = await writtenSettings(deps, school);
  const versions = await deps.schools.policies(school);
  const now = nowOf(versions, written.at(-1));
  return versions.map((version) => shownVersion(version, written, now));
}

export async function readPolicyVersion(deps: Reading, school: YoungSchool, version: string): Promise<object | undefined> {
  const found = await versionOf(deps, school, version);
  if (found === undefined) return undefined;
  const { settings } = school;
  const now = settings && (await deps.schools.policy(school.id, settings.policy.id, settings.policy.version));
  return { ...shownVersion(found, await writtenSettings(deps, school.id), now), policy: found.policy, clauses: found.clauses };
}

async function versionOf(deps: Reading, school: YoungSchool, version: string): Promise<PolicyVersion | undefined> {
  const id = await idOf(deps, school);
  return id === undefined ? undefined : deps.schools.policy(school.id, id, version);
}

/** The clauses that the rules in force cite, in our words: those of the document where they were kept with it, and Doorstep's own. */
export async function clausesInForce(
  { schools }: Reading,
  { id, settings }: { readonly id: string; readonly settings: Settings },
): Promise<readonly Clause[]> {
  const version = await schools.policy(id, settings.policy.id, settings.policy.version);
  return [...(version?.clauses ?? []), ...ownClauses];
}

// ------------------------------------------------------------------------------------------------ compared

type SettingAsked = Pick<Setting, 'id' | 'ask' | 'clauses'>;

export interface PolicyChanges {
  /** `null`: there is nothing yet to compare it with but Doorstep's own rules. */
  readonly from: string | null;
  readonly to: string;
  readonly title?: { readonly before: string; readonly after: string };
  readonly clauses: readonly ClauseChange[];
  /** Who may agree to it, in the words of the policy in force. */
  readonly agrees: { readonly by: readonly Who[]; readonly clauses: readonly string[] };
  readonly settings: {
    /** To be set before anybody departs under it. */
    readonly unset: readonly SettingAsked[];
    /** Set, and asked for no longer: they stay as they are. */
    readonly unasked: readonly string[];
  };
}

/** What going over to a version changes, from another or from the one in force. `no-such-version`: that other is not there. */
export async function policyChanges(
  deps: Reading,
  school: YoungSchool,
  version: string,
  since?: string,
): Promise<PolicyChanges | 'no-such-version' | undefined> {
  const to = await versionOf(deps, school, version);
  if (to === undefined) return undefined;
  const other = since ?? (school.rules === undefined ? undefined : school.settings?.policy.version);
  const from = other === undefined ? undefined : await versionOf(deps, school, other);
  if (other !== undefined && from === undefined) return 'no-such-version';
  const rules = rulesOf(to.policy);
  const settings = settingsUnder(to, school, school.settings);
  return {
    from: from?.version ?? null,
    to: to.version,
    ...(from === undefined || from.policy.title === to.policy.title
      ? {}
      : { title: { before: from.policy.title, after: to.policy.title } }),
    clauses: compare(from === undefined ? { rules: ownRules, clauses: ownClauses } : comparable(from), comparable(to)),
    agrees: whoAgrees(school),
    settings: { unset: unset(rules, settings).map(asked), unasked: Object.keys(unasked(rules, settings.values)) },
  };
}

const comparable = ({ policy, clauses }: PolicyVersion): Comparable => ({ rules: rulesOf(policy), clauses: [...clauses, ...ownClauses] });
const asked = ({ id, ask, clauses }: Setting): SettingAsked => ({ id, ask, clauses });

// ------------------------------------------------------------------------------------------------ agreed to

/**
 * From now on visits are asked for under this version; those that began under another keep theirs. The answer names the
 * settings that are missing before anybody can depart. What it would leave the school without is said before it is done.
 * `undefined`: there is no such version.
 */
export async function agreeToPolicy(
  deps: Keeping & Pick<Deps, 'visits' | 'pokes'>,
  school: YoungSchool,
  version: string,
  { note, sure }: { readonly note?: string | undefined; readonly sure: boolean },
  writer: Pick<Writer, 'by' | 'seen'>,
): Promise<Change | undefined> {
  const found = await versionOf(deps, school, version);
  if (found === undefined) return undefined;
  const rules = rulesOf(found.policy);
  const keeps = {
    ...settingsOf(deps, { id: school.id, rules }),
    shown: (settings: Settings) => ({
      policy: settings.policy,
      agreed: settings.agreed ?? null,
      missing: unset(rules, settings).map(asked),
    }),
  };
  const change = await kept(deps, school.id, keeps, writer, (before, at) => {
    if (before !== undefined && isInForce(found, before)) return { value: before, complaints: [] };
    // Whoever may agree is for the version in force to say: another is by now, and has yet to be asked.
    if (isUnderOther(before, school)) return undefined;
    const agreed = { at, by: writer.by, ...(note === undefined ? {} : { note }) };
    const value = { ...settingsUnder(found, school, before), agreed };
    const now = grown(school);
    const consequences = sure || now === undefined ? [] : leftWithout(now, { ...now, rules, settings: value });
    return { value, complaints: [], consequences };
  });
  if (change.outcome === 'kept') await beginErrands(deps, school.id);
  return change;
}

const isInForce = ({ version, policy }: PolicyVersion, { policy: now }: Settings): boolean =>
  now.id === policy.id && now.version === version;

/** The settings of a school that goes over to a version. That the one before was looked at again says nothing of this one. */
function settingsUnder(
  { version, policy }: PolicyVersion,
  { staff, former }: YoungSchool,
  before: Settings = { version: 0, policy: { id: policy.id, version }, values: {} },
): Settings {
  // Whoever has left is no reason to ask for a setting again.
  const everybody: Staff = { ...former, ...staff };
  const { reviewed: _, ...rest } = before;
  const values = valuesUnder(rulesOf(policy), everybody, before.values);
  return { ...rest, version: before.version + 1, policy: { id: policy.id, version }, values };
}
