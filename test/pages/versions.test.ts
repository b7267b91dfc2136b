import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { anotherVersion, proposesAnother } from '../support/another-version.ts';
import { filledIn } from '../support/desk-by-forms.ts';
import type { Sent } from '../support/form-in.ts';
import { pagesOf, type Shown } from '../support/pages.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');
const [head, admin, teacher] = ['hampton-head', 'hampton-technician', 'hampton-teacher'];
const path = `/policy/versions/${anotherVersion}`;
const goesTo = ({ headers }: Shown): string => headers['location'] ?? '';

async function waiting() {
  const afternoon = await afternoonAt(hampton(), morning);
  await proposesAnother(afternoon);
  const pages = pagesOf(afternoon);
  const inForce = async () => (await afternoon.schools.context('hampton', {})).settings!;
  const agree = async (given: Sent, by = head) => pages.post(by, path, filledIn(await pages.get(by, path), path, given));
  return { afternoon, pages, inForce, agree };
}

describe('a version of the policy that waits', () => {
  it('stands on the home page of whoever must agree to it, and of nobody else', async () => {
    const { pages, agree } = await waiting();
    const home = await pages.get(head, '/');
    expect(home.text).toContain(`Version ${anotherVersion} of the policy waits for you to agree to it`);
    expect(home.text).toContain('(HA-83)');
    expect(home.html).toContain(`href="${path}"`);
    for (const who of [admin, teacher, 'hampton-office'])
      expect((await pages.get(who, '/')).text, who).not.toContain('waits for you to agree');
    expect((await agree([['read', 'yes']])).status).toBe(303);
    expect((await pages.get(head, '/')).text).not.toContain('waits for you to agree');
  });

  it('is listed with how it stands, beside the one in force', async () => {
    const { pages } = await waiting();
    const { text, html } = await pages.get(teacher, '/policy/versions');
    expect(text).toMatch(/2026-09 Waits for agreement .*9am Nobody/);
    expect(text).toContain('In force');
    expect(html).toContain(`href="${path}"`);
    expect((await pages.get(teacher, '/policy')).html).toContain('href="/policy/versions"');
  });

  it('says clause by clause what it changes, first where it may ask less', async () => {
    const { pages } = await waiting();
    const { text, html } = await pages.get(teacher, path);
    expect(text).toContain('Where it may ask less than before');
    expect(text).toContain('2 things may let through');
    expect(text).toContain('HA-12 : Changed. Holds up until it is met: Somebody has to go');
    expect(text).toContain('Was: visitors.staff is at least 2 Is: visitors.staff is at least 1');
    expect(text).toContain('Was: the head of school, the executive headteacher Is: the head of school');
    expect(text).toContain('From when is it late?');
    expect(html).toContain('id="HA-83"');
    expect(text).toContain('It is agreed to by the head of school (HA-83)');
    expect(html).not.toContain(`action="${path}"`);
    expect((await pages.get(teacher, '/policy/versions/none')).status).toBe(404);
  });

  it('says of a clause that is in other words what it said before', async () => {
    const { afternoon, pages, agree } = await waiting();
    await agree([['read', 'yes']]);
    await proposesAnother(afternoon, { version: 'next', says: 'The governors set the rest.' });
    const { text } = await pages.get(head, '/policy/versions/next');
    expect(text).toContain(
      'HA-83 The governors set the rest. Its words are other than they were. Before: “The head of school sets the rest.”',
    );
    expect(text).toContain('Nothing in it asks less than before, as far as Doorstep can tell');
  });
});

describe('agreeing to a version', () => {
  it('is done by whoever says that they have read what changes, and is said with what is still to be set', async () => {
    const { pages, inForce, agree } = await waiting();
    const unread = await agree([['note', 'The governors, on 22 June']]);
    expect(unread.status).toBe(400);
    expect(unread.html).toContain('<a href="#read">');
    expect(unread.text).toContain('The governors, on 22 June');
    expect((await inForce()).policy.version).not.toBe(anotherVersion);
    const agreed = await agree([['read', 'yes'], ['note', 'The governors, on 22 June']]); // prettier-ignore
    expect(goesTo(agreed), agreed.text).toBe(`${path}?agreed=yes`);
    expect(await inForce()).toMatchObject({ policy: { version: anotherVersion }, agreed: { by: head, note: 'The governors, on 22 June' } });
    const shown = await pages.get(head, goesTo(agreed));
    expect(shown.text).toContain('It is in force');
    expect(shown.text).toContain('Nobody can depart under it until what it leaves to the school is set');
    expect((await pages.get(teacher, '/policy/versions')).text).toContain('Was in force');
    expect((await pages.post(teacher, path, { read: 'yes' })).status).toBe(403);
  });

  it('says first whom it would leave the school without', async () => {
    const { afternoon, inForce, agree } = await waiting();
    const was = (await afternoon.schools.person('hampton', head))!;
    // Whom the new version alone tells: nobody else may be reached for them.
    const { mobile: _mobile, email: _email, ...unreached } = was.value;
    await afternoon.schools.putPerson('hampton', unreached, was.version);
    const asked = await agree([['read', 'yes']]);
    expect(asked.status, asked.text).toBe(409);
    expect(asked.text).toContain('Nobody who can be reached would be left on the step "lead"');
    expect((await inForce()).policy.version).not.toBe(anotherVersion);
    const pages = pagesOf(afternoon);
    expect((await pages.post(head, path, filledIn(asked, path, [['sure', 'yes']]))).status).toBe(303);
    expect((await inForce()).policy.version).toBe(anotherVersion);
  });

  it('is not done by somebody who read what it changes from another version than is in force by now', async () => {
    const { afternoon, pages, inForce } = await waiting();
    await proposesAnother(afternoon, { version: 'next' });
    const fields = filledIn(await pages.get(head, path), path, [['read', 'yes'], ['note', 'The governors']]); // prettier-ignore
    const other = '/policy/versions/next';
    const send = async (to: string, given: Sent) => pages.post(head, to, filledIn(await pages.get(head, to), to, given));
    expect((await send(other, [['read', 'yes']])).status).toBe(303);
    const answer = await pages.post(head, path, fields);
    expect(answer.status, answer.text).toBe(409);
    expect(answer.text).toContain('Another version came into force');
    expect(answer.text).toContain('What changes from version next');
    expect(answer.text).toContain('The governors');
    expect((await inForce()).policy.version).toBe('next');
    const again = await pages.post(head, path, filledIn(answer, path, [['read', 'yes']]));
    expect(goesTo(again), again.text).toBe(`${path}?agreed=yes`);
    // A second press of the same is the same.
    expect((await pages.post(head, path, { read: 'yes', from: 'next' })).status).toBe(303);
  });
});

describe('a school that has no policy yet', () => {
  it('shows those who may agree to its first what it asks', async () => {
    const { afternoon } = await waiting();
    const versions = await afternoon.schools.policies('hampton');
    const young: typeof afternoon.schools = {
      ...afternoon.schools,
      context: async (school, want) => {
        const { settings: _settings, ...rest } = await afternoon.schools.context(school, want);
        return rest;
      },
      policies: async () => Promise.resolve(versions.filter(({ version }) => version === anotherVersion)),
    };
    const pages = pagesOf(afternoon, { schools: young });
    expect((await pages.get(head, '/')).text).toContain(`Version ${anotherVersion} of the policy waits for you`);
    const { text, html } = await pages.get(admin, path);
    expect(text).toContain('What it asks beside Doorstep’s own rules');
    expect(html).toContain(`action="${path}"`);
  });
});

describe('looking at the policy again', () => {
  it('stands on the home page of whom the policy reminds, once it is due, until somebody says that it was done', async () => {
    const { pages } = await waiting();
    const home = await pages.get(head, '/');
    expect(home.text).toContain('Look at the policy again, and say that you have');
    expect(home.text).toContain('(HA-82)');
    expect((await pages.get(teacher, '/')).text).not.toContain('Look at the policy again');
    const review = await pages.get(head, '/policy/review');
    expect(review.text).toContain('is overdue');
    expect(review.text).toContain('Every year (HA-82)');
    const send = async (given: Sent) => pages.post(head, '/policy/review', filledIn(review, '/policy/review', given));
    for (const day of ['32', '30']) {
      // The second is a day that has not been.
      const wrong = await send([['on-day', day], ['note', 'With the governors']]); // prettier-ignore
      expect(wrong.status, day).toBe(400);
      expect(wrong.html).toContain('<a href="#on-day">');
      expect(wrong.text).toContain('With the governors');
    }
    expect(goesTo(await send([['note', 'With the governors']]))).toBe('/policy/review?recorded=yes');
    const after = await pages.get(teacher, '/policy/review');
    expect(after.text).toContain('22 June 2026, as Ruth Calloway says: With the governors');
    expect(after.text).toContain('By 22 June 2027');
    expect(after.html).not.toContain('action="/policy/review"');
    expect((await pages.get(head, '/')).text).not.toContain('Look at the policy again');
    expect((await pages.post(teacher, '/policy/review', { 'on-day': '1', 'on-month': '6', 'on-year': '2026' })).status).toBe(403);
  });

  it('is on the day that the document names where it names one, and of a policy that says nothing nobody is reminded', async () => {
    const seen = async (id: string) => {
      const school = schoolOf(`local/schools/${id}.json`);
      return (await pagesOf(await afternoonAt(school, morning)).get(school.file.people[0]!.id, '/policy/review')).text;
    };
    expect(await seen('lancaster')).toMatch(/By 1 March 2028 .*ST-96/);
    expect(await seen('the-harbour')).toContain('says nothing of when it is to be looked at again');
  });
});
