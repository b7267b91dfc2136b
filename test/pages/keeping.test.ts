import { describe, expect, it } from 'vitest';
import { filledIn } from '../support/desk-by-forms.ts';
import type { Sent } from '../support/form-in.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at, out } from '../support/hampton-visit.ts';
import { closed, marked, markedVisit, marks } from '../support/marked-school.ts';
import { pagesOf, type Shown } from '../support/pages.ts';
import { dsl, head, mentor, office, tutor } from '../support/roselyn-visit.ts';

const goesTo = ({ headers }: Shown): string => headers['location'] ?? '';
const reason = 'The inquiry of the council, LA/26/114';

async function atRoselyn() {
  const a = await markedVisit();
  const pages = pagesOf(a);
  const send = async (who: string, from: string, given: Sent, to = from.split('?')[0]!) =>
    pages.post(who, to, filledIn(await pages.get(who, from), to, given));
  const leaves = async (who: string) => {
    const was = (await a.schools.person(a.school, who))!;
    await a.schools.putPerson(a.school, { ...was.value, leftAt: a.clock.now() }, was.version);
  };
  return {
    a,
    pages,
    send,
    leaves /** Besides the one that was released before. */,
    holds: async () => (await a.schools.holds(a.school)).filter(({ on }) => on.kind !== 'household' || on.id !== 'another'),
  };
}

describe('what is kept although its time is over', () => {
  it('is held from the page of a home or of somebody, with who asked for it', async () => {
    const { pages, send, holds } = await atRoselyn();
    expect((await pages.get(dsl, `/homes/${marked.home}`)).html).toContain(`href="/kept/hold?household=${marked.home}"`);
    expect((await pages.get(dsl, `/people/${mentor}`)).html).toContain(`href="/kept/hold?person=${mentor}"`);
    expect((await pages.get(office, `/people/${mentor}`)).html).not.toContain('/kept/');
    const home = await send(dsl, `/kept/hold?household=${marked.home}`, [['reason', reason]]);
    expect(goesTo(home), home.text).toBe('/kept?held=yes');
    expect((await send(dsl, `/kept/hold?person=${mentor}`, [['reason', reason]])).status).toBe(303);
    expect((await holds()).map(({ on }) => on)).toEqual([
      { kind: 'household', id: marked.home },
      { kind: 'person', id: mentor },
    ]);
    const list = await pages.get(dsl, '/kept?held=yes');
    expect(list.text).toContain('It is held.');
    expect(list.text).toContain(reason);
    expect(list.html).toContain(`href="/homes/${marked.home}"`);
    expect(list.text).toContain('DS-27');
    expect((await pages.get(office, '/kept')).status).toBe(403);
    expect((await pages.get(office, '/kept/hold')).status).toBe(403);
  });

  it('is a visit by its number, or all that there is; and a form that is not filled in says what to write', async () => {
    const { a, send, holds } = await atRoselyn();
    const empty = await send(dsl, '/kept/hold', []);
    expect(empty.status).toBe(400);
    for (const field of ['on', 'reason']) expect(empty.html).toContain(`<a href="#${field}">`);
    const noNumber = await send(dsl, '/kept/hold', [['on', 'visit'], ['reason', reason]]); // prettier-ignore
    expect(noNumber.html).toContain('<a href="#visit">');
    expect(noNumber.text).toContain(reason);
    const mistyped = await send(dsl, '/kept/hold', [['on', 'visit'], ['visit', 'hv-none22'], ['reason', reason]]); // prettier-ignore
    expect(mistyped.status).toBe(400);
    expect(mistyped.text).toContain('There is no such visit');
    expect(mistyped.html).toContain('hv-none22');
    expect((await send(dsl, '/kept/hold', [['on', 'visit'], ['visit', a.id.toLowerCase()], ['reason', reason]])).status).toBe(303); // prettier-ignore
    expect((await send(dsl, '/kept/hold', [['on', 'school'], ['reason', reason]])).status).toBe(303); // prettier-ignore
    expect(new Set((await holds()).map(({ on }) => on))).toEqual(new Set([{ kind: 'visit', id: a.id }, { kind: 'school' }]));
  });

  it('is one hold however often it is pressed', async () => {
    const { pages, holds } = await atRoselyn();
    const fields = filledIn(await pages.get(dsl, '/kept/hold'), '/kept/hold', [['on', 'school'], ['reason', reason]]); // prettier-ignore
    for (let n = 0; n < 2; n += 1) expect((await pages.post(dsl, '/kept/hold', fields)).status).toBe(303);
    expect(await holds()).toHaveLength(1);
  });

  it('is released by a head alone, who has read what would be erased', async () => {
    const { pages, send, holds } = await atRoselyn();
    await send(dsl, '/kept/hold', [['on', 'school'], ['reason', reason]]); // prettier-ignore
    const path = `/kept/holds/${(await holds())[0]!.id}`;
    expect((await pages.get(dsl, path)).text).toContain('A headteacher, a head of school or an executive headteacher releases it');
    expect((await pages.post(dsl, path, { sure: 'yes' })).status).toBe(403);
    const unsure = await send(head, path, []);
    expect(unsure.status).toBe(400);
    expect(unsure.html).toContain('<a href="#sure">');
    expect((await holds())[0]!.released).toBeUndefined();
    expect(goesTo(await send(head, path, [['sure', 'yes']]))).toBe('/kept?released=yes');
    expect((await holds())[0]!.released).toMatchObject({ by: head });
    expect((await pages.get(dsl, '/kept')).text).toMatch(/Nothing is held\. .*What was held/);
    expect((await pages.get(head, '/kept/holds/h-7k2m9q4x')).status).toBe(404);
  });
});

describe('everything that is kept', () => {
  it('is read by a head, of a home, of a child and of a member of staff, with what they may not read named', async () => {
    const { a, pages } = await atRoselyn();
    const home = await pages.get(head, `/kept/everything?household=${marked.home}`);
    expect(home.text).toContain('1 Mark Street');
    expect(home.html).toContain(`href="/visits/${a.id}"`);
    expect(home.html).toContain(`href="/kept/everything?pupil=${marked.pupil}"`);
    const child = await pages.get(head, `/kept/everything?pupil=${marked.pupil}`);
    expect(child.text).toContain(`Tyler Mark ${marks.family} Everything that is kept`);
    expect((await pages.get(head, `/kept/everything?person=${mentor}`)).html).toContain(`href="/visits/${a.id}"`);
    for (const query of ['', '?person=nobody', '?household=x&person=y'])
      expect((await pages.get(head, `/kept/everything${query}`)).status, query).toBe(404);
    for (const who of [dsl, office, tutor]) expect((await pages.get(who, `/kept/everything?person=${mentor}`)).status, who).toBe(403);
  });

  it('says of which visits something is left out, and who is to be asked for it', async () => {
    const a = await afternoonAt(hampton(), at('09:00'));
    await out(a);
    const { text } = await pagesOf(a).get('hampton-executive-head', '/kept/everything?household=hampton-home-1');
    expect(text).toContain(`What you may not read of them the safe word: ${a.id}`);
  });

  it('is downloaded as a file, in which there is every word', async () => {
    const { pages } = await atRoselyn();
    const file = await pages.get(head, `/kept/everything/file?household=${marked.home}`);
    expect(file.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="everything.json"',
    });
    expect(file.html).toContain(marks.family);
    expect(file.html).not.toContain('<');
    expect(JSON.parse(file.html)).toMatchObject({ about: { household: marked.home } });
    expect((await pages.get(office, `/kept/everything/file?household=${marked.home}`)).status).toBe(403);
    expect((await pages.get(head, '/kept/everything/file')).status).toBe(404);
  });
});

describe('erasing what is kept', () => {
  it('says what stands in the way, each with where it is seen to, and offers nothing until then', async () => {
    const { a, pages, send } = await atRoselyn();
    await send(dsl, `/kept/hold?household=${marked.home}`, [['reason', reason]]);
    const shown = await pages.get(head, `/kept/erase?household=${marked.home}`);
    expect(shown.text).toContain('What stands in the way');
    expect(shown.html).toContain(`href="/visits/${a.id}"`);
    expect(shown.html).toContain('href="/kept/holds/h-');
    expect(shown.html).not.toContain('action="/kept/erase"');
    expect((await pages.get(head, `/kept/erase?person=${mentor}`)).html).toContain(`href="/people/${mentor}/left"`);
    const pressed = await pages.post(head, '/kept/erase', { household: marked.home, sure: 'yes' });
    expect(pressed.status).toBe(409);
    expect(pressed.text).toContain('Close, decline or call off these visits first');
    for (const who of [dsl, office, tutor]) expect((await pages.get(who, `/kept/erase?household=${marked.home}`)).status, who).toBe(403);
    for (const query of ['', '?household=none', '?household=x&person=y'])
      expect((await pages.get(head, `/kept/erase${query}`)).status, query).toBe(404);
  });

  it('is done once a head has read what would be gone, and is listed with who did it', async () => {
    const { a, pages, send, leaves } = await atRoselyn();
    await closed(a);
    const path = `/kept/erase?household=${marked.home}`;
    const shown = await pages.get(head, path);
    expect(shown.text).toContain('What was written of 1 visit to it');
    expect(shown.text).toContain('It cannot be undone.');
    const unsure = await send(head, path, []);
    expect(unsure.status).toBe(400);
    expect(unsure.html).toContain('<a href="#sure">');
    expect((await a.schools.household(a.school, marked.home))!.value.erasedAt).toBeUndefined();
    const done = await send(head, path, [['sure', 'yes']]);
    expect(goesTo(done), done.text).toMatch(/^\/kept\?erased=[1-9]/);
    expect((await pages.get(head, goesTo(done))).text).toMatch(new RegExp(`It is erased, out of .*A home \\(${marked.home}\\)`));
    expect((await pages.get(head, `/homes/${marked.home}`)).text).toContain('It was erased on');
    await leaves(mentor);
    expect((await send(head, `/kept/erase?person=${mentor}`, [['sure', 'yes']])).status).toBe(303);
    expect((await pages.get(head, '/kept')).text).toContain('A member of staff who had left (now erased-');
    expect((await pages.get(dsl, '/kept')).text).not.toContain('What was erased');
  });

  it('is done of one child or adult of a home alone, and the rest stays', async () => {
    const { a, pages, send } = await atRoselyn();
    await closed(a);
    const whole = await pages.get(head, `/kept/erase?household=${marked.home}`);
    const child = `/kept/erase?household=${marked.home}&pupil=${marked.pupil}`;
    expect(whole.html).toContain(`href="${child.replace('&', '&amp;')}"`);
    expect((await pages.get(head, child)).text).toContain('The rest of each visit stays as it is');
    expect((await send(head, child, [['sure', 'yes']])).status).toBe(303);
    const { value: home } = (await a.schools.household(a.school, marked.home))!;
    expect(JSON.stringify(home)).not.toContain('Tyler Mark');
    expect(home.address).toContain('1 Mark Street');
  });
});
