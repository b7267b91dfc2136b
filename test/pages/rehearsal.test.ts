import { beforeEach, describe, expect, it } from 'vitest';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { assistant, at, office, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

let a: Afternoon;
let pages: ReturnType<typeof pagesOf>;
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('09:00'));
  pages = pagesOf(a);
});

const asked = {
  ...{ type: 'induction', [`who.${teacher}`]: 'yes', [`who.${assistant}`]: 'yes' },
  ...{ 'date-day': '22', 'date-month': '6', 'date-year': '2026', depart: '1pm', return: '14:30', last: 'depart' },
};
const rehearse = (changes: Readonly<Record<string, string>> = {}, who = office) =>
  pages.get(who, `/rehearsal?${new URLSearchParams({ ...asked, ...changes }).toString()}`);

describe('the page to rehearse', () => {
  it('asks for what the school’s own policy and people can be chosen from', async () => {
    const { status, html, text } = await pages.get(office, '/rehearsal');
    expect(status).toBe(200);
    expect(html).toContain(`name="who.${teacher}"`);
    expect(html).toContain('value="induction"');
    expect(html).toMatch(/name="depart"[^>]*value="1pm"|value="1pm"[^>]*name="depart"/);
    expect(text).not.toContain('If nobody came back');
  });

  it('says who would be told what, and when, as a picture and as a table, and sends nothing', async () => {
    const { status, html, text } = await rehearse();
    expect(status).toBe(200);
    expect(text).toContain('They are to be back by 2.30pm; the alarm is at 3pm.');
    expect(text).toMatch(/3pm Step 1 \(overdue\): [^.]*\(HA-\d+/);
    expect(text).toMatch(/The last step is told again at/);
    expect(html.match(/<svg[^>]*role="img"/g)).toHaveLength(1);
    expect(html).toMatch(/<desc id="rehearsed-says">[^<]*3pm: Step 1/);
    expect(a.sent()).toEqual([]);
  });

  it('shows each ladder by itself beneath', async () => {
    const { text } = await rehearse();
    expect(text).toContain('Each ladder by itself');
    expect(text).toContain('Help ladder, for: ');
  });

  it('goes by a version that was only proposed, where there is one and it was chosen', async () => {
    expect((await pages.get(office, '/rehearsal')).html).not.toContain('name="version"');
    const { policy } = hampton();
    await a.schools.putPolicy('hampton', 'next', { ...policy, clocks: policy.clocks.map((clock) => ({ ...clock, grace: 'PT5M' })) });
    expect((await pages.get(office, '/rehearsal')).text).toContain('Version 1, in force now');
    expect((await rehearse({ version: 'next' })).text).toContain('the alarm is at 2.35pm');
  });

  it.each([
    ['nobody who goes', { [`who.${teacher}`]: '', [`who.${assistant}`]: '' }, 'who', 'Choose who goes'],
    ['a day that there is not', { 'date-day': '31' }, 'date', 'Write a day that there is'],
    ['a time that is none', { depart: 'soon' }, 'depart', 'Write they set out as a time'],
    ['no time to be back', { return: '' }, 'return', 'Write when they are due back'],
    ['a return before they went', { return: '12:30' }, 'return', 'Times in this order: setting out, arriving'],
    ['nothing that happens', { last: '' }, 'last', 'Choose what happens'],
  ])('with %s is shown again with what to mend, and keeps all that was written', async (_, changes, field, message) => {
    const { status, html, text } = await rehearse(changes);
    expect(status).toBe(400);
    expect(html).toContain('<title>Error: Rehearse');
    expect(html).toContain(`href="#${field}"`);
    expect(html).toContain(`id="${field}"`);
    expect(text).toContain(message);
    expect(html).toContain('value="2026"');
  });

  it('never makes a link or a word of the page of what somebody wrote without escaping it', async () => {
    const { html } = await rehearse({ depart: '"><script>alert(1)</script>' });
    expect(html).not.toContain('<script>alert');
  });

  it('is for those in charge, and for nobody else', async () => {
    expect((await rehearse({}, teacher)).status).toBe(403);
  });
});
