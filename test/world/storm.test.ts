import { describe, expect, it } from 'vitest';
import { storm } from './tell-storm.ts';

describe('a random afternoon', () => {
  it('comes out the same for the same seed', async () => {
    const [first] = await storm([23]);
    expect(await storm([23])).toEqual([first]);
    expect(first!.writes).toBeGreaterThan(10);
  });
});
