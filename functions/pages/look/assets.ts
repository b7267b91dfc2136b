import served from './served.json' with { type: 'json' };

export interface Asset {
  /** Its content type. */
  readonly type: string;
  readonly body: string;
}

const assets: ReadonlyMap<string, Asset> = new Map(Object.entries(served));
/** What is served under /assets/, by its name with its hash. The same name is always the same bytes: it may be kept for ever. */
export function assetNamed(name: string): Asset | undefined {
  return assets.get(name);
}
