import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { filledIn } from '../support/desk-by-forms.ts';
import { eightSchools } from '../support/eight-schools.ts';
import type { Sent } from '../support/form-in.ts';
import { pagesOf, type Shown } from '../support/pages.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');
const [office, teacher, head] = ['hampton-office', 'hampton-teacher', 'hampton-head'];

async function atHampton() {
  const afternoon = await afternoonAt(hampton(), morning);
  const pages = pagesOf(afternoon);
  const person = async (id: string) => (await afternoon.schools.person('hampton', id))!.value;
  const change = async (id: string, given: Sent, by = head) => {
    const path = `/people/${id}/change`;
    return pages.post(by, path, filledIn(await pages.get(by, path), path, given));
  };
  return { afternoon, pages, person, change };
}
const goesTo = ({ headers }: Shown): string => headers['location'] ?? '';

describe('the people of a school', () => {
  it('are listed with whether an alarm would reach them, for those who see to it alone', async () => {
    const { pages } = await atHampton();
    const seen = await pages.get(office, '/people');
    expect(seen.text).toContain('Would an alarm reach them?');
    expect(seen.text).toContain('Can be reached');
    expect((await pages.get(office, '/people?of=doubt')).status).toBe(200);
    expect(seen.text).toContain('Goes on home visits, class teacher');
    expect(seen.text).toContain('Goes on home visits, LSA');
    expect(seen.text).toMatch(/Ruth Calloway Head of school, Safeguarding lead Can/);
    const plain = await pages.get(teacher, '/people');
    expect(plain.text).not.toContain('Would an alarm reach them?');
    expect((await pages.get(teacher, '/people?of=doubt')).status).toBe(403);
  });

  it('are listed with those first whom no alarm reaches, and whoever has no way at all is in doubt', async () => {
    const { pages, person, change } = await atHampton();
    const [lost, partly] = [(await person(teacher)).name, (await person('hampton-assistant')).name];
    expect((await pages.get(office, '/people?of=doubt')).text).toContain('Everybody is known to be reached');
    await change(teacher, [['mobile', ''], ['email', '']]); // prettier-ignore
    await change('hampton-assistant', [['mobile', '07700 900123']]);
    const { people: staff } = hampton().file;
    const named = async (path: string) => {
      const { html } = await pages.get(office, path);
      const at = (name: string) => html.indexOf(`>${name}</a>`);
      return staff.map(({ name }) => name).filter((name) => at(name) >= 0).toSorted((a, b) => at(a) - at(b)); // prettier-ignore
    };
    const everybody = await named('/people');
    expect(everybody).toHaveLength(staff.length);
    expect(everybody.slice(0, 2)).toEqual([lost, partly]);
    expect(everybody.slice(2)).toEqual(everybody.slice(2).toSorted((a, b) => a.localeCompare(b, 'en-GB')));
    expect(await named('/people?of=doubt')).toEqual([lost, partly]);
  });

  it('see their own record whole, and of others no more than what they do here', async () => {
    const { pages, person } = await atHampton();
    expect(goesTo(await pages.get(teacher, '/me'))).toBe(`/people/${teacher}`);
    expect((await pages.get(teacher, `/people/${teacher}`)).text).toContain('Mobile');
    const other = await pages.get(teacher, `/people/${head}`);
    expect(other.text).toContain((await person(head)).name);
    expect(other.text).not.toContain('Mobile');
    expect((await pages.get(teacher, `/people/${head}/contacts`)).status).toBe(403);
    expect((await pages.get(teacher, `/people/${head}/change`)).status).toBe(403);
    expect((await pages.get(teacher, '/people/no-such-person')).status).toBe(404);
  });

  it('say for themselves that they have read the policy', async () => {
    const { pages } = await atHampton();
    const shown = await pages.get(teacher, `/people/${teacher}`);
    const path = `/people/${teacher}/read-policy`;
    expect(goesTo(await pages.post(teacher, path, filledIn(shown, path, [])))).toBe(`/people/${teacher}?read=yes`);
    expect((await pages.get(teacher, `/people/${teacher}`)).text).toContain('Has read it as it is now');
    expect((await pages.post(office, path)).status).toBe(403);
  });

  it('are kept as they are by a form that is sent as it was opened, at all eight schools', async () => {
    for (const { id } of eightSchools) {
      const afternoon = await afternoonAt(schoolOf(`local/schools/${id}.json`), morning);
      const pages = pagesOf(afternoon);
      const { people: staff } = schoolOf(`local/schools/${id}.json`).file;
      const keeper = staff.find(({ duties }) => duties.includes('admin'))!.id;
      for (const { id: who } of staff) {
        const before = (await afternoon.schools.person(id, who))!;
        const path = `/people/${who}/change`;
        const answer = await pages.post(keeper, path, filledIn(await pages.get(keeper, path), path, []));
        expect(answer.status, `${who}: ${answer.text}`).toBe(303);
        expect((await afternoon.schools.person(id, who))!, who).toEqual(before);
      }
    }
  });

  it('are written as people write: numbers, hours and days', async () => {
    const { person, change } = await atHampton();
    const answer = await change(teacher, [
      ['mobile', '07700 900123'],
      ['phones', 'at home: 020 7946 0101'],
      ['hours', '8am to 4.30pm\n9 to noon; Sat'],
      ['training', 'Safeguarding, level 2; 1 9 2025; 31 August 2027'],
      ['emergencyName', 'Sam Lowe'],
      ['emergencyPhone', '07700 900456'],
    ]);
    expect(answer.status, answer.text).toBe(303);
    expect(await person(teacher)).toMatchObject({
      mobile: '+447700900123',
      phones: [{ what: 'at home', number: '+442079460101' }],
      hours: [
        { from: '08:00', to: '16:30', days: [1, 2, 3, 4, 5] },
        { from: '09:00', to: '12:00', days: [6] },
      ],
      training: [{ what: 'Safeguarding, level 2', on: '2025-09-01', until: '2027-08-31' }],
      emergencyContact: { name: 'Sam Lowe', phone: '07700 900456' },
    });
    await change(teacher, [['hours', ''], ['emergencyName', ''], ['emergencyPhone', '']]); // prettier-ignore
    expect(await person(teacher)).not.toHaveProperty('hours');
    expect(await person(teacher)).not.toHaveProperty('emergencyContact');
  });

  it('say at each field what to mend, with all that was written', async () => {
    const { change } = await atHampton();
    const wrong = await change(teacher, [
      ['name', ''],
      ['hours', 'when it rains'],
      ['training', 'Safeguarding'],
      ['vehicle', 'A red car'],
    ]);
    expect(wrong.status).toBe(400);
    for (const field of ['name', 'hours', 'training']) expect(wrong.html).toContain(`<a href="#${field}">`);
    for (const kept of ['when it rains', 'A red car']) expect(wrong.html).toContain(kept);
    const byTheApi = await change(teacher, [['mobile', '12'], ['vehicle', 'A red car']]); // prettier-ignore
    expect(byTheApi.status).toBe(400);
    expect(byTheApi.html).toContain('<a href="#mobile">');
    expect(byTheApi.html).toContain('A red car');
  });

  it('are written over by nobody who has not seen what somebody else wrote', async () => {
    const { pages, person, change } = await atHampton();
    const path = `/people/${teacher}/change`;
    const shown = await pages.get(head, path);
    await change(teacher, [['vehicle', 'A red car']]);
    const answer = await pages.post(head, path, filledIn(shown, path, [['vehicle', 'A blue car']]));
    expect(answer.status).toBe(409);
    expect(answer.html).toContain('A blue car');
    expect((await person(teacher)).vehicle).toBe('A red car');
    expect((await pages.post(head, path, filledIn(answer, path, []))).status).toBe(303);
    expect((await person(teacher)).vehicle).toBe('A blue car');
  });

  it('are written down anew, once however often it is pressed', async () => {
    const { pages, person } = await atHampton();
    const shown = await pages.get(head, '/people/new');
    const fields = filledIn(shown, '/people/new', [['name', 'Zoë Novak'], ['mobile', '07700 900789']]); // prettier-ignore
    const one = await pages.post(head, '/people/new', fields);
    expect(one.status, one.text).toBe(303);
    expect(goesTo(await pages.post(head, '/people/new', fields))).toBe(goesTo(one));
    const id = /^\/people\/([^?]+)/.exec(goesTo(one))![1]!;
    expect(id).toMatch(/^zoe-novak-/);
    expect(await person(id)).toMatchObject({ name: 'Zoë Novak', firstName: 'Zoë', duties: ['visitor'], mobile: '+447700900789' });
    expect((await pages.get(office, '/people/new')).status).toBe(403);
  });
});

describe('somebody who leaves the school', () => {
  it('is struck off only once whoever says so has read what it takes away', async () => {
    const { afternoon, pages } = await atHampton();
    const path = `/people/${head}/left`;
    const first = await pages.post(head, path, filledIn(await pages.get(head, path), path, []));
    expect(first.status, first.text).toBe(409);
    expect(first.text).toContain('What it would take away');
    expect(first.text).toContain('Nobody would be left');
    expect((await afternoon.schools.person('hampton', head))!.value.leftAt).toBeUndefined();
    const sure = await pages.post(head, path, filledIn(first, path, [['sure', 'yes']]));
    expect(sure.status, sure.text).toBe(303);
    expect((await afternoon.schools.person('hampton', head))!.value.leftAt).toBeDefined();
  });

  it('can be put back', async () => {
    const { pages, person } = await atHampton();
    const leaves = `/people/${teacher}/left`;
    const said = await pages.post(head, leaves, filledIn(await pages.get(head, leaves), leaves, []));
    if (said.status === 409) await pages.post(head, leaves, filledIn(said, leaves, [['sure', 'yes']]));
    const shown = await pages.get(head, `/people/${teacher}`);
    expect(shown.text).toContain('They left the school');
    const former = await pages.get(head, '/people?of=left');
    expect(former.html).toContain(`href="/people/${teacher}"`);
    expect(former.text).not.toContain('Can be reached');
    const back = `/people/${teacher}/back`;
    expect(goesTo(await pages.post(head, back, filledIn(shown, back, [])))).toBe(`/people/${teacher}?back=yes`);
    expect(await person(teacher)).not.toHaveProperty('leftAt');
    expect((await pages.post(office, leaves)).status).toBe(403);
  });

  it('is not the last with a duty by a change of their record unless it is meant', async () => {
    const { person, change } = await atHampton();
    const before = (await person(head)).duties;
    const answer = await change(head, [['duties', 'visitor']]);
    expect(answer.status, answer.text).toBe(409);
    expect(answer.text).toContain('I have read this, and mean it all the same');
    expect((await person(head)).duties).toEqual(before);
  });
});

describe('whether an alarm reaches somebody', () => {
  it('is known once the code of a test message has come back', async () => {
    const { afternoon, pages, person, change } = await atHampton();
    await change(teacher, [['mobile', '07700 900123']]);
    expect((await pages.get(office, '/people')).text).toContain('Can be reached, but not by every way');
    expect((await pages.get(office, '/people?of=doubt')).html).toContain(`href="/people/${teacher}"`);
    const path = `/people/${teacher}/contacts`;
    const test = await pages.post(teacher, path, { do: 'test', channel: 'text' });
    expect(goesTo(test), test.text).toBe(`${path}?sent=text`);
    await afternoon.drain();
    expect((await pages.get(teacher, `${path}?sent=text`)).text).toContain('A test message is on its way');
    const bad = await pages.post(teacher, path, { do: 'confirm', channel: 'text', code: 'abc' });
    expect(bad.status).toBe(400);
    expect(bad.html).toContain('<a href="#code-text">');
    const code = /\b\d{6}\b/.exec(JSON.stringify(afternoon.notices.outbox))![0];
    const other = code === '000000' ? '111111' : '000000';
    const wrong = await pages.post(teacher, path, { do: 'confirm', channel: 'text', code: other });
    expect(wrong.status).toBe(409);
    expect(wrong.html).toContain(`value="${other}"`);
    const right = await pages.post(teacher, path, { do: 'confirm', channel: 'text', code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(goesTo(right), right.text).toBe(`${path}?confirmed=text`);
    expect((await pages.get(teacher, path)).text).toContain('Arrive: tried and confirmed');
    expect((await person(teacher)).contacts?.text?.confirmedAt).toBeDefined();
  });

  it('is not tried so often that a phone is flooded', async () => {
    const { pages } = await atHampton();
    const path = `/people/${teacher}/contacts`;
    for (let n = 0; n < 3; n += 1) expect((await pages.post(teacher, path, { do: 'test', channel: 'text' })).status).toBe(303);
    const answer = await pages.post(teacher, path, { do: 'test', channel: 'text' });
    expect(answer.status).toBe(429);
    expect(answer.text).toContain("nobody's phone is to be flooded");
    expect(answer.text).toContain('Send a test text');
  });
});

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
