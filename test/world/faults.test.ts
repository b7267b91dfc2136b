import { describe, it } from 'vitest';
import { scenarios } from './scenarios.ts';

describe('when things fail', () => {
  it.each(scenarios)('$fault: $rule', async ({ play }) => play());
});
