import { etagOf } from './etag.ts';

/** What was asked, as API Gateway handed it over. Names of headers are in small letters. */
export interface Request {
  readonly method: string;
  /** As it was asked for, without the query. */
  readonly path: string;
  /** The parts of the path that its route names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** By name, as a browser sent them. */
  readonly cookies: Readonly<Record<string, string>>;
  /** The body's bytes, however they came; empty where there was none. */
  readonly body: Buffer;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Each as a `Set-Cookie` header has it. */
  readonly cookies?: readonly string[];
  /** Absent: nothing to say, as of a 304. */
  readonly body?: string;
  /** The body as bytes, where it is no text: a page that was compressed. It comes before `body`. */
  readonly bytes?: Buffer;
  /** What went wrong in parts of it that nobody foresaw: for the log alone. */
  readonly broke?: readonly unknown[];
}

/**
 * What every answer tells a browser, whatever it is: to come by https alone, to take it for nothing but what it says it is, to run,
 * load and frame nothing from it, and to let no other site have it. A page says over it what it needs. With no-referrer browsers
 * would say of our own forms that they come from nowhere.
 */
export const securityHeaders = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Nothing that is answered may be kept on the way: it is about children and where staff are. */
export const notKept = { 'cache-control': 'no-store' };

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Shown with it, and no part of what its ETag is made of. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** A record as JSON, with the ETag of what is shown of it. */
export function ok(shown: object, { status = 200, headers = {}, beside = {} }: Answer = {}): Response {
  return {
    status,
    headers: { 'content-type': 'application/json', etag: etagOf(shown), ...notKept, ...headers },
    body: JSON.stringify({ ...shown, ...beside }),
  };
}
