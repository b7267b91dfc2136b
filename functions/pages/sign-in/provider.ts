/** Whoever says who somebody is: any provider of OpenID Connect. Its library is loaded when somebody first signs in. */
import type { AuthorizationServer, Client } from 'oauth4webapi';
import * as z from 'zod';
import type { Asking } from './attempt.ts';

export interface ProviderOptions {
  /** As the provider calls itself: where its description is found. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client, which PKCE alone proves. */
  readonly clientSecret?: (() => Promise<string>) | undefined;
  /** Where browsers come back to. */
  readonly redirectUri: string;
}

/** `refused`: what came back is none of what this browser went there for, or was used before, or they would not sign in. */
export type CameBack = { readonly outcome: 'known'; readonly email: string; readonly verified: boolean } | { readonly outcome: 'refused' };

/** Each method throws where the provider is away, or will have nothing to do with us. */
export interface Provider {
  /** Where a browser goes so that somebody says who they are. */
  readonly whereToAsk: (asking: Asking) => Promise<string>;
  readonly whoCameBack: (query: URLSearchParams, asking: Asking) => Promise<CameBack>;
  /** Where somebody signs out of the provider too. Undefined: it has no such page. */
  readonly whereToSignOut: (then: string) => Promise<string | undefined>;
}

/** Cognito says `true` of it in quotes. */
const Who = z.object({ email: z.email(), email_verified: z.union([z.boolean(), z.stringbool()]).default(false) });
/** What is not as it should be in an answer that a browser brought, and not the provider's fault. */
const fromTheBrowser: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
]);
const timeOut = 5_000;

export function oidcProvider({ issuer, clientId, clientSecret, redirectUri }: ProviderOptions): Provider {
  const client: Client = { client_id: clientId };
  // On one machine, with nothing between.
  const isLocal = new URL(issuer).protocol === 'http:' && new URL(issuer).hostname === 'localhost';
  let described: AuthorizationServer | undefined;

  const library = () => import('oauth4webapi');
  async function tools() {
    const oauth = await library();
    const options = { signal: () => AbortSignal.timeout(timeOut), [oauth.allowInsecureRequests]: isLocal };
    described ??= await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), options));
    return { oauth, options, server: described };
  }

  async function exchange(query: URLSearchParams, { state, nonce, verifier }: Asking): Promise<CameBack> {
    const { oauth, options, server } = await tools();
    const proof = clientSecret === undefined ? oauth.None() : oauth.ClientSecretPost(await clientSecret());
    const params = oauth.validateAuthResponse(server, client, query, state);
    const response = await oauth.authorizationCodeGrantRequest(server, client, proof, params, redirectUri, verifier, options);
    const expected = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, expected);
    await oauth.validateApplicationLevelSignature(server, response, options);
    const sub = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? '';
    const told = await oauth.userInfoRequest(server, client, tokens.access_token, options);
    const who = Who.safeParse(await oauth.processUserInfoResponse(server, client, sub, told));
    return { outcome: 'known', email: who.data?.email ?? '', verified: who.data?.email_verified ?? false };
  }

  return {
    async whereToAsk({ state, nonce, verifier }) {
      const { oauth, server } = await tools();
      if (server.authorization_endpoint === undefined) throw new Error('the provider has no page to sign in on');
      const url = new URL(server.authorization_endpoint);
      const asked = {
        response_type: 'code',
        scope: 'openid email',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },

    async whoCameBack(query, asking) {
      const [came] = await Promise.allSettled([exchange(query, asking)]);
      if (came.status === 'fulfilled') return came.value;
      const { AuthorizationResponseError, OperationProcessingError, ResponseBodyError } = await library();
      const reason: unknown = came.reason;
      const isTheirs =
        reason instanceof AuthorizationResponseError ||
        (reason instanceof ResponseBodyError && reason.error === 'invalid_grant') ||
        (reason instanceof OperationProcessingError && fromTheBrowser.has(reason.code ?? ''));
      if (isTheirs) return { outcome: 'refused' };
      throw reason;
    },

    async whereToSignOut(then) {
      const { server } = await tools();
      if (server.end_session_endpoint === undefined) return undefined;
      const url = new URL(server.end_session_endpoint);
      url.searchParams.set('client_id', clientId);
      url.searchParams.set('post_logout_redirect_uri', then);
      // As Cognito calls it.
      url.searchParams.set('logout_uri', then);
      return url.href;
    },
  };
}
