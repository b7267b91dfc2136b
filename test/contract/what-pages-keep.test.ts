import { describe } from 'vitest';
import { memoryDrafts } from '../../functions/adapters/memory/memory-drafts.ts';
import { memoryLinks } from '../../functions/adapters/memory/memory-links.ts';
import { memorySessions } from '../../functions/adapters/memory/memory-sessions.ts';
import { startDynamo } from '../support/dynalite.ts';
import { whatPagesKeepContract, whatPagesKeepInDynamodb } from './what-pages-keep.contract.ts';

describe('what pages keep in memory', () => {
  whatPagesKeepContract((clock) => ({ sessions: memorySessions(), drafts: memoryDrafts({ clock }), links: memoryLinks({ clock }) }));
});

describe('what pages keep in dynalite', () => {
  whatPagesKeepInDynamodb(() => startDynamo());
});
