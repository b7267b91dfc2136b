import type { JSX } from 'hono/jsx/jsx-runtime';
import { notKept, type Request, type Response, securityHeaders } from '../http/http.ts';

/** Nothing from elsewhere, nothing inline, nothing that leads away: what a page shows is about a child. */
const contentSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurity,
  // The phone page says where somebody is who calls for help.
  'permissions-policy': securityHeaders['permissions-policy'].replace('geolocation=()', 'geolocation=(self)'),
  ...notKept,
};

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

/** A whole page. Everything that it shows was read before: no component waits for anything. */
export const html = (page: JSX.Element, { status = 200, headers = {}, cookies }: Answer = {}): Response => ({
  status,
  headers: { ...pageHeaders, ...headers },
  ...(cookies === undefined ? {} : { cookies }),
  body: `<!doctype html>${textOf(page)}`,
});

function textOf(page: JSX.Element): string {
  if (page instanceof Promise) throw new Error('a component waits for something');
  return page.toString();
}

/** After what was sent was done: the page that shows it, which may be loaded again. `path` is one of ours, with no part that somebody sent unless it is encoded. */
export const seeOther = (path: string, cookies?: readonly string[]): Response => ({
  status: 303,
  headers: { location: path, ...notKept },
  ...(cookies === undefined ? {} : { cookies }),
});

/** The outbox of the phone page asks for no page: only whether its press was taken. */
export const takesJson = ({ headers }: Pick<Request, 'headers'>): boolean => headers['accept']?.includes('application/json') === true;

/** `see`: the query of the page that is to be shown now. */
export const isTaken = (see: string): Response => answerToOutbox(200, { taken: true, see });
/** Whoever pressed has to see why: the outbox sends it as a form, which is answered with a page. */
export const notTaken = (status: number): Response => answerToOutbox(status, { taken: false });

const answerToOutbox = (status: number, body: object): Response => ({
  status,
  headers: { ...pageHeaders, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
