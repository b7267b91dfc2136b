import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { filledIn } from '../support/desk-by-forms.ts';
import { formsIn, type Sent } from '../support/form-in.ts';
import { pagesOf, type Shown } from '../support/pages.ts';

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

async function atHampton() {
  const { a, pages, person } = await setter('hampton');
  const set = async (id: string, given: Sent, by = person) => {
    const path = `/settings/${id}`;
    return pages.post(by, path, filledIn(await pages.get(by, path), path, given));
  };
  return { a, pages, person, set };
}

const goesTo = ({ headers }: Shown): string => headers['location'] ?? '';

describe('a setting', () => {
  it.each([
    ['rung-wait', 'value', 'ten', 'in figures, like 10'],
    ['lunch-return', 'value', 'lunch', 'like 3.30pm'],
    ['office-hours', 'to', 'late', 'like 4.30pm'],
    ['term-dates', 'value', '2 September 2026 until Christmas', '“2 September 2026 until Christmas” is not'],
    ['term-dates', 'value', '30 February 2026 to 1 March 2026', '“30 February 2026 to 1 March 2026” is not'],
    ['closed-days', 'value', 'Tuesdays', '“Tuesdays” is not'],
    ['rota', 'value', 'Office; nobody', '“Office; nobody” is not'],
    ['deputies', 'value', 'Priya Raman', '“Priya Raman” is not'],
    ['deputies', 'value', 'Priya Raman; Nobody Here', 'Nobody of this name works at the school'],
    ['keep-records', 'value', 'always', 'in figures, like 6'],
    ['help-ladder', 'wait-0', 'soon', 'in figures, like 10'],
  ])('(%s) in which %s is written as “%s” is shown again with all that was written, and what to mend', async (id, field, value, mend) => {
    const { a, pages, set } = await atHampton();
    const before = await valuesOf(a);
    const answer = await set(id, [[field, value]]);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(mend);
    expect(answer.html).toContain(`href="#${field}"`);
    const path = `/settings/${id}`;
    const other = ([name]: Sent[number]) => !['token', 'key', field].includes(name);
    const again = filledIn(answer, path, []);
    expect(again[field]).toEqual([value]);
    const first = filledIn(await pages.get('hampton-head', path), path, []);
    expect(Object.entries(again).filter(([name]) => other([name, '']))).toEqual(
      expect.arrayContaining(Object.entries(first).filter(([name, [one]]) => other([name, '']) && one !== '' && name !== 'form-key')),
    );
    expect(await valuesOf(a)).toEqual(before);
  });

  it('of who answers is not nobody', async () => {
    const { pages, person } = await atHampton();
    const answer = await pages.post(person, '/settings/out-of-hours', {});
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Choose at least one');
  });

  it('is changed by its form, and says who set it and what it was', async () => {
    const { a, pages, person, set } = await atHampton();
    expect(goesTo(await set('rung-wait', [['value', '15']]))).toBe('/settings?set=yes');
    expect((await valuesOf(a))?.['rung-wait']).toBe('PT15M');
    const { name } = (await a.schools.person('hampton', person))!.value;
    expect((await pages.get(person, '/settings?set=yes')).text).toMatch(
      new RegExp(`It is set\\..*15 minutes Set by the school, by ${name} on Monday 22 June \\(HA-62`),
    );
    expect((await pages.get(person, '/settings/rung-wait')).text).toMatch(/What it was before 10 minutes Changed by/);
  });

  it('of days, turns and deputies is written as people say them', async () => {
    const { a, set } = await atHampton();
    const [first, second] = hampton().file.people;
    await set('closed-days', [['value', 'Monday 29 June 2026\n1/7/2026']]);
    await set('rota', [['value', `office; ${first!.name}, ${second!.name.toLowerCase()}; 8am to noon; Monday, Tue`]]);
    await set('deputies', [['value', `${first!.name}; ${second!.name}; until 3 July 2026`]]);
    expect(await valuesOf(a)).toMatchObject({
      'closed-days': ['2026-06-29', '2026-07-01'],
      rota: [{ duty: 'office', people: [first!.id, second!.id], from: '08:00', to: '12:00', days: [1, 2] }],
      deputies: [{ for: first!.id, by: [second!.id], to: '2026-07-03' }],
    });
  });

  it('that would leave an alarm to nobody says so first, and is set where somebody means it', async () => {
    const { a, pages, person } = await atHampton();
    const path = '/settings/out-of-hours';
    const before = await valuesOf(a);
    const first = await pages.post(person, path, filledIn(await pages.get(person, path), path, [['value', 'team']]));
    expect(first.status).toBe(409);
    expect(first.text).toContain('What it would take away');
    expect(await valuesOf(a)).toEqual(before);
    expect(goesTo(await pages.post(person, path, filledIn(first, path, [['sure', 'yes']])))).toBe('/settings?set=yes');
    expect((await valuesOf(a))?.['out-of-hours']).toEqual(['team']);
  });

  it('that somebody else has set meanwhile is not written over unseen, and another that they set is no matter', async () => {
    const { a, pages, person, set } = await atHampton();
    const path = '/settings/rung-wait';
    const opened = await pages.get(person, path);
    await set('repeat', [['value', '20']]);
    expect(goesTo(await pages.post(person, path, filledIn(opened, path, [['value', '12']])))).toBe('/settings?set=yes');
    const late = await pages.post(person, path, filledIn(opened, path, [['value', '30']]));
    expect(late.status).toBe(409);
    expect(late.text).toContain('Somebody else has changed');
    expect(late.text).not.toContain('I have read this');
    expect(late.text).toContain('12 minutes');
    expect(await valuesOf(a)).toMatchObject({ 'rung-wait': 'PT12M', repeat: 'PT20M' });
    await pages.post(person, path, filledIn(late, path, []));
    expect(await valuesOf(a)).toMatchObject({ 'rung-wait': 'PT30M' });
  });

  it('has days and hours as people write them', async () => {
    const { a, pages, person, set } = await atHampton();
    const { text } = await pages.get(person, '/settings');
    expect(text).toContain('5 January 2026 to 2 April 2026');
    expect(text).toContain('8am to 4.30pm, Monday');
    expect(text).not.toMatch(/\d{4}-\d\d-\d\d|\d\d:\d\d|\$/);
    const terms = ['2 September 2026 to 18 December 2026', '5/1/27 to 2 4 2027', '2027-04-19 to 2027-07-22'];
    expect((await set('term-dates', [['value', terms.join('\n')]])).status).toBe(303);
    expect((await valuesOf(a))?.['term-dates']).toEqual([
      { from: '2026-09-02', to: '2026-12-18' },
      { from: '2027-01-05', to: '2027-04-02' },
      { from: '2027-04-19', to: '2027-07-22' },
    ]);
    for (const wrong of ['31 June 2026 to 1 July 2026', '1 June 2026', '1 June 2026 to 2 June 2026 to 3 June 2026'])
      expect((await set('term-dates', [['value', wrong]])).status).toBe(400);
  });

  it('is nobody’s to change whom the policy does not name for it, and there is none of another name', async () => {
    const { pages, set } = await atHampton();
    expect((await pages.get('hampton-teacher', '/settings/rung-wait')).text).toContain('changed by the head of school (');
    expect((await set('rung-wait', [['value', '15']], 'hampton-teacher')).status).toBe(403);
    expect((await pages.get('hampton-teacher', '/settings/no-such')).status).toBe(404);
  });
});

describe('what is not set', () => {
  it('comes first, and is set from there', async () => {
    const { a, pages, person, set } = await atHampton();
    const { settings } = await a.schools.context(a.school, {});
    const { 'rung-wait': _, ...others } = settings!.values;
    await a.schools.putSettings(a.school, { ...settings!, version: settings!.version + 1, values: others });
    const { text, html } = await pages.get(person, '/settings');
    expect(text).toMatch(/Not set yet When nobody has come back.*Not set Not set \(HA-62, HA-63, HA-64\) Set it .* Set When somebody says/);
    expect(html.indexOf('/settings/rung-wait')).toBeLessThan(html.indexOf('/settings/ack-hold'));
    expect(goesTo(await set('rung-wait', [['value', '10']]))).toBe('/settings?set=yes');
    expect((await pages.get(person, '/settings')).text).not.toContain('Not set yet');
  });
});

it.each(schools)('what %s has set is said in words, not in the names that the policy’s file has for it', async (id) => {
  const file = schoolOf(`local/schools/${id}.json`);
  const { text } = await pagesOf(await afternoonAt(file, morning)).get(file.file.people[0]!.id, '/settings');
  expect(text).not.toMatch(/\d{4}-\d\d-\d\d|\b\d\d:\d\d\b|\$[a-z]|\bPT?\d/);
  for (const { id: person } of file.file.people) expect(text).not.toContain(person);
});
