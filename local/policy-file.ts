import type { Clause } from '../functions/domain/policy/clause.ts';
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
