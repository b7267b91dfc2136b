import { describe, expect, it } from 'vitest';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import * as of from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';
import { at, out, office, tutor, words } from '../support/roselyn-visit.ts';

const roselyn = async (word: string = words.safe) => {
  const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
  await out(a, word);
  return { a, pages: pagesOf(a) };
};

describe('the sheet of a visit', () => {
  it('has who goes, where, when, in what, whom to ring, what to beware of, and what is done where nobody comes back', async () => {
    const a = await of.gone();
    const { status, text } = await pagesOf(a).get(of.office, `/visits/${a.id}/sheet`);
    expect(status).toBe(200);
    for (const part of [
      'Priya Raman, 07700 900111, Blue Fiat Panda, HN12 ABC',
      '14 Larch Walk, Hampton, TW99 1AA',
      'Monday 22 June; Leaving: 1pm; Back: 2.30pm',
      'Priya Raman signed out at 1pm',
      'Maureen Tidy (office): 07700 900121',
      'The home: 020 7946 0101',
      'Back by 2.30pm: if nothing is heard by 3pm',
      'HA-65',
    ])
      expect(text).toContain(part);
  });

  it('says to the office nothing of what the office may not read', async () => {
    const a = await of.gone();
    const pages = pagesOf(a);
    expect((await pages.get(of.teacher, `/visits/${a.id}/sheet`)).text).toContain('A small dog');
    expect((await pages.get(of.office, `/visits/${a.id}/sheet`)).text).not.toContain('A small dog');
    expect((await pages.get(of.office, `/visits/${a.id}/sheet`)).text).not.toContain('Nothing is known');
    expect((await pages.get('hampton-nursery-teacher', `/visits/${a.id}/sheet`)).status).toBe(403);
  });

  it('has the hazards of the form with what is done about each, and never the safe word', async () => {
    const { a, pages } = await roselyn();
    const { html, text } = await pages.get(tutor, `/visits/${a.id}/sheet`);
    expect(text).toContain('Hazards, and what is done about them');
    expect(text).toContain('confirmed');
    expect(text).toMatch(/RH-\d+/);
    expect(html).not.toContain(words.safe);
    expect((await pages.get(office, `/visits/${a.id}/sheet`)).html).not.toContain(words.safe);
  });

  it('is noted as having been opened, and changes nothing', async () => {
    const a = await of.gone();
    const before = await a.visit();
    await pagesOf(a).get(of.office, `/visits/${a.id}/sheet`);
    expect(await a.visit()).toEqual(before);
    expect((await a.deps.erasures.readings({ school: a.school, visit: a.id })).map(({ reader }) => reader)).toContain(of.office);
  });

  it('is the same to whoever is on the visit whether or not one of them has called for help', async () => {
    const [helped, plain] = [await roselyn(words.safe), await roselyn(words.other)];
    for (const { a } of [helped, plain]) {
      of.expectAccepted(await a.says(tutor, 'check-in', { words: words.safe }));
      a.clock.set(at('13:10'));
    }
    expect((await helped.a.visit()).alarms).toHaveLength(1);
    for (const who of [tutor, 'roselyn-house-mentor'])
      expect(await helped.pages.get(who, `/visits/${helped.a.id}/sheet`)).toEqual(
        await plain.pages.get(who, `/visits/${plain.a.id}/sheet`),
      );
  });
});

describe('the slip that is left where nobody came to the door', () => {
  it('has the time, a name and a number, and no reason', async () => {
    const a = await of.gone();
    const { status, text } = await pagesOf(a).get(of.teacher, `/visits/${a.id}/slip`);
    expect(status).toBe(200);
    expect(text).toContain('We called: ____');
    expect(text).toContain('Who called: Priya Raman');
    expect(text).toContain('Please ring us on: 07700 900121');
    for (const reason of ['To meet the family', 'induction', 'Okonjo']) expect(text).not.toContain(reason);
  });

  it('has the time and the name that were written down', async () => {
    const a = await of.gone();
    of.expectAccepted(await a.says(of.teacher, 'leave', { outcome: 'nobody-home' }));
    const slip = { time: of.at('13:20'), name: 'P. Raman', number: '+447700900121' };
    of.expectAccepted(await a.says(of.teacher, 'return', { visitor: 'all' }));
    of.expectAccepted(await a.says(of.teacher, 'answer', { answers: { slip } }));
    const { text } = await pagesOf(a).get(of.teacher, `/visits/${a.id}/slip`);
    expect(text).toContain('at 1.20pm Who called: P. Raman');
  });

  it('is only there where the policy has one', async () => {
    const { a, pages } = await roselyn();
    expect((await pages.get(tutor, `/visits/${a.id}/slip`)).status).toBe(404);
    expect((await pagesOf(await afternoonAt(hampton(), at('09:00'))).get(of.teacher, '/visits/HV-000001/slip')).status).toBe(404);
  });
});
