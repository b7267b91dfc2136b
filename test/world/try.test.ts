import { it } from 'vitest';
import { stormyAfternoon } from './stormy-afternoon.ts';
import { familyOf } from './tell-storm.ts';
import { watchPress } from '../support/world.ts';
it('traces', async () => {
  watchPress.key = process.env['KEY'];
  const seed = Number(process.env['SEED']);
  const r = await stormyAfternoon(seed, familyOf(seed));
  console.log(r.broken.join('\n'));
});
