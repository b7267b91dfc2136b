import type { Request } from './http.ts';

/** One of our cookies. */
export interface Cookie {
  readonly valueIn: (request: Pick<Request, 'cookies'>) => string | undefined;
  /** As `Set-Cookie` has it, for so many seconds. */
  readonly set: (value: string, seconds: number) => string;
  readonly clear: string;
}

/**
 * No script reads it, no other site makes a browser send it with a form, and over https no other host can have set it. On a
 * machine of its own, without https, it goes without what browsers keep for https.
 */
export function cookieOf(name: string, baseUrl: string): Cookie {
  const isSecure = baseUrl.startsWith('https:');
  const full = isSecure ? `__Host-${name}` : name;
  const set = (value: string, seconds: number): string =>
    `${full}=${value}; Path=/; Max-Age=${String(seconds)}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return { valueIn: ({ cookies }) => cookies[full], set, clear: set('', 0) };
}

/** By which a browser is known once somebody has signed in there. */
export const sessionCookie = (baseUrl: string): Cookie => cookieOf('doorstep', baseUrl);
