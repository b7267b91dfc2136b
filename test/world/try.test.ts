import { it } from 'vitest';
import { aWorld } from '../support/world.ts';
import { at } from '../support/hampton-visit.ts';
it('tries', async () => {
  const t0 = performance.now();
  const w = await aWorld();
  await w.out();
  await w.until(at('17:00'));
  console.log(performance.now() - t0, w.counts, w.writes, w.broken);
  const t1 = performance.now();
  const w2 = await aWorld({ seed: 3 });
  await w2.out();
  await w2.until(at('17:00'));
  console.log(performance.now() - t1, w2.counts, w2.broken);
  for (const t of w2.received.filter((t) => t.message.channel === 'text').slice(0, 12)) console.log(new Date(t.at).toISOString(), t.message.contact, t.message.about, t.message.text.slice(0, 60));
  await w2.atTheEnd(); console.log(w2.broken);
});
