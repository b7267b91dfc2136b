import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { filledIn as filledInOf } from '../support/desk-by-forms.ts';
import type { Sent } from '../support/form-in.ts';
import { expectAccepted, induction } from '../support/hampton-visit.ts';
import { pagesOf, type Shown } from '../support/pages.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');
const [office, teacher, head] = ['hampton-office', 'hampton-teacher', 'hampton-head'];

async function atHampton() {
  const afternoon = await afternoonAt(hampton(), morning);
  const pages = pagesOf(afternoon);
  const home = async (id: string) => (await afternoon.schools.household('hampton', id))!.value;
  return { afternoon, pages, home };
}
const filledIn = (shown: Shown, action: string, given: Sent) =>
  filledInOf({ ...shown, html: shown.html.replaceAll(/<form method="get".*?<\/form>/gs, '') }, action, given);
const goesTo = ({ headers }: Shown): string => headers['location'] ?? '';
const change = '/homes/hampton-home-1/change';

describe('the homes of a school', () => {
  it('are found by a part of the name or the address', async () => {
    const { pages } = await atHampton();
    const found = await pages.get(office, '/homes?q=okonjo');
    expect(found.text).toContain('The Okonjo-Bell family');
    expect(found.text).toContain('14 Larch Walk');
    expect((await pages.get(office, '/homes?q=14+larch')).text).toContain('The Okonjo-Bell family');
    expect((await pages.get(office, '/homes?q=nobody')).text).toContain('None is found.');
  });

  it('show what is known, to whom it is shown, and the visits so far', async () => {
    const { afternoon, pages } = await atHampton();
    expectAccepted(await afternoon.request(teacher, induction));
    const { text, html } = await pages.get(teacher, '/homes/hampton-home-1');
    for (const said of [
      '14 Larch Walk',
      'Ngozi Okonjo',
      'has parental responsibility',
      'A small dog, kept in the kitchen',
      '020 7946 0101',
    ])
      expect(text).toContain(said);
    expect(text).toContain('Earlier visits to this home');
    expect(html).toContain('href="/request?home=hampton-home-1"');
    expect((await pages.get(teacher, '/homes/no-such-home')).status).toBe(404);
  });

  it('say to whoever may not read what to beware of that it is not shown to them', async () => {
    const { pages } = await atHampton();
    expect((await pages.get('hampton-technician', '/homes/hampton-home-1')).text).toContain('What is known is not shown to you');
  });

  it('are changed by hand, and what is not on the form stays', async () => {
    const { pages, home } = await atHampton();
    const before = await home('hampton-home-1');
    const shown = await pages.get(teacher, change);
    const given: Sent = [['adults.0.name', 'Ngozi Okonjo-Bell'], ['hazards', 'Ice on the path'], ['animals', 'Two dogs']]; // prettier-ignore
    const answer = await pages.post(teacher, change, filledIn(shown, change, given));
    expect(goesTo(answer), answer.text).toBe('/homes/hampton-home-1?saved=yes');
    const after = await home('hampton-home-1');
    const [first, ...others] = before.adults;
    expect(after).toMatchObject({
      ...{ name: before.name, address: before.address, phones: before.phones, pupils: before.pupils, animals: 'Two dogs' },
      ...{ adults: [{ ...first, name: 'Ngozi Okonjo-Bell' }, ...others], answers: before.answers },
    });
    expect(after.hazards).toMatchObject([{ what: 'Ice on the path', saidBy: teacher }]);
  });

  it('end what there was to beware of, and never forget it', async () => {
    const { pages, home } = await atHampton();
    await pages.post(teacher, change, filledIn(await pages.get(teacher, change), change, [['hazards', 'Ice on the path']]));
    await pages.post(teacher, change, filledIn(await pages.get(teacher, change), change, [['ended', 'Ice on the path']]));
    expect((await home('hampton-home-1')).hazards).toMatchObject([{ what: 'Ice on the path', endedOn: '2026-06-22' }]);
    expect((await pages.get(teacher, '/homes/hampton-home-1')).text).not.toContain('Ice on the path');
  });

  it('keep the address before when the family has moved', async () => {
    const { pages, home } = await atHampton();
    await pages.post(teacher, change, filledIn(await pages.get(teacher, change), change, [['address', '2 New Road']]));
    expect((await home('hampton-home-1')).formerAddresses).toMatchObject([{ until: '2026-06-22' }]);
    expect((await pages.get(teacher, '/homes/hampton-home-1')).text).toContain('14 Larch Walk, Hampton, TW99 1AA, until Monday 22 June');
    await pages.post(teacher, change, filledIn(await pages.get(teacher, change), change, [['address', '2, New Road'], ['moved', 'no']])); // prettier-ignore
    expect((await home('hampton-home-1')).formerAddresses).toHaveLength(1);
  });

  it('are written over by nobody who has not seen what somebody else wrote', async () => {
    const { pages, home } = await atHampton();
    const shown = await pages.get(teacher, change);
    await pages.post(office, change, filledIn(await pages.get(office, change), change, [['animals', 'A parrot']]));
    const answer = await pages.post(teacher, change, filledIn(shown, change, [['animals', 'Two dogs']]));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Somebody else has changed the record');
    expect(answer.text).toContain('A parrot');
    expect(answer.text).toContain('Two dogs');
    expect((await home('hampton-home-1')).animals).toBe('A parrot');
    const again = await pages.post(teacher, change, filledIn(answer, change, []));
    expect(again.status, again.text).toBe(303);
    expect((await home('hampton-home-1')).animals).toBe('Two dogs');
  });

  it('say at each field what to mend, with all that was written', async () => {
    const { pages } = await atHampton();
    const shown = await pages.get(teacher, change);
    const given: Sent = [['name', ''], ['phones', '12'], ['animals', 'Two dogs']]; // prettier-ignore
    const answer = await pages.post(teacher, change, filledIn(shown, change, given));
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('<a href="#name">');
    expect(answer.text).toContain('Two dogs');
    const numbered = await pages.post(teacher, change, filledIn(shown, change, [['phones', '12']]));
    expect(numbered.html).toContain('<a href="#phones">A telephone number');
  });

  it('are written down anew, once however often it is pressed', async () => {
    const { pages } = await atHampton();
    const shown = await pages.get(office, '/homes/new');
    const fields = filledIn(shown, '/homes/new', [['name', 'The Aaltonen family'], ['pupils.0.name', 'Nils']]); // prettier-ignore
    const one = await pages.post(office, '/homes/new', fields);
    expect(one.status, one.text).toBe(303);
    expect(goesTo(await pages.post(office, '/homes/new', fields))).toBe(goesTo(one));
    expect([...(await pages.get(office, '/homes?q=aaltonen')).text.matchAll(/The Aaltonen family/g)]).toHaveLength(1);
    expect((await pages.post(office, '/homes/new', {})).status).toBe(400);
  });
});

describe('homes that look like one home twice', () => {
  it('are made one by the office, and by nobody who only visits', async () => {
    const { pages, home } = await atHampton();
    const twin = filledIn(await pages.get(office, '/homes/new'), '/homes/new', [['name', 'Okonjo'], ['address', '14 Larch Walk, Hampton, TW99 1AA']]); // prettier-ignore
    const id = /^\/homes\/([^?]+)/.exec(goesTo(await pages.post(office, '/homes/new', twin)))![1]!;
    expect((await pages.get(teacher, '/duplicates')).status).toBe(403);
    const shown = await pages.get(head, '/duplicates');
    expect(shown.text).toContain('They have the same address.');
    expect((await pages.post(head, '/duplicates', filledIn(shown, '/duplicates', []))).status).toBe(400);
    const answer = await pages.post(head, '/duplicates', filledIn(shown, '/duplicates', [['into', 'hampton-home-1']]));
    expect(goesTo(answer), answer.text).toBe('/homes/hampton-home-1?merged=yes');
    expect((await home('hampton-home-1')).mergedFrom).toEqual([id]);
  });
});

describe('the list of visits', () => {
  it('has those on which somebody goes, all of them, or those of a home or a stage', async () => {
    const { afternoon, pages } = await atHampton();
    expectAccepted(await afternoon.request(teacher, induction));
    const id = afternoon.id;
    for (const query of ['', '?whose=all', '?whose=mine', '?stage=requested', '?home=hampton-home-1'])
      expect((await pages.get(teacher, `/visits${query}`)).html, query).toContain(`href="/visits/${id}"`);
    for (const query of ['?stage=out', '?whose=all&home=hampton-home-3'])
      expect((await pages.get(teacher, `/visits${query}`)).html, query).not.toContain(`href="/visits/${id}"`);
    const others = await pages.get('hampton-nursery-teacher', '/visits');
    expect(others.html).not.toContain(`href="/visits/${id}"`);
    expect((await pages.get(office, '/visits')).text).toContain('The Okonjo-Bell family');
  });

  it('goes on where it ends', async () => {
    const { afternoon, pages } = await atHampton();
    for (let left = 21; left > 0; left -= 1) expectAccepted(await afternoon.request(teacher, induction));
    const first = await pages.get(office, '/visits?whose=all');
    const next = /href="(\/visits\?[^"]*after=[^"]+)"/.exec(first.html)![1]!.replaceAll('&amp;', '&');
    const idsIn = ({ html }: Shown) => [...html.matchAll(/href="\/visits\/(HV-\w+)"/g)].map(([, id]) => id);
    expect(idsIn(first)).toHaveLength(20);
    const more = idsIn(await pages.get(office, next));
    expect(more).toHaveLength(1);
    expect(idsIn(first)).not.toContain(more[0]);
  });
});
