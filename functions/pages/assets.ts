import { assetNamed } from './look/assets.ts';
import { pageMistakes } from './mistakes.tsx';
import type { OpenPage } from './page.ts';

/** `GET /assets/{name}`: style sheets, scripts and the mark, each named after what is in it, so that a browser keeps it for ever. */
export const servedAsset: OpenPage = async (_, { params }) => {
  const asset = assetNamed(params['name'] ?? '');
  if (asset === undefined) return pageMistakes.notFound;
  const { type, body } = asset;
  return {
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' },
    body,
  };
};
