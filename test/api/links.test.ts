/** What leads to Doorstep from a message: whatever opens it, and however often, nothing happens that a person did not press. */
import { describe, expect, it } from 'vitest';
import { everyRead } from '../support/every-read.ts';
import { head, lighthouse, office, out, secondTutor, tutor } from '../support/lighthouse-visit.ts';

const idOf = (visit: string): string => visit.split('/').at(-1)!;

describe('F19: a link that is opened', () => {
  it('by a scanner, a preview or a person changes nothing, wherever it leads', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = idOf(await out(call, afternoon));
    await call(office, 'POST', `/visits/${visit}/raise-alarm`, { body: { kind: 'illness' } });
    afternoon.pokes.take();
    const school = afternoon.school;
    const kept = async () => JSON.stringify([await afternoon.visits.read({ school, visit }), await afternoon.schools.context(school, {})]);
    const before = await kept();
    const tried = afternoon.notices.tried.length;
    const paths = everyRead({
      visit: [visit],
      allegation: ['AL-00000000'],
      person: [tutor],
      household: ['lighthouse-home-1'],
      version: ['1'],
    });

    for (const path of paths) {
      expect((await call(undefined, 'GET', path)).status, path).toBe(401);
      for (const who of [tutor, office, 'machine:read']) expect((await call(who, 'GET', path)).status, path).toBeLessThan(500);
    }

    expect(await kept()).toBe(before);
    expect(afternoon.pokes.take()).toEqual([]);
    expect(afternoon.notices.tried.length).toBe(tried);
  });

  it('and pressed again with the same key does it once and answers the same', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    await call(office, 'POST', `${visit}/raise-alarm`, { body: { kind: 'illness' } });
    for (const [command, body] of [
      ['acknowledge', { alarm: 'a1' }],
      ['note', { words: 'Rang them' }],
      ['log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' }],
    ] as const) {
      const press = () => call(office, 'POST', `${visit}/${command}`, { body, key: `key-${command}` });
      const first = await press();
      const { history } = await afternoon.visit(idOf(visit));
      const again = await press();
      expect([again.status, again.body], command).toEqual([first.status, first.body]);
      expect((await afternoon.visit(idOf(visit))).history.length, command).toBe(history.length);
    }
  });

  it('of another visit, another person or another school is turned away', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    const { version } = await afternoon.visit(idOf(visit));
    expect((await call(secondTutor, 'GET', visit)).status).toBe(403);
    expect((await call(secondTutor, 'POST', `${visit}/amend`, { body: { purpose: 'Mine' } })).status).toBe(403);
    for (const who of [`${head}@moorside`, 'machine:write@moorside', 'machine:read@moorside']) {
      expect((await call(who, 'GET', visit)).status, who).toBe(404);
      expect((await call(who, 'POST', `${visit}/return`, { body: { visitor: 'all' } })).status, who).toBe(404);
    }
    expect((await afternoon.visit(idOf(visit))).version).toBe(version);
  });
});
