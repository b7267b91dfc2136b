import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { citations } from '../functions/domain/policy/citations.ts';
import { Clause } from '../functions/domain/policy/clause.ts';
import type { Policy } from '../functions/domain/policy/policy.ts';
import { type ParsedPolicy, parsePolicy } from '../functions/domain/policy/read-policy.ts';

/** Reads the text of a policy's file. `clauses`: those that it may cite, the document's and Doorstep's. */
export function readPolicy(text: string, clauses: readonly Clause[]): ParsedPolicy {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { ok: false, complaints: [notJson(text, String(error))] };
  }
  return parsePolicy(content, clauses);
}

function notJson(text: string, message: string): string {
  return `The file is not JSON. It stops making sense ${whereIn(text, message)}: look there, or just above, for a comma, a quotation mark or a bracket that is missing or too many.`;
}

/** By its line, as an editor shows it, where the parser says how far it came; else by the words around it. */
function whereIn(text: string, message: string): string {
  const before = /position (\d+)/.exec(message)?.[1];
  if (before !== undefined) return `at line ${String(text.slice(0, Number(before)).trimEnd().split('\n').length)}`;
  const around = /, (?:\.{3})?"([\s\S]+)"(?:\.{3})? is not valid JSON$/.exec(message)?.[1];
  return around === undefined ? 'at its end' : `near ${around.replaceAll(/\s+/g, ' ').trim()}`;
}

/** A policy, and the clauses of the document that it is. */
export interface Document {
  readonly policy: Policy;
  readonly clauses: readonly Clause[];
}

/** What whoever wrote the policy has to read, and nothing else. */
export class UnfitPolicy extends Error {}

/** The policy in a file, with the clauses that stand in these lists. One that cannot be followed is refused with all that is wrong with it. */
export function policyIn(path: string, lists: readonly string[]): Document {
  const clauses = lists.flatMap((list) => contentOf(z.array(Clause), list));
  const policy = readPolicy(readFileSync(path, 'utf8'), clauses);
  if (policy.ok) return { policy: policy.policy, clauses: ofDocument(policy.policy, clauses) };
  const wrong = policy.complaints.map((complaint) => `- ${complaint}`).join('\n');
  throw new UnfitPolicy(`${path} cannot be followed (its clauses are looked up in ${lists.join(' and ')}):\n${wrong}`);
}

/** What its own document calls it. */
export const versionOf = (policy: Policy): string => policy.about.find((about) => about.id === 'version')?.is ?? '1';

/** Of a list of several documents' clauses those of the one that the policy cites: their numbers begin alike. */
function ofDocument(policy: Policy, clauses: readonly Clause[]): readonly Clause[] {
  const prefixOf = (id: string): string => id.split('-')[0] ?? id;
  const cited = new Set(citations(policy).flatMap((citation) => citation.clauses.map(prefixOf)));
  return clauses.filter(({ id }) => cited.has(prefixOf(id)));
}

/** What a file of JSON holds, where it is what it should be. */
export function contentOf<T extends z.ZodType>(schema: T, path: string): z.output<T> {
  const result = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!result.success) throw new Error(`${path} is not what it should be:\n${z.prettifyError(result.error)}`);
  return result.data;
}
