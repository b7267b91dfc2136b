import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sizes } from '../../cost/assumptions.ts';
import { count, partsOf } from '../../cost/count.ts';
import { timesOf } from '../../cost/month.ts';
import { offBy } from '../../cost/page.ts';
import { prices } from '../../cost/prices.ts';
import { dynamodbLocal } from '../support/on-dynamodb-local.ts';

const url = await dynamodbLocal();

describe('the page of what it costs', () => {
  // The rest is held by the check: `npm run cost -- --check`.
  it.skipIf(url === undefined)('says what the board and the audit take, to a tenth', async () => {
    const counted = await count(url ?? '', ['board', 'audit']);
    expect(offBy(readFileSync('docs/cost.md', 'utf8'), counted)).toEqual([]);
    expect(offBy(readFileSync('docs/cost.md', 'utf8'), { board: { ...counted.board, requests: 2 } })).toHaveLength(1);
  });

  it('names of each price where it stands and when it was read', () => {
    for (const { from, read, how } of Object.values(prices)) expect([from, read, how]).not.toContain('');
  });
});

describe('what happens in a month', () => {
  it('is every visit once, as one that is in time, late, or from which nobody comes back', () => {
    for (const size of sizes) {
      const { quiet, late, nobodyBack } = timesOf(size);
      expect(quiet + late + nobodyBack).toBeCloseTo(size.visits);
    }
  });

  it('counts a long text by the parts in which it goes', () => {
    expect([160, 161, 306, 307].map((letters) => partsOf('a'.repeat(letters)))).toEqual([1, 2, 2, 3]);
  });
});
