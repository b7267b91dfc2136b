import { afterEach, describe, expect, it } from 'vitest';
import { memoryHeartbeat } from '../../functions/adapters/memory/memory-heartbeat.ts';
import { webHeartbeat } from '../../functions/adapters/web/web-heartbeat.ts';
import { listen } from '../../local/wire.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Somebody outside who notes what was asked of them. */
async function outside({ status = 200, answers = true } = {}) {
  const asked: string[] = [];
  const server = await listen(0, async (request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (answers) response.writeHead(status).end('OK');
    return Promise.resolve();
  });
  closers.push(() => server.close());
  return { asked, url: `http://localhost:${String(server.port)}` };
}

describe('a heartbeat', () => {
  it('is heard, well or unwell', async () => {
    const heartbeat = memoryHeartbeat();
    expect([await heartbeat.beat('well'), await heartbeat.beat('unwell')]).toEqual(['heard', 'heard']);
    expect(heartbeat.heard).toEqual(['well', 'unwell']);
  });
});

describe('a heartbeat by the web', () => {
  it('asks for its address where all is well, and for what healthchecks.io calls a failure where it is not', async () => {
    const { asked, url } = await outside();
    const heartbeat = webHeartbeat(`${url}/ping/0b2e?from=doorstep`);
    expect([await heartbeat.beat('well'), await heartbeat.beat('unwell')]).toEqual(['heard', 'heard']);
    expect(asked).toEqual(['GET /ping/0b2e?from=doorstep', 'GET /ping/0b2e/fail?from=doorstep']);
  });

  it('says so and throws nothing where whoever listens is busy, away or silent', async () => {
    const busy = await outside({ status: 503 });
    expect(await webHeartbeat(busy.url).beat('well')).toBe('unheard');
    const silent = await outside({ answers: false });
    expect(await webHeartbeat(silent.url, { milliseconds: 20 }).beat('well')).toBe('unheard');
    expect(await webHeartbeat('http://localhost:1/ping').beat('well')).toBe('unheard');
  });
});
