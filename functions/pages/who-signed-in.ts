import { whoseSession } from '../application/sessions.ts';
import type { Deps } from '../application/deps.ts';
import { sessionCookie } from '../http/cookies.ts';
import type { PageDeps } from './page.ts';

/** By the session that a browser's cookie names: the one place in which it is found out. */
export function whoSignedInBy(deps: Deps, baseUrl: string): PageDeps['whoSignedIn'] {
  const cookie = sessionCookie(baseUrl);
  return async (request) => {
    const id = cookie.valueIn(request);
    const session = id === undefined ? undefined : await whoseSession(deps, id);
    return session && { caller: { kind: 'person', id: session.person, school: session.school }, token: session.token };
  };
}
