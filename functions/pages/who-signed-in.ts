import { whoseSession } from '../application/sessions.ts';
import type { Deps } from '../application/deps.ts';
import type { Session } from '../domain/session.ts';
import { sessionCookie } from '../http/cookies.ts';
import type { PageDeps, SignedIn } from './page.ts';

/** The token of a form says of which school it is: visits of two schools may have one name, and somebody may work at both. */
export const tokenFor = ({ token, school }: Session): string => `${token}@${school}`;
export const schoolOfToken = (token: string): string | undefined => /@([\w-]+)$/.exec(token)?.[1];

/** By the session that a browser's cookie names: the one place in which it is found out. */
export const whoSignedInBy = (deps: Deps, baseUrl: string): PageDeps['whoSignedIn'] => whoseBy(baseUrl, (id) => whoseSession(deps, id));

/** Whose it was, whether or not its time is over. */
export const whoRanOutBy = ({ sessions }: Deps, baseUrl: string): PageDeps['whoSignedIn'] => whoseBy(baseUrl, (id) => sessions.read(id));

function whoseBy(baseUrl: string, find: (id: string) => Promise<Session | undefined>): PageDeps['whoSignedIn'] {
  const cookie = sessionCookie(baseUrl);
  return async (request): Promise<SignedIn | undefined> => {
    const id = cookie.valueIn(request);
    const session = id === undefined ? undefined : await find(id);
    return session && { caller: { kind: 'person', id: session.person, school: session.school }, token: tokenFor(session) };
  };
}
