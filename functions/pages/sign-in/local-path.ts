const nowhere = 'https://nowhere.invalid';

/** Where somebody wanted to go before they signed in: a path of ours, and never anybody else's address. */
export function localPath(then: string | undefined): string {
  if (then === undefined || !/^\/[\x21-\x7e]*$/.test(then) || !URL.canParse(then, nowhere)) return '/';
  // As a browser reads it: `/.//elsewhere` and `/\elsewhere` are other places than they look.
  const { origin, pathname, search } = new URL(then, nowhere);
  const isOurs = origin === nowhere && !pathname.startsWith('//') && !/^\/sign-(in|out)(?=\/|$)/.test(pathname);
  return isOurs ? pathname + search : '/';
}
