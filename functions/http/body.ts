import { gunzipSync } from 'node:zlib';
import type { Request, Response } from './http.ts';
import { type Fault, invalid, notJsonType, pointerTo, tooLarge } from './problem.ts';

/** The longest body that is read, in bytes. */
const bodyLimit = 256 * 1024;
/** How deep a body may be nested: what is kept of it stands some levels deeper still, and the table holds 32. */
const depthLimit = 16;

/** What the table holds of a number that is next to nothing. */
const smallest = 1e-100;

interface Json {
  readonly value: unknown;
  /** What no schema sees: nested too deep, a number that cannot be kept as it is. */
  readonly faults: readonly Fault[];
}

/** A body as it came. */
export interface Body {
  readonly text: string;
  readonly saysJson: boolean;
  /** Absent: it is not JSON. Nothing at all is an empty object. */
  readonly json?: Json;
}

type Sent = Pick<Request, 'headers' | 'body'>;

export const isTooLarge = (body: Buffer, longest = bodyLimit): boolean => body.byteLength > longest;
export const bodyTooLarge = tooLarge('A body may be 256 KB long.');

/** The bytes of a body that may be packed (`Content-Encoding: gzip`). Undefined: they are not what that says, or too many. */
export function unpacked({ headers, body }: Sent, longest: number): Uint8Array | undefined {
  if (headers['content-encoding'] !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: longest });
  } catch {
    return undefined;
  }
}

export function readBody({ headers, body }: Sent): Body {
  const text = body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  const json = text === '' ? {} : parsed(text);
  const read = { text, saysJson: text === '' || isJsonType(headers['content-type']) };
  if (json === undefined) return read;
  const faults: Fault[] = [];
  return { ...read, json: { value: tidied(json, '', 0, faults), faults } };
}

/** The value of a body that must be JSON, or the problem with it. */
export function strictBody(sent: Sent): Json | { readonly problem: Response } {
  const { json, saysJson } = readBody(sent);
  if (!saysJson) return { problem: notJsonType };
  if (json === undefined)
    return { problem: invalid([{ pointer: '', message: 'this is not JSON: a quote, a comma or a bracket is wrong' }]) };
  return json;
}

const isJsonType = (type: string | undefined): boolean =>
  type === undefined || /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type.trim());

/** `undefined` where it is not JSON, which has no word for it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same value in a form that can be kept: whole characters, numbers that stay what they are, nothing too deep. */
function tidied(value: unknown, pointer: string, depth: number, faults: Fault[]): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') {
    if (value === 0 || (Math.abs(value) <= Number.MAX_SAFE_INTEGER && Math.abs(value) > smallest)) return value;
    faults.push({ pointer, message: `this number is too ${Math.abs(value) > 1 ? 'large' : 'small'} to be kept as it is` });
    return String(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === depthLimit) {
    faults.push({ pointer, message: `nested more than ${depthLimit} deep` });
    return 'nested too deep';
  }
  if (Array.isArray(value)) return value.map((each, i) => tidied(each, `${pointer}/${i}`, depth + 1, faults));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.toWellFormed(), tidied(each, pointer + pointerTo([key]), depth + 1, faults)]),
  );
}
