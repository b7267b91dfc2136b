import * as z from 'zod';

export interface Loaded {
  readonly status: number;
  /** Where it leads, in full; '' where it leads nowhere. */
  readonly location: string;
  /** Where it was loaded from. */
  readonly url: string;
  readonly html: string;
}

const longestWay = 10;

/** A browser without scripts, over HTTP: it keeps cookies by their paths, and goes where it is led. */
export function browserAt(origin: string) {
  const jar = new Map<string, { readonly name: string; readonly value: string; readonly path: string }>();

  const load = async (target: string, form?: Readonly<Record<string, string>>): Promise<Loaded> => {
    const url = new URL(target, origin);
    const cookies = [...jar.values()].filter(({ path }) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/')));
    const response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { origin: url.origin, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const path = /; path=([^;]+)/i.exec(cookie)?.[1] ?? '/';
      if (value === '') jar.delete(`${name} ${path}`);
      else jar.set(`${name} ${path}`, { name, value, path });
    }
    const location = response.headers.get('location');
    const html = await response.text();
    return { status: response.status, location: location === null ? '' : new URL(location, url).href, url: url.href, html };
  };

  /** Goes on to where it is led, up to a page, or to an address that `isEnough`. */
  const follow = async (first: Loaded, isEnough: (location: string) => boolean = () => false): Promise<Loaded> => {
    let page = first;
    for (let n = 0; page.location !== '' && !isEnough(page.location); n += 1) {
      if (n === longestWay) throw new Error(`it is led on and on, last to ${page.location}`);
      page = await load(page.location);
    }
    return page;
  };

  return {
    jar,
    load,
    follow,
    opens: async (target: string): Promise<Loaded> => follow(await load(target)),
    /** Says at the local cloud's provider who they are, up to where it leads back from there. `then`: where they wanted to go. */
    saysWhoTheyAre: async (school: string, person: string, { then = '/', via }: { readonly then?: string; readonly via?: string } = {}) => {
      const asked = via ?? (await load(`/sign-in/go?${new URLSearchParams({ school, then }).toString()}`)).location;
      const choice = await follow(await load(asked));
      return follow(
        await load(choice.url, { person: `${school}/${person}` }),
        (location) => new URL(location).pathname === '/sign-in/back',
      );
    },
  };
}

export type Browser = ReturnType<typeof browserAt>;

/** What the local cloud is told. */
export async function controlAt(origin: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${origin}/_local${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return z.unknown().parse(await response.json());
}
