import { beforeAll, describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { VisitEvent } from '../../functions/domain/visit/visit.ts';
import { sentenceOf } from '../../functions/pages/visit/history.ts';
import { readVisit } from '../../functions/pages/visit/on-visit.ts';
import { askAs } from '../../functions/pages/ask.ts';
import { frameFor } from '../../functions/pages/frame.ts';
import { formOfEntries } from '../../functions/pages/forms/form.ts';
import { type Afternoon, afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { deskByForms } from '../support/desk-by-forms.ts';
import { ofAfternoon } from '../support/desks.ts';
import { bringOut } from '../support/satisfy.ts';
import { pagesOf } from '../support/pages.ts';

const morning = Instant.parse('2030-06-18T09:00:00+01:00');
const teacher = 'hampton-teacher';
const assistant = 'hampton-assistant';
const office = 'hampton-office';

const request = {
  type: 'induction',
  purpose: 'To meet the family before September',
  household: 'hampton-home-1',
  visitors: [{ person: teacher }, { person: assistant }],
  plan: { departAt: '2030-06-18T13:00:00+01:00', returnAt: '2030-06-18T14:30:00+01:00' },
};

describe('the page of a visit', () => {
  let afternoon: Afternoon;
  let pages: ReturnType<typeof pagesOf>;
  let visit: string;
  beforeAll(async () => {
    const school = hampton();
    afternoon = await afternoonAt(school, morning);
    ({ visit } = await bringOut(deskByForms(school, afternoon).desk, teacher, request));
    pages = pagesOf(afternoon);
    await afternoon.says(teacher, 'arrive', { words: 'The dog is outside' }, { visit });
  });

  it('says who goes and how far they are, when they are to be back, and what is known of the home', async () => {
    const { status, text, html } = await pages.get(teacher, `/visits/${visit}`);
    expect(status).toBe(200);
    expect(text).toContain('Somebody is out.');
    expect(text).toMatch(/is there\./);
    expect(text).toMatch(/is on the way there\./);
    expect(text).toContain('has to say by 12.30pm that they are back (in 3 hours 30 minutes)');
    expect(text).toContain('To meet the family before September');
    expect(html).toContain(`href="/visits/${visit}/phone"`);
  });

  it('leads whoever is out on it to their page for the phone before all else', async () => {
    const { text } = await pages.get(teacher, `/visits/${visit}`);
    expect(text).toContain('Somebody is out. Say where you are, or call for help What you can do now');
    expect((await pages.get(office, `/visits/${visit}`)).text).not.toContain('Say where you are');
  });

  it('draws it as a line, with what it says in words and as a table', async () => {
    const { html, text } = await pages.get(teacher, `/visits/${visit}`);
    expect(html).toMatch(/<svg class="ds-picture" height="\d+" role="img" aria-labelledby="visit-line-title visit-line-says">/);
    expect(html).toMatch(/<desc id="visit-line-says">Planned: leave 1pm, /);
    expect(text).toMatch(/Planned, and as it was Planned .*Leave 1pm 9am 9am/);
    expect(html).not.toMatch(/ style="/);
  });

  it('leads whoever is there to what is asked there, to what there is to tick and to the slip, and each of its links to a page', async () => {
    const { html } = await pages.get(teacher, `/visits/${visit}`);
    const links = [...html.matchAll(/href="(\/visits\/[^"#]*)"/g)].map(([, href = '']) => href);
    expect(links).toEqual(
      expect.arrayContaining(
        ['answers/arrive', 'answers/during', 'answers/leave', 'ticks', 'slip'].map((page) => `/visits/${visit}/${page}`),
      ),
    );
    for (const link of links) expect((await pages.get(teacher, link)).status, link).toBe(200);
    expect((await pages.get(office, `/visits/${visit}`)).html).not.toMatch(/answers\/arrive|\/slip"/);
  });

  it('tells what has happened in sentences', async () => {
    const { text } = await pages.get(teacher, `/visits/${visit}`);
    expect(text).toContain('asked for the visit');
    expect(text).toContain('agreed (HA-');
    expect(text).toContain('arrived: “The dog is outside”.');
    expect(text).not.toMatch(/undefined|\[object|VisitorArrived|2030-06-18T/);
  });

  it('shows everybody what they read of it and nothing else', async () => {
    const seen = await pages.get(office, `/visits/${visit}`);
    expect(seen.text).not.toContain('The dog is outside');
    expect(seen.html).not.toContain(`href="/visits/${visit}/phone"`);
    expect((await pages.get('hampton-teacher@hampton', '/visits/HV-999999')).status).toBe(404);
  });

  it('has a call for help at its top for whoever sees to it, and nothing of it for whoever is there', async () => {
    await afternoon.says(teacher, 'raise-alarm', { kind: 'help' }, { visit });
    const there = await pages.get(assistant, `/visits/${visit}`);
    expect(there.html).not.toMatch(/alarms\/|Help was called for/);
    expect(there.text).not.toContain('called for help');
    const atSchool = await pages.get(office, `/visits/${visit}`);
    expect(atSchool.text).toContain('Help was called for');
    expect(atSchool.html).toMatch(new RegExp(`href="/visits/${visit}/alarms/[ah]1"`));
  });

  it('has a sentence for everything that can happen to a visit', async () => {
    const frame = () => frameFor(afternoon.deps, { id: office, school: 'hampton' });
    const ask = askAs(afternoon.deps, { kind: 'person', id: office, school: 'hampton' }, 'form');
    const read = await readVisit({
      caller: { kind: 'person', id: office, school: 'hampton' },
      token: '',
      deps: { ...afternoon.deps, baseUrl: '', whoSignedIn: async () => undefined },
      request: { method: 'GET', path: '', params: { visit }, query: {}, headers: {}, cookies: {}, body: Buffer.alloc(0) },
      form: formOfEntries([]),
      ask,
      now: afternoon.clock.now(),
      frame,
    });
    if (!read.ok) throw new Error('not read');
    for (const { shape } of VisitEvent.options) {
      const type = shape.type.value;
      const sentence = sentenceOf({ type, at: morning, by: 'doorstep' }, read.on);
      expect(sentence, type).not.toMatch(/undefined|Something happened|null/);
      expect(sentence.length, type).toBeGreaterThan(8);
    }
  });
});

describe('at a school with safe words', () => {
  it('the word stands on the page of whoever may take the call, and on nobody else’s', async () => {
    const school = schoolOf('local/schools/roselyn-house.json');
    const afternoon = await afternoonAt(school, morning);
    const by = 'roselyn-house-tutor';
    const { desk, pages } = deskByForms(school, afternoon);
    const { visit } = await bringOut(desk, by, { household: 'roselyn-house-home-1', visitors: [{ person: by }], plan: {} });
    const word = (await afternoon.visit(visit)).visitors[0]!.safeWord!;
    expect((await pages.get('roselyn-house-office', `/visits/${visit}`)).text).toContain(word);
    for (const page of [`/visits/${visit}`, `/visits/${visit}/assess`, `/visits/${visit}/answers/assessment`])
      expect((await pages.get(by, page)).html, page).not.toContain(word);
    const { text } = await pages.get(by, `/visits/${visit}/write-up`);
    expect(text).not.toContain(word);
  });

  it('is a call for help in whatever is written, though the page takes nothing of it', async () => {
    const school = schoolOf('local/schools/roselyn-house.json');
    const by = 'roselyn-house-tutor';
    const afternoon = await afternoonAt(school, morning);
    const { visit } = await bringOut(ofAfternoon(school, afternoon), by, {
      household: 'roselyn-house-home-1',
      visitors: [{ person: by }],
      plan: {},
    });
    const word = (await afternoon.visit(visit)).visitors[0]!.safeWord!;
    const pages = pagesOf(afternoon);
    const calls = async () => (await afternoon.visit(visit)).alarms.filter(({ kind }) => kind === 'distress').length;
    const after = async (path: string, fields: Readonly<Record<string, string>>, words: string) => {
      const before = await calls();
      const { status, text } = await pages.post(by, `/visits/${visit}/${path}`, { ...fields, words });
      return { status, text: text.replaceAll(words, '…'), calls: (await calls()) - before };
    };
    for (const [path, fields] of [
      ['pass-on', {}],
      ['answers/leave', { later: 'yes' }],
      ['answers/leave', { add: 'a.outcome' }],
      ['write-up', { later: 'yes' }],
      ['assess', { later: 'yes' }],
      ['assess', {}],
    ] as const) {
      const other = await after(path, fields, 'I have left something here');
      expect(other.calls, path).toBe(0);
      expect(await after(path, fields, `I have left ${word} here`), path).toEqual({ ...other, calls: 1 });
    }
  });
});
