import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { pagesOf } from '../support/pages.ts';

const london = (time: string) => Instant.parse(`2030-06-18T${time}:00+01:00`);

async function asked() {
  const afternoon = await afternoonAt(hampton(), london('08:30'));
  await afternoon.request('hampton-teacher', {
    type: 'induction',
    purpose: 'To meet the family before September',
    household: 'hampton-home-1',
    visitors: [{ person: 'hampton-teacher' }, { person: 'hampton-assistant' }],
    plan: { departAt: london('13:00'), returnAt: london('14:30') },
  });
  const pages = pagesOf(afternoon);
  return { afternoon, visit: afternoon.id, pages, home: async (who: string) => (await pages.get(`hampton-${who}`, '/')).html };
}

const answers = {
  class: { class: 'Willow', teacher: 'hampton-teacher' },
  'recent-violence': false,
  'risk-decision': 'acceptable',
  'notice-sent': '2030-06-10',
  'notice-how': 'letter',
  'violence-now': false,
};

describe('the home page', () => {
  it('says to whoever asked what is still open, with its clauses, and leads to where it is answered', async () => {
    const { home, visit } = await asked();
    const teacher = await home('teacher');
    expect(teacher).toContain(`href="/visits/${visit}/answers/`);
    expect(teacher).toMatch(/HA-\d\d/);
    expect(teacher).not.toContain(`/visits/${visit}/approve`);
  });

  it('leads the head of school to what they may agree to, and nobody else', async () => {
    const { home, visit } = await asked();
    expect(await home('head')).toContain(`href="/visits/${visit}/approve"`);
    for (const who of ['teacher', 'assistant', 'office']) expect(await home(who)).not.toContain(`/visits/${visit}/approve`);
  });

  it('says that everything is ready once it is, to each of those who go, and until then does not', async () => {
    const { afternoon, home, visit } = await asked();
    expect(await home('assistant')).not.toContain('Everything is ready');
    await afternoon.says('hampton-teacher', 'answer', { answers });
    await afternoon.says('hampton-head', 'authorise', {});
    await afternoon.says('hampton-teacher', 'tick', { ticks: ['carry-phone', 'safety-first'] });
    for (const who of ['teacher', 'assistant']) expect(await home(who)).toContain(`href="/visits/${visit}/go"`);
    expect(await home('head')).not.toContain(`/visits/${visit}/approve`);
  });

  it('leads whoever is out to their phone page, and shows the office that somebody is out', async () => {
    const { afternoon, home, visit } = await asked();
    await afternoon.says('hampton-teacher', 'depart-in-breach', { visitor: 'all', reason: 'A child is ill' });
    expect(await home('assistant')).toContain(`href="/visits/${visit}/phone"`);
    const office = await home('office');
    expect(office).toContain('1 visit with somebody out');
    expect(office).not.toContain('role="alert"');
    expect(await home('teacher')).not.toContain('with somebody out');
  });

  it('is topped by what is overdue for the office, and not for whoever is out', async () => {
    const { afternoon, home } = await asked();
    await afternoon.says('hampton-teacher', 'depart-in-breach', { visitor: 'all', reason: 'A child is ill' });
    await afternoon.until(london('15:31'));
    expect(await home('office')).toContain('role="alert"');
    expect(await home('head')).toContain('Nobody has it.');
    expect(await home('teacher')).not.toContain('role="alert"');
    await afternoon.says('hampton-office', 'acknowledge', { alarm: 'a1' });
    expect(await home('head')).toMatch(/Maureen Tidy has it until 3\.\d\dpm\./);
  });

  it('asks whoever is back to write it up', async () => {
    const { afternoon, home, visit } = await asked();
    await afternoon.says('hampton-teacher', 'depart-in-breach', { visitor: 'all', reason: 'A child is ill' });
    await afternoon.says('hampton-teacher', 'return', { visitor: 'all' });
    expect(await home('teacher')).toContain(`href="/visits/${visit}/write-up"`);
  });

  it('never tells whoever is on a visit of a call for help', async () => {
    const { afternoon, home } = await asked();
    await afternoon.says('hampton-teacher', 'depart-in-breach', { visitor: 'all', reason: 'A child is ill' });
    const before = [await home('teacher'), await home('assistant')];
    await afternoon.says('hampton-teacher', 'raise-alarm', { kind: 'help' });
    expect([await home('teacher'), await home('assistant')]).toEqual(before);
    expect(await home('office')).toContain('role="alert"');
  });
});
