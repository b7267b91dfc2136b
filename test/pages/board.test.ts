import { describe, expect, it } from 'vitest';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { assistant, at, familySupport, gone, head, office, out, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

const titleIn = (html: string): string => /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';

describe('the board', () => {
  it('says that nobody is out', async () => {
    const { status, text, html } = await pagesOf(await afternoonAt(hampton(), at('08:30'))).get(office, '/board');
    expect(status).toBe(200);
    expect(text).toContain('Nobody is out at 8.30am');
    expect(titleIn(html)).toBe('Who is out – Doorstep');
  });

  it('says of each who is out where, since when, when they are next to be heard of and where to ring them', async () => {
    const a = await gone();
    await a.says(assistant, 'arrive', {});
    await a.until(at('14:05'));
    const { text, html } = await pagesOf(a).get(office, '/board');
    expect(text).toContain('2 people are out at 2.05pm');
    expect(text).not.toContain('Act now');
    expect(text).toMatch(/On the way to [^0-9]+ 1pm In 25 minutes: to be back by 2.30pm 07700 9\d+/);
    expect(text).toMatch(/At [^0-9]+ 1pm/);
    expect(html).toContain('href="/visits/HV-000001"');
    expect(html).toMatch(/href="tel:\+447700\d+"/);
    // Never as machines say it.
    expect(text).not.toMatch(/\dT\d\d:/);
  });

  it('begins with whoever is overdue, with who has the alarm, and says so in its title', async () => {
    const a = await gone();
    await a.until(at('15:02'));
    await a.says(office, 'acknowledge', { alarm: 'a1' });
    const { text, html } = await pagesOf(a).get(head, '/board');
    expect(titleIn(html)).toBe('1 overdue – Who is out – Doorstep');
    expect(text).toMatch(/Act now .* 32 minutes overdue: to be back by 2.30pm/);
    expect(text).toMatch(/Overdue alarm about .*: .* has it until 3.12pm/);
    for (const path of ['/visits/HV-000001/alarms/a1', '/visits/HV-000001/handover']) expect(html).toContain(`href="${path}"`);
  });

  it('says that help is called for, to everybody but whoever is on the visit', async () => {
    const { file, policy } = hampton();
    // Somebody who goes may have the board open all the same.
    const people = file.people.map((person) =>
      person.id === teacher ? { ...person, duties: [...person.duties, 'office' as const] } : person,
    );
    const a = await afternoonAt({ file: { ...file, people }, policy }, at('08:30'));
    await out(a);
    const before = await pagesOf(a).get(teacher, '/board');
    await a.says(assistant, 'raise-alarm', { kind: 'help' });
    const pages = pagesOf(a);
    expect(titleIn((await pages.get(office, '/board')).html)).toBe('1 call for help – Who is out – Doorstep');
    const after = await pages.get(teacher, '/board');
    expect(after.html).toBe(before.html);
    expect(after.headers['etag']).toBe(before.headers['etag']);
    expect((await pages.get(teacher, '/visits/HV-000001/alarms/h1')).status).toBe(404);
  });

  it('is not sent again while nothing that is shown has changed: a minute that passes has', async () => {
    const a = await gone();
    const pages = pagesOf(a);
    const { headers } = await pages.get(office, '/board');
    const again = { 'if-none-match': headers['etag'] ?? '' };
    expect(await pages.get(office, '/board', again)).toMatchObject({ status: 304, html: '' });
    await a.says(teacher, 'arrive', {});
    expect((await pages.get(office, '/board', again)).status).toBe(200);
    const { headers: later } = await pages.get(office, '/board');
    await a.until(at('13:01'));
    expect((await pages.get(office, '/board', { 'if-none-match': later['etag'] ?? '' })).status).toBe(200);
  });

  it('keeps a visit whose alarm is open though everybody is back', async () => {
    const a = await gone();
    await a.says(teacher, 'raise-alarm', { kind: 'illness' });
    await a.says(teacher, 'return', { visitor: 'all' });
    const { text } = await pagesOf(a).get(office, '/board');
    expect(text).toMatch(/Act now .*Visit HV-000001 Nobody is out now/);
  });

  it('is for whoever looks after those who are out', async () => {
    const a = await gone();
    expect((await pagesOf(a).get(familySupport, '/board')).status).toBe(403);
  });

  it('shows markup in a name as it was written', async () => {
    const { file, policy } = hampton();
    const people = file.people.map((person) => (person.id === teacher ? { ...person, name: '<b>Priya</b>' } : person));
    const a = await afternoonAt({ file: { ...file, people }, policy }, at('08:30'));
    await out(a);
    expect((await pagesOf(a).get(office, '/board')).html).not.toContain('<b>Priya');
  });
});
