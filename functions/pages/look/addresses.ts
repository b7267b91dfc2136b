import names from './names.json' with { type: 'json' };

/** Apart from what stands there, which is read when a browser first asks for it. */
const addresses = new Map(Object.entries(names).map(([name, hashed]) => [name, `/assets/${hashed}`]));

/** Where the browser finds `pages.css`, `board.js`, `mark.svg` … as it is now. */
export function addressOf(name: string): string {
  const address = addresses.get(name);
  if (address === undefined) throw new Error(`Nothing is served that is called ${name}: npm run look makes it from its source`);
  return address;
}
