import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Adapter, AdapterPayload, Configuration, Provider as OidcProvider } from 'oidc-provider';
import type { Person } from '../functions/domain/person.ts';
import type { SchoolStore } from '../functions/ports/school-store.ts';
import { Markup, markup } from './markup.ts';
import type { SeededSchool } from './seed.ts';
import { readBody } from './wire.ts';

/** Where it stands on the local cloud's own server. */
export const signInPath = '/_local/sign-in';
export const signInClient = 'doorstep';

export interface SignInParts {
  /** The local cloud's own address. */
  readonly url: string;
  readonly store: Pick<SchoolStore, 'context'>;
  /** Those that are there when somebody chooses: one may have been added since. */
  readonly schools: () => Promise<readonly SeededSchool[]>;
}

type Handler = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * A provider of OpenID Connect, as a school's Entra or Google would be: whoever signs in says who they are with one click. It is
 * loaded when somebody first signs in. Nothing of it is kept: after a restart somebody clicks again.
 */
export function openSignIn(parts: SignInParts): Handler {
  let opened: Promise<Handler> | undefined;
  return async (message, response) => (await (opened ??= open(parts)))(message, response);
}

async function open({ url, store, schools }: SignInParts): Promise<Handler> {
  const { Provider, interactionPolicy } = await import('oidc-provider');
  const { Check, base } = interactionPolicy;
  const policy = base();
  // A school's computers have many users: each says who they are.
  policy
    .get('login')
    ?.checks.add(
      new Check('asked-each-time', 'each says who they are', ({ oidc }) =>
        oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const personOf = async (account: string): Promise<Person | undefined> => {
    const [school = '', id = ''] = account.split('/');
    const { staff, former = {} } = await store.context(school, {});
    return staff[id] ?? former[id];
  };
  const provider: OidcProvider = new Provider(`${url}${signInPath}`, {
    adapter: shelves(),
    clients: [
      {
        client_id: signInClient,
        redirect_uris: [`${url}/sign-in/back`],
        post_logout_redirect_uris: [`${url}/sign-in`],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }] },
    cookies: { keys: [randomUUID()] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    ttl: unending,
    interactions: { policy, url: (_, { uid }) => `${signInPath}/choose/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        logoutSource: (ctx, form) => {
          const button = markup`<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
          ctx.body = page('Sign out of this machine’s accounts', markup`${new Markup(form)}${button}`);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page('You are signed out', markup`<p><a href="/sign-in">Sign in again</a></p>`);
        },
      },
    },
    // Whoever says who they are agrees that Doorstep knows it.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    findAccount: async (_, account) => {
      const person = await personOf(account);
      return person && { accountId: account, claims: async () => ({ sub: account, email: person.email, email_verified: true }) };
    },
    renderError: (ctx, { error, error_description: detail = '' }) => {
      ctx.body = page('That did not work', markup`<p>${error}: ${detail}</p><p><a href="/sign-in">Start again</a></p>`);
    },
  });
  const answer = provider.callback();

  async function choose(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (message.method === 'POST') {
      const accountId = new URLSearchParams((await readBody(message)).toString()).get('person') ?? '';
      await provider.interactionFinished(message, response, { login: { accountId, remember: false } });
      return;
    }
    const everybody = await Promise.all(
      (await schools()).map(async ({ school, name }) => ({ school, name, people: Object.values((await store.context(school, {})).staff) })),
    );
    send(
      response,
      200,
      page('Who are you?', markup`<p>Each of these is one click. Nothing is asked on this machine.</p>${everybody.map(listOf)}`),
    );
  }

  return async (message, response) => {
    const path = message.url ?? '/';
    if (!path.startsWith(`${signInPath}/choose/`)) {
      // As it is for an application that is mounted under a path.
      Object.assign(message, { originalUrl: path, url: path.slice(signInPath.length) });
      await answer(message, response);
      return;
    }
    try {
      await choose(message, response);
    } catch {
      // Begun in another browser, or before a restart.
      send(response, 400, page('That is over', markup`<p><a href="/sign-in">Start again</a></p>`));
    }
  };
}

const listOf = ({ school, name, people }: SeededSchool & { readonly people: readonly Person[] }): Markup =>
  markup`<details class="school">
    <summary><h2 id="${school}">${name}</h2></summary>
    <form method="post">
      ${people.map(
        ({ id, name: called, duties }) =>
          markup`<p><button name="person" value="${`${school}/${id}`}">${called}</button> ${duties.join(', ')}</p>`,
      )}
    </form>
  </details>`;

const page = (title: string, content: Markup): string =>
  markup`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/_local/page.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(body);
}

/** Time is moved about here: nobody should be signed out by that. */
const tenYears = 10 * 365 * 24 * 60 * 60;
const unending: Configuration['ttl'] = Object.fromEntries(
  ['AccessToken', 'AuthorizationCode', 'Grant', 'IdToken', 'Interaction', 'Session'].map((kind) => [kind, tenYears]),
);

/** Where the provider puts its things while the process lives. */
function shelves(): (name: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  const of = (name: string) => [...kept].filter(([key]) => key.startsWith(`${name}:`)).map(([, payload]) => payload);
  return (name) => ({
    upsert: async (id, payload) => void kept.set(`${name}:${id}`, payload),
    find: async (id) => kept.get(`${name}:${id}`),
    findByUserCode: async () => undefined,
    findByUid: async (uid) => of(name).find((payload) => payload.uid === uid),
    consume: async (id) => void Object.assign(kept.get(`${name}:${id}`) ?? {}, { consumed: Math.floor(Date.now() / 1000) }),
    destroy: async (id) => void kept.delete(`${name}:${id}`),
    revokeByGrantId: async (grant) => {
      for (const [key, payload] of kept) if (payload.grantId === grant) kept.delete(key);
    },
  });
}
