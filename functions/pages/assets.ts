import type { OpenPage } from './page.ts';
import { pageMistakes } from './mistakes.tsx';

/** `GET /assets/{name}`: style sheets and scripts, each named after what is in it. */
export const servedAsset: OpenPage = async () => pageMistakes.notFound;
