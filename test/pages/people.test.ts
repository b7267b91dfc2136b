import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { formsIn } from '../support/form-in.ts';
import { pagesOf } from '../support/pages.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');
const here = async () => {
  const a = await afternoonAt(hampton(), morning);
  return { a, pages: pagesOf(a), kept: async (id: string) => (await a.schools.person(a.school, id))?.value };
};
const head = 'hampton-head';

describe('people', () => {
  it('stand in a list, with the number of each for whoever keeps numbers and for nobody else', async () => {
    const { pages } = await here();
    const list = await pages.get(head, '/people');
    expect(list.text).toContain('Priya Raman');
    expect(list.text).toContain('+447700900111');
    expect((await pages.get('hampton-teacher', '/people')).text).not.toContain('+447700900121');
  });

  it('whom nobody can be sure to reach are said first, and confirmed by the code of a test message', async () => {
    const { a, pages, kept } = await here();
    await pages.post(head, '/people/hampton-teacher/change', {
      ...fieldsOf((await pages.get(head, '/people/hampton-teacher/change')).html),
      mobile: '07700 900150',
    });
    expect((await kept('hampton-teacher'))?.mobile).toBe('+447700900150');
    expect((await pages.get(head, '/people')).text).toMatch(/Nobody can be sure.*Priya Raman.*never tried/);

    expect((await pages.post(head, '/people/hampton-teacher/contacts', { channel: 'text', press: 'test' })).status).toBe(303);
    await a.drain();
    const wrong = await pages.post(head, '/people/hampton-teacher/contacts', { channel: 'text', press: 'confirm', code: '12' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('href="#code-text"');
    const code = /\b\d{6}\b/.exec(JSON.stringify(a.notices))?.[0] ?? '';
    expect((await pages.post(head, '/people/hampton-teacher/contacts', { channel: 'text', press: 'confirm', code })).status).toBe(303);
    expect((await pages.get(head, '/people')).text).not.toContain('never tried');
  });

  it('are changed by their form, and nothing else of them is', async () => {
    const { pages, kept } = await here();
    const before = await kept('hampton-teacher');
    const fields = fieldsOf((await pages.get(head, '/people/hampton-teacher/change')).html);
    expect((await pages.post(head, '/people/hampton-teacher/change', { ...fields, vehicle: 'A green bicycle' })).status).toBe(303);
    expect(await kept('hampton-teacher')).toEqual({ ...before, vehicle: 'A green bicycle', changed: { at: morning, by: head } });
  });

  it('are shown again with all that was written where something is wrong', async () => {
    const { pages, kept } = await here();
    const fields = fieldsOf((await pages.get(head, '/people/hampton-teacher/change')).html);
    const answer = await pages.post(head, '/people/hampton-teacher/change', { ...fields, email: 'not an address', vehicle: 'A tandem' });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('href="#email"');
    expect(answer.html).toContain('value="A tandem"');
    expect((await kept('hampton-teacher'))?.vehicle).not.toBe('A tandem');
  });

  it('are added, and leave: what that takes away is said before it is done', async () => {
    const { pages, kept } = await here();
    const added = await pages.post(head, '/people/new', { id: 'new-one', name: 'Tim Ash', firstName: 'Tim', duties: ['visitor'] });
    expect([added.status, added.headers['location']]).toEqual([303, '/people/new-one?done=kept']);
    expect((await pages.post(head, '/people/new', { id: 'New One', name: 'x', firstName: 'x' })).status).toBe(400);
    expect((await pages.post(head, '/people/new', { id: 'new-one', name: 'x', firstName: 'x' })).status).toBe(400);

    const refused = await pages.post(head, `/people/${head}/left`);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Nobody would be left with the duty');
    expect((await kept(head))?.leftAt).toBeUndefined();
    expect((await pages.post(head, '/people/new-one/left')).status).toBe(303);
    expect((await kept('new-one'))?.leftAt).toBeDefined();
    expect((await pages.post(head, '/people/new-one/back')).status).toBe(303);
    expect((await kept('new-one'))?.leftAt).toBeUndefined();
  });

  it('are nobody’s to change who does not keep records', async () => {
    const { pages } = await here();
    const fields = fieldsOf((await pages.get(head, '/people/hampton-teacher/change')).html);
    expect((await pages.post('hampton-teacher', '/people/hampton-teacher/change', fields)).status).toBe(403);
  });
});

/** What the record's form would send. */
function fieldsOf(html: string): Record<string, string | string[]> {
  const form = formsIn(html).find(({ action }) => action.startsWith('/people/'))!;
  const fields: Record<string, string[]> = {};
  for (const [name, value] of form.fields) if (name !== 'token' && name !== 'key') fields[name] = [...(fields[name] ?? []), value];
  return fields;
}

describe.each(['hampton', 'kingsdown', 'roselyn-house', 'st-benedicts', 'the-harbour'])('the policy of %s', (id) => {
  it('is read clause by clause, with what is done about each', async () => {
    const school = schoolOf(`local/schools/${id}.json`);
    const a = await afternoonAt(school, morning);
    const { status, html, text } = await pagesOf(a).get(school.file.people[0]!.id, '/policy');
    expect(status).toBe(200);
    const cited = new Set(JSON.stringify(school.policy).match(/\b[A-Z]{2}-\d{2,3}\b/g));
    expect(cited.size).toBeGreaterThan(20);
    const clauses = [...html.matchAll(/<section class="ds-card" id="([A-Z]{2}-\d+)">(.*?)<\/section>/gs)];
    for (const [, clause = '', inner = ''] of clauses) expect(inner, clause).toContain('<li>');
    for (const gate of school.policy.gates) expect(text).toContain(gate.say.slice(0, 30).replaceAll(/\s+/g, ' '));
  });
});
