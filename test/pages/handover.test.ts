import { describe, expect, it } from 'vitest';
import { assistant, at, familySupport, gone, office, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

const path = '/visits/HV-000001/handover';
const overdue = async () => {
  const a = await gone();
  await a.says(assistant, 'arrive', { visitor: 'all' });
  await a.until(at('15:00'));
  await a.says(office, 'log-attempt', { alarm: 'a1', rung: 1, who: 'Priya', means: 'mobile', result: 'no-answer' });
  return { a, pages: pagesOf(a) };
};

describe('the police handover', () => {
  it('says what to say, and who, where, since when, what was tried and numbers to ring', async () => {
    const { pages } = await overdue();
    const { status, text, html } = await pages.get(office, path);
    expect(status).toBe(200);
    expect(text).toMatch(
      /I am ringing from Hampton, a school\. .* of our staff went to .* at 1pm\. They were to be back by 2\.30pm, and we cannot reach them\./,
    );
    expect(text).toMatch(/The last that we heard: [^.]* arrived at 1pm\./);
    expect(text).toMatch(/What was tried 3pm: Maureen [^,]*, no answer \(Priya, mobile\)/);
    expect(html).toMatch(/href="tel:999"/);
    expect(html).toContain('<a href="/visits/HV-000001/alarms/a1" class="govuk-back-link">');
    expect(html).toMatch(/href="tel:\+447700\d+"/);
    // What the visit is about is no part of it.
    expect(text).not.toContain('To meet the family before September');
  });

  it('is noted as somebody having read the visit, as its own page is', async () => {
    const { a, pages } = await overdue();
    expect(a.visits.readingsOf({ school: a.school, visit: 'HV-000001' })).toEqual({});
    await pages.get(office, path);
    const readings = Object.entries(a.visits.readingsOf({ school: a.school, visit: 'HV-000001' }));
    expect(readings.map(([who, { n }]) => [who.split('#')[0], n])).toEqual([[office, 1]]);
  });

  it('writes down who rang, when and under which reference', async () => {
    const { pages } = await overdue();
    const { status, headers } = await pages.post(office, path, { alarm: 'a1', by: 'Maureen', at: '2.58pm', reference: 'CAD 9' });
    expect([status, headers['location']]).toEqual([303, `${path}#record`]);
    expect((await pages.get(office, path)).text).toContain('The police were rung at 2.58pm by Maureen, reference CAD 9.');
  });

  it('asks again for what is missing, and keeps the rest', async () => {
    const { pages } = await overdue();
    const { status, text, html } = await pages.post(office, path, { alarm: 'a1', by: '', at: 'just now', reference: 'CAD 9' });
    expect(status).toBe(400);
    expect(text).toMatch(/There is a problem Say who rang the police Say when they were rung, like 4.15pm/);
    for (const kept of ['value="just now"', 'value="CAD 9"', 'href="#by"', 'href="#at"']) expect(html).toContain(kept);
  });

  it('is for whoever may open the visit', async () => {
    const { pages } = await overdue();
    expect((await pages.get(familySupport, path)).status).toBe(403);
  });

  it('tells whoever is on the visit nothing of a call for help', async () => {
    const a = await gone();
    const before = await pagesOf(a).get(teacher, path);
    await a.says(assistant, 'raise-alarm', { kind: 'help', words: 'Code green' });
    expect((await pagesOf(a).get(teacher, path)).text).toBe(before.text);
    expect((await pagesOf(a).get(office, path)).text).toContain('They have called for help.');
  });
});
