import { pageEndpoints } from '../../functions/pages/pages.ts';
import { keyField, tokenField } from '../../functions/pages/forms/form.ts';
import type { PageDeps } from '../../functions/pages/page.ts';
import type { Afternoon } from './afternoon.ts';

export interface Shown {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** The page as it came. */
  readonly html: string;
  /** What somebody reads of it: no tags, one space between words. */
  readonly text: string;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

const baseUrl = 'https://doorstep.example';
export const tokenOf = (who: string): string => `token-of-${who}`;

/** What the pages of an afternoon's school have to go by; whoever the cookie `who` names has signed in. */
export const pageDeps = (afternoon: Pick<Afternoon, 'deps' | 'school'>, at = baseUrl): PageDeps => ({
  ...afternoon.deps,
  baseUrl: at,
  whoSignedIn: async ({ cookies: { who } }) => {
    if (who === undefined) return undefined;
    const [id = '', school = afternoon.school] = who.split('@');
    return { caller: { kind: 'person', id, school }, token: tokenOf(who) };
  },
});

/** The pages of an afternoon's school, as somebody (`hampton-office`; of another school `head@other`) who has signed in sees them; `undefined`: nobody has. */
export function pagesOf(afternoon: Pick<Afternoon, 'deps' | 'school'>, more: Partial<PageDeps> = {}) {
  const all = pageEndpoints({ ...pageDeps(afternoon), ...more });
  let keys = 0;

  const ask = async (
    method: 'GET' | 'POST',
    who: string | undefined,
    target: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Shown> => {
    const url = new URL(target, baseUrl);
    const parts = url.pathname.split('/');
    const fits = (path: string): boolean =>
      path.split('/').length === parts.length && path.split('/').every((part, i) => part.startsWith('{') || part === parts[i]);
    const candidates = all.filter((endpoint) => endpoint.method === method && fits(endpoint.path));
    // A fixed path comes before one with a placeholder.
    const found = candidates.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
    if (found === undefined) throw new Error(`no page answers ${method} ${target}`);
    const params = Object.fromEntries(
      found.path.split('/').flatMap((part, i) => (part.startsWith('{') ? [[part.slice(1, -1), parts[i] ?? '']] : [])),
    );
    const answer = await found.answer({
      method,
      path: url.pathname,
      params,
      query: Object.fromEntries(url.searchParams),
      headers: sentHeaders({ origin: baseUrl, 'content-type': 'application/x-www-form-urlencoded', ...headers }),
      cookies: who === undefined ? {} : { who },
      body: Buffer.from(body),
    });
    const { status, headers: answered, cookies = [], body: html = '' } = answer;
    return { status, headers: answered, cookies, html, text: textOf(html) };
  };

  return {
    get: (who: string | undefined, target: string, headers: Readonly<Record<string, string>> = {}) => ask('GET', who, target, '', headers),
    /** A form, with the token of whoever sends it and a key that no other has unless `fields` give them. */
    post: (who: string | undefined, target: string, fields: Fields = {}, headers: Readonly<Record<string, string>> = {}) => {
      keys += 1;
      const sent: Fields = { [tokenField]: who === undefined ? '' : tokenOf(who), [keyField]: `form-${String(keys)}`, ...fields };
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(sent))
        for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
      return ask('POST', who, target, body.toString(), headers);
    },
  };
}

/** One that is '' is not sent. */
const sentHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

const textOf = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&([#\w]+);/g, (whole, name: string) => named[name] ?? whole)
    .replaceAll(/\s+/g, ' ')
    .trim();
