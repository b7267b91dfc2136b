/** What is changed, put off or called off before anybody leaves; and what is said against somebody. */
import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { filledIn } from '../support/desk-by-forms.ts';
import type { Sent } from '../support/form-in.ts';
import { pagesOf, type Shown } from '../support/pages.ts';

const at = (time: string, day = '2026-06-22'): Instant => Instant.parse(`${day}T${time}:00+01:00`);
const [teacher, assistant, head, office] = ['hampton-teacher', 'hampton-assistant', 'hampton-head', 'hampton-office'] as const;

async function planned() {
  const afternoon = await afternoonAt(schoolOf('local/schools/hampton.json'), at('09:00'));
  await afternoon.request(teacher, {
    type: 'induction',
    purpose: 'To meet the family before September',
    household: 'hampton-home-1',
    visitors: [{ person: teacher }, { person: assistant }],
    plan: { departAt: at('13:00'), returnAt: at('14:30') },
  });
  const pages = pagesOf(afternoon);
  const path = `/visits/${afternoon.id}`;
  const open = (who: string, page: string): Promise<Shown> => pages.get(who, `${path}/${page}`);
  const send = (who: string, page: string, shown: Shown, given: Sent = []): Promise<Shown> =>
    pages.post(who, `${path}/${page}`, filledIn(shown, `${path}/${page}`, given));
  return { afternoon, pages, path, open, send, visit: () => afternoon.visit(path.split('/')[2]) };
}

describe('changing a visit', () => {
  it('sends only what is put otherwise', async () => {
    const { open, send, visit } = await planned();
    const sent = await send(teacher, 'change', await open(teacher, 'change'), [['returnAt', '3pm']]);
    expect(sent.status, sent.text).toBe(303);
    const last = (await visit()).history.find((event) => event.type === 'VisitAmended');
    expect(last?.changes).toEqual({ plan: { returnAt: at('15:00') } });
  });

  it('keeps every answer where one cannot be read, and says of each what to do', async () => {
    const { open, send, visit } = await planned();
    const wrong = await send(teacher, 'change', await open(teacher, 'change'), [
      ['returnAt', 'late'],
      ['purpose', ''],
      ['day-month', '13'],
    ]);
    expect(wrong.status).toBe(400);
    for (const field of ['purpose', 'day', 'returnAt']) expect(wrong.html, field).toContain(`href="#${field}"`);
    expect(wrong.html).toContain('value="late"');
    expect((await visit()).history.map(({ type }) => type)).not.toContain('VisitAmended');
  });

  it('takes nothing away that somebody else changed meanwhile: theirs is shown, and what was written here stays', async () => {
    const { open, send, visit, afternoon, path } = await planned();
    const mine = await open(teacher, 'change');
    await afternoon.says(office, 'amend', { purpose: 'To meet his grandmother too' }, { visit: path.split('/')[2] });
    const shown = await send(teacher, 'change', mine, [['returnAt', '3pm']]);
    expect(shown.status).toBe(409);
    expect(shown.text).toContain('To meet his grandmother too');
    expect(shown.html).toContain('value="3pm"');
    expect((await send(teacher, 'change', shown)).status).toBe(303);
    expect(await visit()).toMatchObject({ purpose: 'To meet his grandmother too', plan: { returnAt: at('15:00') } });
  });
});

describe('a visit that is not made as it was planned', () => {
  it('is called off with a reason, and never without', async () => {
    const { open, send, visit } = await planned();
    const shown = await open(teacher, 'cancel');
    expect((await send(teacher, 'cancel', shown)).status).toBe(400);
    expect((await send(teacher, 'cancel', shown, [['reason', 'The family is ill']])).status).toBe(303);
    expect((await visit()).ended).toBe('cancelled');
    expect((await open(teacher, 'cancel')).text).toContain('This can be done only before anybody leaves');
  });

  it('is put off to another day, and its form leads to the visit that takes its place', async () => {
    const { open, send, visit, afternoon } = await planned();
    const sent = await send(teacher, 'reschedule', await open(teacher, 'reschedule'), [
      ['day-day', '24'],
      ['day-month', '6'],
      ['day-year', '2026'],
      ['reason', 'The family is ill'],
    ]);
    expect(sent.status, sent.text).toBe(303);
    const next = String(sent.headers['location']).split('/').at(-1);
    expect(next).not.toBe((await visit()).visit);
    expect(await afternoon.visit(next)).toMatchObject({ plan: { departAt: at('13:00', '2026-06-24') } });
    expect((await visit()).ended).toBe('cancelled');
  });

  it('is made by one less, said by them or for them', async () => {
    const { open, send, visit } = await planned();
    const shown = await open(office, 'not-going');
    expect((await send(office, 'not-going', shown, [['reason', 'Ill']])).html).toContain('href="#visitor"');
    const said: Sent = [['visitor', assistant], ['reason', 'Ill']]; // prettier-ignore
    expect((await send(office, 'not-going', shown, said)).status).toBe(303);
    expect((await visit()).visitors.find(({ person }) => person === assistant)?.notGoing).toBe('Ill');
  });

  it('cannot be closed before it is over, and the page says so', async () => {
    const { open } = await planned();
    expect((await open(teacher, 'close')).text).toContain('A visit is closed once everybody is back and it is written up.');
  });

  it('has lines to read and tick, each once', async () => {
    const { open, send, visit } = await planned();
    const shown = await open(teacher, 'ticks');
    const [, line = ''] = /name="tick"[^>]*value="([^"]*)"/.exec(shown.html) ?? [];
    expect((await send(teacher, 'ticks', shown)).status).toBe(400);
    expect((await send(teacher, 'ticks', shown, [['tick', line]])).status).toBe(303);
    expect((await visit()).ticks).toContain(`${line}#${teacher}`);
    expect((await open(teacher, 'ticks')).html).not.toContain(`value="${line}"`);
  });
});

describe('something said against somebody', () => {
  async function said() {
    const there = await planned();
    const visit = there.path.split('/')[2] ?? '';
    const form = await there.pages.get(office, `/allegations/new?visit=${visit}`);
    const filled = filledIn(form, '/allegations/new', [
      ['about', teacher],
      ['words', 'He shouted at the child, says the mother'],
    ]);
    const sent = await there.pages.post(office, '/allegations/new', filled);
    expect([sent.status, sent.headers['location']], sent.text).toEqual([303, '/allegations/said']);
    await there.afternoon.drain();
    return there;
  }

  it('reaches whoever its ladder tells, who sees to it there', async () => {
    const { pages } = await said();
    const list = await pages.get(head, '/allegations');
    const [, path = ''] = /href="(\/allegations\/AL-[^"]*)"/.exec(list.html) ?? [];
    expect((await pages.get(head, path)).text).toContain('He shouted at the child, says the mother');
    expect((await pages.post(head, path, { press: 'have' })).status).toBe(303);
    expect((await pages.post(head, path, { press: 'note', note: '' })).status).toBe(400);
    expect((await pages.post(head, path, { press: 'end', end: 'Talked to both; written up for the authority' })).status).toBe(303);
    expect((await pages.get(head, path)).text).toContain('Talked to both; written up for the authority');
  });

  it('is nowhere for whoever it is about, whoever goes with them, or whoever wrote it down', async () => {
    const { pages } = await said();
    const list = await pages.get(head, '/allegations');
    const [, path = ''] = /href="(\/allegations\/AL-[^"]*)"/.exec(list.html) ?? [];
    for (const who of [teacher, assistant, office]) {
      expect((await pages.get(who, '/allegations')).html).not.toContain('AL-');
      expect((await pages.get(who, path)).status).toBe(404);
    }
  });

  it('asks for what is missing, and keeps what was written', async () => {
    const { pages } = await planned();
    const wrong = await pages.post(office, '/allegations/new', { visit: 'the one on Monday', words: 'He shouted' });
    expect(wrong.status).toBe(400);
    for (const field of ['visit', 'about']) expect(wrong.html).toContain(`href="#${field}"`);
    expect(wrong.html).toContain('He shouted');
  });
});
