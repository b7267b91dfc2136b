import { it } from 'vitest';
import { families, familyNames, stormyAfternoon } from './stormy-afternoon.ts';
it('storms', async () => {
  const seen = new Map<string, string>();
  const from = Number(process.env['FROM'] ?? 1);
  for (const family of familyNames) {
    if (process.env['FAM'] && process.env['FAM'] !== family) continue;
    const t0 = performance.now();
    let worst = 0, help = 0, bad = 0, writes = 0, timers = 0, steps = 0;
    const n = Number(process.env['N'] ?? 15);
    for (let seed = from; seed < from + n; seed += 1) {
      const r = await stormyAfternoon(seed, family);
      worst = Math.max(worst, r.worst.overdue); help = Math.max(help, r.worst.help); writes += r.writes; timers = Math.max(timers, r.timers); steps += r.steps;
      if (r.broken.length) { bad++; const k = r.broken[0]!.slice(25).replace(/HV-\d+|n\d+-\d+|hampton-[a-z-]+|\d{4}-[\dT:.Z-]+|\d+(\.\d+)?/g, '_'); if (!seen.has(k)) { seen.set(k, `${family} ${seed}`); console.log(family, seed, r.broken.slice(0, 3).join('\n').slice(0, 900)); } }
    }
    console.log('==', family, 'bad', bad, 'of', n, 'worst', worst, 'help', help, 'writes', writes, 'steps', steps, 'timers', timers, Math.round((performance.now() - t0) / n), 'ms each', families[family].promise.overdue);
  }
}, 300000);
