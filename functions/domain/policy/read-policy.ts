/** The one way in for a policy: held against the schema, laid over Doorstep's rules and checked as a whole. */
import type * as z from 'zod';
import { complaints } from './check.ts';
import type { Clause } from './clause.ts';
import { ownClauses, rulesOf } from './own-rules.ts';
import { Policy } from './policy.ts';

/** A policy that can be followed, or everything that is wrong with it: each a sentence that says where it is and what to mend. */
export type ParsedPolicy = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly complaints: readonly string[] };

/** Reads a school's policy (not laid over Doorstep's own) and checks it as it would be followed. It may cite these clauses and Doorstep's own. */
export function parsePolicy(input: unknown, clauses: readonly Clause[]): ParsedPolicy {
  const parsed = Policy.safeParse(input);
  if (!parsed.success) return { ok: false, complaints: parsed.error.issues.map((issue) => faultIn(issue, input)) };
  const found = complaints(rulesOf(parsed.data), [...ownClauses, ...clauses]);
  return found.length === 0 ? { ok: true, policy: parsed.data } : { ok: false, complaints: found };
}

// ------------------------------------------------------------------------------------------------ what the schema says, in words

type Issue = z.core.$ZodIssue;

function faultIn(issue: Issue, input: unknown): string {
  const { owner, field } = placeOf(issue.path, input);
  const value = valueAt(issue.path, input);
  if (issue.code === 'unrecognized_keys')
    return `${owner} has ${listed(issue.keys, 'and')}${inField(field)}, and there is no such field: correct the name or leave it out.`;
  if (field === '')
    return value === undefined ? `${owner} is not there: ${wantedBy(issue)}.` : `${owner} is ${kindOf(value)}: ${wantedBy(issue)}.`;
  if (value === undefined) return `${owner} has no "${field}": ${wantedBy(issue)}.`;
  if (issue.code === 'custom') return `${owner} has something wrong in "${field}": ${issue.message}.`;
  return `${owner} has ${kindOf(value)} in "${field}": ${wantedBy(issue)}.`;
}

const inField = (field: string): string => (field === '' ? '' : ` in "${field}"`);

/** What to write instead. */
function wantedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return wantedTypes[issue.expected] ?? `write a ${issue.expected}`;
    case 'invalid_value':
      return `write ${oneOf(issue.values)}`;
    case 'invalid_format':
      return issue.format === 'date' ? 'write a date like 2026-01-05' : `write ${issue.message}`;
    case 'too_small':
      return issue.origin === 'array' ? 'put at least one in' : `write at least ${String(issue.minimum)}`;
    case 'invalid_union':
      return issue.errors.length === 0 ? `write ${oneOf(optionsOf(issue))}` : wantedOfAny(issue.errors);
    case 'too_big':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return `write ${issue.message}`;
  }
}

/** Of several ways to write a thing: each of them, those that are short lists as one list. */
function wantedOfAny(branches: readonly (readonly Issue[])[]): string {
  const issues = branches.flatMap((branch) => branch.slice(0, 1));
  const options = issues.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : []));
  const others = issues.filter((issue) => issue.code !== 'invalid_value').map((issue) => wantedBy(issue).replace(/^write /, ''));
  return `write ${[...(options.length === 0 ? [] : [oneOf(options)]), ...new Set(others)].join(', or ')}`;
}

/** Of elements of several kinds (a gate's `check`), the kinds there are. */
const optionsOf = (issue: Issue): readonly unknown[] => ('options' in issue && Array.isArray(issue.options) ? issue.options : []);

const wantedTypes: Readonly<Record<string, string>> = {
  string: 'write words in quotation marks',
  number: 'write a number',
  boolean: 'write true or false',
  array: 'write a list in square brackets',
  object: 'write its fields in braces',
  record: 'write its fields in braces',
};

const oneOf = (values: readonly unknown[]): string => (values.length === 1 ? `"${String(values[0])}"` : `one of ${listed(values, 'or')}`);

function listed(values: readonly unknown[], last: 'and' | 'or'): string {
  const words = values.map((value) => `"${String(value)}"`);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

const longestShown = 60;

function kindOf(value: unknown): string {
  if (value === null) return 'nothing ("null")';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'fields';
  if (typeof value === 'string') return `"${value.length > longestShown ? `${value.slice(0, longestShown)}...` : value}"`;
  return JSON.stringify(value);
}

// ------------------------------------------------------------------------------------------------ where it stands

/** An element of each list, as a complaint calls it. */
const kinds: Readonly<Record<string, string>> = {
  about: 'About',
  settings: 'Setting',
  forms: 'Form',
  questions: 'Question',
  options: 'Option',
  gates: 'Gate',
  prompts: 'Prompt',
  clocks: 'Clock',
  ladders: 'Ladder',
  rungs: 'Rung',
  alarms: 'Alarm',
  notices: 'Notice',
  access: 'Access',
  promises: 'Promise',
};

interface Place {
  /** `Rung "leads" of ladder "find"`, `Gate number 3` where it has no name, or `The policy`. */
  readonly owner: string;
  /** The field within it, `test, is, 2`. */
  readonly field: string;
}

/** Where in the file a fault lies, in words. `within`: the element that `value` is, where it is one. */
function placeOf(path: readonly PropertyKey[], value: unknown, within?: string): Place {
  const [list, index, ...rest] = path;
  const kind = kinds[String(list)];
  if (list === undefined || kind === undefined || typeof index !== 'number') {
    const field = path.map((key) => (typeof key === 'number' ? String(key + 1) : String(key))).join(', ');
    return { owner: within ?? 'The policy', field };
  }
  const element = valueAt([list, index], value);
  const owner = `${kind} ${nameOf(element, index)}`;
  return placeOf(rest, element, within === undefined ? owner : `${owner} of ${within.charAt(0).toLowerCase()}${within.slice(1)}`);
}

function nameOf(element: unknown, index: number): string {
  const id = fieldOf(element, 'id');
  return typeof id === 'string' ? `"${id}"` : `number ${String(index + 1)}`;
}

const valueAt = (path: readonly PropertyKey[], input: unknown): unknown => path.reduce<unknown>(fieldOf, input);

const fieldOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
