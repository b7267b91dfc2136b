import served from './served.json' with { type: 'json' };

export interface Asset {
  /** Its content type. */
  readonly type: string;
  readonly body: string;
}

const assets: ReadonlyMap<string, Asset> = new Map(Object.entries(served));
const addresses = new Map(Object.keys(served).map((name) => [name.replace(/-[0-9a-f]{8}(?=[.])/, ''), `/assets/${name}`]));

/** What is served under /assets/, by its name with its hash. The same name is always the same bytes: it may be kept for ever. */
export function assetNamed(name: string): Asset | undefined {
  return assets.get(name);
}

/** Where the browser finds `pages.css`, `board.js`, `mark.svg` … as it is now. */
export function addressOf(name: string): string {
  const address = addresses.get(name);
  if (address === undefined) throw new Error(`Nothing is served that is called ${name}: npm run look makes it from its source`);
  return address;
}
