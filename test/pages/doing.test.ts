import { beforeEach, describe, expect, it } from 'vitest';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { at, deputy, expectAccepted, head, office, out, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

let a: Afternoon;
let pages: ReturnType<typeof pagesOf>;
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('08:30'));
  pages = pagesOf(a);
});

describe('how we are doing', () => {
  it('says what went, what was late and how soon somebody answered, with a table beside each picture', async () => {
    await out(a);
    await a.until(at('15:12'));
    expectAccepted(await a.says(head, 'acknowledge', { alarm: 'a1' }));
    expectAccepted(await a.says(teacher, 'return', { visitor: 'all' }));
    const { status, html, text } = await pages.get(head, '/doing');
    expect(status).toBe(200);
    expect(text).toContain('Home visits from September 2025 to June 2026, as counted on Monday 22 June 2026 at 3.12pm.');
    expect(text).toMatch(/Visits that went 1 Back on time 0 of 1 Back late 1 Alarms because somebody was overdue 1/);
    expect(text).toContain('Until somebody answered an alarm usually 12 minutes, at worst 12 minutes');
    expect(html.match(/<svg[^>]*role="img"/g)).toHaveLength(4);
    for (const [, id = ''] of html.matchAll(/<svg[^>]*aria-labelledby="(\w+)-title \w+-says"/g)) {
      expect(html).toMatch(new RegExp(`<title id="${id}-title">[^<]+</title><desc id="${id}-says">[^<]+</desc>`));
    }
    expect(html.match(/<table/g)).toHaveLength(5);
    expect(text).toMatch(/Back late June 2026 1 0 1 In all the other months there was nothing\./);
    expect(html).not.toMatch(/HV-|<script|style=/);
  });

  it('of a quiet year shows no alarms and no times', async () => {
    const { text } = await pages.get(office, '/doing');
    expect(text).toContain('There was no alarm that is over.');
    expect(text).not.toContain('How soon somebody answered');
    expect(text).toContain('There was nothing in any of these months.');
  });

  it('is of the school year that was chosen, whole where it is over', async () => {
    const { text } = await pages.get(head, '/doing?from=2023-09');
    expect(text).toContain('from September 2023 to August 2024');
    expect((await pages.get(head, '/doing?from=1066-09')).text).toContain('from September 2025 to June 2026');
  });

  it('says that it is not whole where something could not be read', async () => {
    await out(a);
    await a.until(at('15:12'));
    expectAccepted(await a.says(teacher, 'return', { visitor: 'all' }));
    await a.until(at('15:30'));
    expect((await pages.get(head, '/doing')).text).not.toContain('Not everything could be counted');
    a.visits.spoil({ school: a.school, visit: a.id });
    expect((await pages.get(head, '/doing')).text).toContain('Not everything could be counted');
  });

  it('is for those in charge, and for nobody else', async () => {
    expect((await pages.get(deputy, '/doing')).status).toBe(200);
    expect((await pages.get(teacher, '/doing')).status).toBe(403);
  });
});

describe('what would stop an alarm', () => {
  it('says what it is, who it is about and what to do, the worst first', async () => {
    const before = (await a.schools.person('hampton', office))!;
    await a.schools.putPerson('hampton', { ...before.value, contacts: undefined }, before.version);
    const { status, text } = await pages.get(head, '/preflight');
    expect(status).toBe(200);
    expect(text).toContain(`Texts to ${before.value.name}`);
    expect(text).toMatch(/No: look at this .* Send each of them a test message/);
    expect(text.indexOf('No: look at this')).toBeLessThan(text.indexOf(' Yes '));
  });

  it('says first that something would stop one', async () => {
    const settings = (await a.schools.context('hampton', {})).settings!;
    const { 'ack-hold': _hold, ...values } = settings.values;
    await a.schools.putSettings('hampton', { ...settings, version: settings.version + 1, values });
    const { text } = await pages.get(head, '/preflight');
    expect(text).toContain('1 thing would stop an alarm from reaching anybody. Mend it before anybody goes.');
    expect(text).toContain('“ack-hold”');
  });

  it('is for whoever sees to it, and for nobody else', async () => {
    expect((await pages.get('hampton-technician', '/preflight')).status).toBe(200);
    expect((await pages.get(teacher, '/preflight')).status).toBe(403);
  });
});
