import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { deskByForms, entriesFor, filledIn } from '../support/desk-by-forms.ts';
import { eightSchools } from '../support/eight-schools.ts';
import { formsIn } from '../support/form-in.ts';
import { gone } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';
import { bringOut } from '../support/satisfy.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');

describe.each(eightSchools)('at $id', ({ id, first }) => {
  it('a visit is brought from its request to its write-up with what the pages ask', async () => {
    const school = schoolOf(`local/schools/${id}.json`);
    const afternoon = await afternoonAt(school, morning);
    const { desk, pages } = deskByForms(school, afternoon);
    const by = `${id}-${first}`;
    const { visit } = await bringOut(desk, by, { household: `${id}-home-1`, visitors: [{ person: by }], plan: {} });
    expect((await afternoon.visit(visit)).visitors.filter(({ outSince }) => outSince === undefined)).toEqual([]);

    for (const command of ['arrive', 'leave', 'return'] as const) await afternoon.says(by, command, { visitor: 'all' }, { visit });
    // A school may want somebody in charge to have heard of it.
    const heads = school.file.people.filter(({ duties }) => duties.some((duty) => ['slt', 'headteacher', 'head-of-school'].includes(duty)));
    for (const head of heads) await afternoon.says(head.id, 'return', { visitor: 'all' }, { visit });
    const path = `/visits/${visit}/write-up`;
    const page = await pages.get(by, path);
    const outcome = rulesOf(school.policy).questions.find((question) => question.fills === 'outcome')!;
    const written = await pages.post(by, path, filledIn(page, path, entriesFor([outcome], { [outcome.id]: outcome.options![0]!.id })));
    expect([written.status, written.headers['location']], written.text).toEqual([303, `${path}?saved=yes`]);
    expect((await afternoon.visit(visit)).writtenUp).toBe(true);

    const after = await pages.get(by, path);
    expect(formsIn(after.html).map(({ action }) => action)).toContain(`/visits/${visit}/reference`);
    const { text } = after;
    expect(text).toContain(`Home visit: ${visit}`);
    expect(text).toContain(outcome.options![0]!.say);
    const kept = await pages.post(by, `/visits/${visit}/reference`, { system: 'Records', reference: 'R-1' });
    expect(kept.status).toBe(303);
    expect((await pages.get(by, path)).text).toContain('Kept in Records as R-1');
  });
});

// ------------------------------------------------------------------------------------------------ at one school

const teacher = 'hampton-teacher';
const assistant = 'hampton-assistant';

async function asked() {
  const afternoon = await afternoonAt(hampton(), morning);
  await afternoon.request(teacher, {
    type: 'induction',
    purpose: 'To meet the family before September',
    household: 'hampton-home-1',
    visitors: [{ person: teacher }, { person: assistant }],
    plan: { departAt: '2026-06-22T13:00:00+01:00', returnAt: '2026-06-22T14:30:00+01:00' },
    answers: { class: { class: 'Willow', teacher } },
  });
  const path = `/visits/${afternoon.id}`;
  const answers = async () => (await afternoon.visit()).answers;
  return { afternoon, pages: pagesOf(afternoon), path, answers };
}

describe('what the policy asks', () => {
  it('is answered where it is asked, and the page says that it is saved', async () => {
    const { pages, path, answers } = await asked();
    const page = await pages.get(teacher, `${path}/answers/prepare`);
    const sent = await pages.post(
      teacher,
      `${path}/answers/prepare`,
      filledIn(page, `${path}/answers/prepare`, [
        ['a.notice-sent-day', '15'],
        ['a.notice-sent-month', 'June'],
        ['a.notice-sent-year', '26'],
      ]),
    );
    expect([sent.status, sent.headers['location']]).toEqual([303, `${path}?saved=prepare`]);
    expect((await answers())['notice-sent']).toMatchObject({ value: '2026-06-15', by: teacher });
    expect((await pages.get(teacher, `${path}?saved=prepare`)).text).toContain('Saved: Getting ready.');
  });

  it('is shown again where something of it cannot be taken, with every answer kept and nothing saved', async () => {
    const { pages, path, answers } = await asked();
    const page = await pages.get(teacher, `${path}/answers/prepare`);
    const fields = filledIn(page, `${path}/answers/prepare`, [
      ['a.notice-sent-day', '31'],
      ['a.notice-sent-month', '6'],
      ['a.notice-sent-year', '2026'],
      ['a.notice-how', '*'],
      ['a.notice-how.other', 'By the class teacher, by hand'],
      ['a.travel', 'foot'],
      [`a.mobile.${teacher}`, 'none'],
    ]);
    const again = await pages.post(teacher, `${path}/answers/prepare`, fields);
    expect(again.status).toBe(400);
    expect(again.text).toContain('Write a day, a month and a year, like 22 6 2026');
    expect(again.html).toContain('href="#a.notice-sent-day"');
    expect(again.html).toContain(`href="#a.mobile.${teacher}"`);
    expect(again.html).toContain('<title>Error: Getting ready – Doorstep</title>');
    const [form] = formsIn(again.html).filter(({ action }) => action.startsWith(path));
    for (const [name, value] of Object.entries(fields).filter(([field]) => field.startsWith('a.')))
      expect(
        form!.fields.filter(([field]) => field === name).map(([, text]) => text),
        name,
      ).toEqual(value);
    expect((await answers())['travel']).toBeUndefined();
  });

  it('is not overwritten unseen where a colleague answered it meanwhile, in another browser', async () => {
    const { pages, path, answers, afternoon } = await asked();
    const page = await pages.get(teacher, `${path}/answers/prepare`);
    await afternoon.says(assistant, 'answer', { answers: { travel: 'car' } });
    const fields = filledIn(page, `${path}/answers/prepare`, [['a.travel', 'foot']]);
    const again = await pages.post(teacher, `${path}/answers/prepare`, fields);
    expect(again.status).toBe(409);
    expect(again.text).toContain('How will you travel? – By car');
    expect((await answers())['travel']).toMatchObject({ value: 'car' });
    const once = await pages.post(teacher, `${path}/answers/prepare`, filledIn(again, `${path}/answers/prepare`, []));
    expect(once.status).toBe(303);
    expect((await answers())['travel']).toMatchObject({ value: 'foot', by: teacher });
  });

  it('may be answered by two at once where each answers something else', async () => {
    const { pages, path, answers, afternoon } = await asked();
    const page = await pages.get(teacher, `${path}/answers/prepare`);
    await afternoon.says(assistant, 'answer', { answers: { 'notice-how': 'letter' } });
    const fields = filledIn(page, `${path}/answers/prepare`, [['a.travel', 'foot']]);
    expect((await pages.post(teacher, `${path}/answers/prepare`, fields)).status).toBe(303);
    expect(await answers()).toMatchObject({ travel: { value: 'foot' }, 'notice-how': { value: 'letter' } });
  });

  it('goes on where an answer brings another question with it', async () => {
    const { pages, path } = await asked();
    const page = await pages.get(teacher, `${path}/answers/assessment`);
    expect(page.text).not.toContain('Might whoever was violent be there');
    const sent = await pages.post(
      teacher,
      `${path}/answers/assessment`,
      filledIn(page, `${path}/answers/assessment`, [['a.recent-violence', 'yes']]),
    );
    expect(sent.headers['location']).toBe(`${path}/answers/assessment?saved=yes`);
    expect((await pages.get(teacher, `${path}/answers/assessment`)).text).toContain('Might whoever was violent be there');
  });

  it('is kept for whoever comes back to it, and seen by nobody else', async () => {
    const { pages, path, answers } = await asked();
    const page = await pages.get(teacher, `${path}/answers/prepare`);
    const fields = filledIn(page, `${path}/answers/prepare`, [['a.notice-purpose', 'Half a sentence']]);
    const kept = await pages.post(teacher, `${path}/answers/prepare`, { ...fields, later: 'yes' });
    expect([kept.status, kept.headers['location']]).toEqual([303, `${path}?kept=prepare`]);
    expect(await answers()).not.toHaveProperty('notice-purpose');
    const back = await pages.get(teacher, `${path}/answers/prepare`);
    expect(back.text).toContain('This is what you began earlier');
    expect(back.html).toContain('Half a sentence');
    expect((await pages.get(assistant, `${path}/answers/prepare`)).html).not.toContain('Half a sentence');
    await pages.post(teacher, `${path}/answers/prepare`, filledIn(back, `${path}/answers/prepare`, []));
    expect((await answers())['notice-purpose']).toMatchObject({ value: 'Half a sentence' });
    expect((await pages.get(teacher, `${path}/answers/prepare`)).text).not.toContain('This is what you began earlier');
  });

  it('is nothing at a stage that there is not, and nothing of a visit that there is not', async () => {
    const { pages, path } = await asked();
    expect((await pages.get(teacher, `${path}/answers/teatime`)).status).toBe(404);
    expect((await pages.get(teacher, '/visits/HV-999999/answers/prepare')).status).toBe(404);
    expect((await pages.get(teacher, '/visits/HV-999999/assess')).status).toBe(404);
    expect((await pages.get(teacher, '/visits/HV-999999/write-up')).status).toBe(404);
  });
});

describe('the risk assessment', () => {
  it('is signed by each for themselves, and by nobody who does not go', async () => {
    const { pages, path, afternoon } = await asked();
    const page = await pages.get(teacher, `${path}/assess`);
    const unsigned = await pages.post(teacher, `${path}/assess`, filledIn(page, `${path}/assess`, [['a.risk-decision', 'acceptable']]));
    expect(unsigned.status).toBe(400);
    expect(unsigned.html).toContain('href="#signed"');
    expect(formsIn(unsigned.html).flatMap(({ fields }) => fields)).toContainEqual(['a.risk-decision', 'acceptable']);
    const signed = await pages.post(teacher, `${path}/assess`, filledIn(unsigned, `${path}/assess`, [['signed', 'yes']]));
    expect(signed.status).toBe(303);
    const { history } = await afternoon.visit();
    expect(history.filter(({ type }) => type === 'RiskAssessed').map(({ by }) => by)).toEqual([teacher]);
    expect((await pages.get(assistant, `${path}/assess`)).text).toMatch(/\(you\) has not signed yet/);
    const office = await pages.get('hampton-head', `${path}/assess`);
    expect(office.text).toContain('It is not yours to sign');
    expect(formsIn(office.html).map(({ action }) => action)).not.toContain(`${path}/assess`);
  });

  it('is read again before it is signed where something has changed that it stands for', async () => {
    const { pages, path, afternoon } = await asked();
    const page = await pages.get(teacher, `${path}/assess`);
    await afternoon.says(assistant, 'answer', { answers: { 'recent-violence': true } });
    const again = await pages.post(teacher, `${path}/assess`, filledIn(page, `${path}/assess`, [['signed', 'yes']]));
    expect(again.status).toBe(409);
    expect(again.text).toContain('Is any recent violence at this address known of? – Yes');
    expect((await afternoon.visit()).history.filter(({ type }) => type === 'RiskAssessed')).toEqual([]);
  });

  it('shows a number that cannot be rung where it stands', async () => {
    const { pages, path } = await asked();
    const page = await pages.get(teacher, `${path}/assess`);
    expect(page.html).toMatch(/<input[^>]*name="mobile"[^>]*value="07700 900111"/);
    const fields = filledIn(page, `${path}/assess`, [
      ['mobile', '12'],
      ['signed', 'yes'],
    ]);
    const again = await pages.post(teacher, `${path}/assess`, fields);
    expect(again.status).toBe(400);
    expect(again.html).toContain('href="#mobile"');
  });

  it('keeps no safe word with what somebody comes back to', async () => {
    const school = schoolOf('local/schools/roselyn-house.json');
    const afternoon = await afternoonAt(school, morning);
    const tutor = 'roselyn-house-tutor';
    await afternoon.request(tutor, {
      household: 'roselyn-house-home-1',
      visitors: [{ person: tutor }],
      plan: {},
      type: 'procedural',
      reason: 'attendance-concern',
      purpose: 'To talk',
    });
    const path = `/visits/${afternoon.id}/assess`;
    const pages = pagesOf(afternoon);
    const fields = filledIn(await pages.get(tutor, path), path, [
      ['a.vulnerable', 'None'],
      ['safe-word', 'a yellow umbrella'],
    ]);
    expect((await pages.post(tutor, path, { ...fields, later: 'yes' })).status).toBe(303);
    const { html } = await pages.get(tutor, path);
    expect(html).toContain('None');
    expect(html).not.toContain('umbrella');
  });
});

describe('a write-up', () => {
  it('waits until everybody is back', async () => {
    const { pages, path } = await asked();
    const page = await pages.get(teacher, `${path}/write-up`);
    expect(page.text).toContain('It is written up once everybody is back.');
    const early = await pages.post(teacher, `${path}/write-up`);
    expect(early.status).toBe(409);
  });

  it('says nothing of what is to be done at the door: that is over', async () => {
    const afternoon = await gone();
    await afternoon.says(teacher, 'return', { visitor: 'all' });
    const { text } = await pagesOf(afternoon).get(teacher, '/visits/HV-000001/write-up');
    expect(text).toContain('How did the visit end?');
    expect(text).not.toContain('before you knock');
  });

  it('says of a reference and of who was told what is missing', async () => {
    const { pages, path } = await asked();
    const reference = await pages.post(teacher, `${path}/reference`, { system: 'CPOMS' });
    expect(reference.status).toBe(400);
    expect(reference.html).toContain('href="#reference"');
    const told = await pages.post(teacher, `${path}/pass-on`, { to: 'The safeguarding lead' });
    expect(told.status).toBe(400);
    expect(told.html).toContain('href="#words"');
  });
});
