import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { formsIn } from '../support/form-in.ts';
import { pagesOf } from '../support/pages.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');
const schools = ['hampton', 'kingsdown', 'lancaster', 'roselyn-house', 'st-benedicts', 'st-christopher', 'st-nicholas', 'the-harbour'];

/** Who may set them, by the school's own policy. */
async function setter(id: string) {
  const file = schoolOf(`local/schools/${id}.json`);
  const a = await afternoonAt(file, morning);
  const pages = pagesOf(a);
  for (const { id: person } of file.file.people) {
    const page = await pages.get(person, '/settings/ack-hold');
    const form = formsIn(page.html).find(({ action }) => action === '/settings/ack-hold')!;
    const answer = await pages.post(person, '/settings/ack-hold', Object.fromEntries(form.fields.filter(([name]) => name !== 'token')));
    if (answer.status === 303) return { a, pages, person };
  }
  throw new Error(`nobody may set anything at ${id}`);
}

/** Whoever is told at once is told in no order. */
const inOrder = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.every((one) => typeof one === 'string')
      ? value.toSorted()
      : value.map(inOrder)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inOrder(one)]))
      : value;

const valuesOf = async (a: Awaited<ReturnType<typeof afternoonAt>>) => (await a.schools.context(a.school, {})).settings?.values;

describe.each(schools)('the settings of %s', (id) => {
  it('are each written back as they were by their own form', async () => {
    const { a, pages, person } = await setter(id);
    const before = await valuesOf(a);
    const list = await pages.get(person, '/settings');
    const links = [...list.html.matchAll(/href="(\/settings\/[^"]+)"/g)].map(([, href = '']) => href);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) {
      const page = await pages.get(person, link);
      expect(page.status, link).toBe(200);
      const form = formsIn(page.html).find(({ action }) => action === link)!;
      if (before?.[link.slice('/settings/'.length)] === undefined) continue;
      const fields = new Map<string, string[]>();
      for (const [name, value] of form.fields) if (name !== 'token') fields.set(name, [...(fields.get(name) ?? []), value]);
      const answer = await pages.post(person, link, Object.fromEntries(fields));
      expect(answer.status, `${link} ${answer.text.slice(0, 400)}`).toBe(303);
    }
    expect(inOrder(await valuesOf(a))).toEqual(inOrder(before));
  });
});

describe('a setting', () => {
  it('that is written wrongly is shown again with what was written, and what to mend', async () => {
    const { pages, person, a } = await setter('hampton');
    const before = await valuesOf(a);
    const answer = await pages.post(person, '/settings/rung-wait', { value: 'ten' });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('value="ten"');
    expect(answer.html).toContain('href="#value"');
    expect(answer.text).toContain('in figures, like 10');
    expect((await pages.post(person, '/settings/term-dates', { value: '2026-09-02 until Christmas' })).text).toContain(
      '“2026-09-02 until Christmas” is not',
    );
    expect((await pages.post(person, '/settings/help-ladder', { 'say-0': 'Help', 'wait-0': '' })).status).toBe(400);
    expect(await valuesOf(a)).toEqual(before);
  });

  it('is changed by its form, and says that it is', async () => {
    const { pages, person, a } = await setter('hampton');
    expect((await pages.post(person, '/settings/rung-wait', { value: '15' })).headers['location']).toBe('/settings?set=yes');
    expect((await valuesOf(a))?.['rung-wait']).toBe('PT15M');
    expect((await pages.get(person, '/settings?set=yes')).text).toMatch(/It is set\..*15 minutes/);
  });

  it('is nobody’s to change whom the policy does not name for it, and there is none of another name', async () => {
    const a = await afternoonAt(hampton(), morning);
    const pages = pagesOf(a);
    expect((await pages.post('hampton-teacher', '/settings/rung-wait', { value: '15' })).status).toBe(403);
    expect((await pages.get('hampton-teacher', '/settings/no-such')).status).toBe(404);
  });
});
