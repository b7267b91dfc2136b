import { describe, expect, it } from 'vitest';
import { keepUp } from '../../functions/domain/visit/decide.ts';
import type { OwedNotice } from '../../functions/domain/visit/visit.ts';
import { longestText, plainText, wordingOf } from '../../functions/domain/visit/wording.ts';
import { given, type Given, known, out, passing, says, withPerson } from '../support/given.ts';
import { assistant, at, head, office, teacher } from '../support/hampton-visit.ts';

const link = 'https://doorstep.example/hampton/HV-000001';

/** Everything that Doorstep would send of this visit at that moment. */
const messages = (from: Given, time: string, knows = known) => {
  const { visit } = keepUp(from.visit, { type: 'look', lease: 'one' }, knows, at(time));
  return Object.values(visit.owed).map((notice) => ({ notice, ...wordingOf(notice, visit, knows, link) }));
};
const to = (all: ReturnType<typeof messages>, person: string, channel: OwedNotice['channel'] = 'text') =>
  all.find(({ notice }) => notice.to === person && notice.channel === channel)!;

/** The afternoon with all that a text might carry: at each of these moments something of another kind is said. */
const told = [
  given(...out.slice(0, -1)),
  given(...out, passing('14:44:59')),
  given(...out, passing('14:59:59')),
  given(...out, passing('15:09:59')),
  given(...out, passing('15:29:59')),
  given(...out, passing('15:39:59')),
  given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help', words: 'Mr Bell has a knife' })),
  given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'illness', words: 'Joel fell' })),
  given(...out, says('13:30', teacher, 'leave', { visitor: 'all', outcome: 'abandoned-doubt' })),
  given(
    ...out,
    passing('15:00'),
    says('15:01', head, 'stand-down', {
      alarm: 'a1',
      how: 'Ms Okonjo rang',
      visitors: { [teacher]: 'accounted-for', [assistant]: 'accounted-for' },
    }),
  ),
  given(says('09:00', teacher, 'cancel', { reason: 'The Okonjo-Bell family is ill' })),
];
const times = ['13:00', '14:45', '15:00', '15:10', '15:30', '15:40', '13:30', '13:30', '13:30', '15:02', '09:00'];
const everything = told.flatMap((from, i) => messages(from, times[i]!));

describe('a message', () => {
  it('there are of every kind', () => {
    expect(new Set(everything.map(({ notice }) => notice.about.kind))).toEqual(new Set(['notice', 'nudge', 'rung', 'task', 'over']));
  });

  it('names the visit, what to do and where to look', () => {
    before('15:00', (all) => {
      const { text } = to(all, office);
      expect(text).toMatch(/^Visit HV-000001: Priya and Joel due 14:30 and not heard from\./);
      expect(text).toContain('Ring each visitor now');
      expect(text.endsWith(link)).toBe(true);
    });
  });

  it('never carries a family, a child, an address, a number, a reason, a concern or a safe word', () => {
    const secrets = /okonjo|bell|ngozi|martin|\bife\b|larch|tw99|\+?44[27]\d|077|knife|fell|\bill\b|family is|meet the family|rang\b/i;
    for (const { text, subject } of everything) expect(`${subject} ${text}`.replaceAll(link, '')).not.toMatch(secrets);
  });

  it('fits two parts of a text, in letters that every phone has', () => {
    for (const { text, notice } of everything.filter((m) => m.notice.channel === 'text')) {
      expect(text.length, notice.id).toBeLessThanOrEqual(longestText);
      expect(text, notice.id).toBe(plainText(text));
    }
  });

  it('that is too long is cut at a word, and keeps its link', () => {
    const knows = withPerson(
      teacher,
      { firstName: 'Priyadarshini-Alexandrina' },
      withPerson(assistant, { firstName: 'Maximilian-Bartholomew' }),
    );
    const long = {
      ...knows,
      rules: {
        ...knows.rules,
        ladders: knows.rules.ladders.map((l) => ({
          ...l,
          rungs: l.rungs.map((r) => ({ ...r, say: `${r.say} ${'And look again at everything. '.repeat(12)}` })),
        })),
      },
    };
    const all = messages(
      given(
        ...out.slice(0, 2),
        () => ({ story: { ...given(...out.slice(0, 2)), known: long }, decision: { accepted: true, visit: given().visit, events: [] } }),
        ...out.slice(2),
        passing('14:59:59'),
      ),
      '15:00',
      long,
    );
    const { text } = to(all, office);
    expect(text.length).toBeLessThanOrEqual(longestText);
    expect(text).toMatch(/\w\.\.\. https:/);
  });

  it('to a visitor’s own phone reads as nothing much', () => {
    before('14:45', (all) => {
      expect(to(all, teacher).text).toBe(`HV-000001: please ring the office when you can. ${link}`);
      expect(to(all, teacher, 'email').subject).toBe('Visit HV-000001');
    });
    const asking = messages(given(...out.slice(0, 2), passing('13:14')), '13:15');
    expect(to(asking, teacher).text).toBe(`HV-000001: please ring the office when you can. ${link}`);
    expect(to(asking, office).text).toContain('were to leave at 13:00 and have not signed out');
  });

  it('names whoever is still out, not whoever is back', () => {
    const one = given(...out, passing('15:05'), says('15:06', teacher, 'return'), passing('15:09:59'));
    const { text } = to(messages(one, '15:10'), office);
    expect(text).toMatch(/Joel due 14:30/);
    expect(text).not.toMatch(/Priya/);
  });

  it('asking about the time names whoever is past theirs', () => {
    const one = given(...out, says('14:20', teacher, 'return'), passing('14:44:59'));
    const { text } = to(messages(one, '14:45'), office);
    expect(text).toMatch(/Joel/);
    expect(text).not.toMatch(/Priya/);
  });

  it('that may be a repeat says so', () => {
    const { visit } = keepUp(given(...out, passing('14:59:59')).visit, { type: 'look', lease: 'one' }, known, at('15:00'));
    const again = keepUp(visit, { type: 'look', lease: 'two' }, known, at('15:00:20')).visit;
    const [notice] = Object.values(again.owed);
    expect(wordingOf(notice!, again, known, link).text).toMatch(/^\(May be a repeat\.\) /);
  });

  it('of the last step counts how often it has been said', () => {
    expect(to(messages(given(...out, passing('15:49:59')), '15:50'), head).text).toContain('Still open, message 3.');
  });

  it('that it is over says how, and by whom', () => {
    const stood = messages(told[9]!, '15:02');
    expect(to(stood, office).text).toMatch(/it is over\. Stood down at 15:01 by Ruth\./);
    const back = messages(given(...out, passing('15:00'), says('15:03', teacher, 'return', { visitor: 'all' })), '15:03');
    expect(to(back, office).text).toContain('They were heard from at 15:03.');
    const later = messages(
      given(
        ...out,
        passing('15:00'),
        says('15:03', office, 'revise', { plan: { returnAt: at('16:00') }, toldBy: teacher, means: 'phone' }),
      ),
      '15:03',
    );
    expect(to(later, office).text).toContain('A new time was heard at 15:03.');
  });

  it('says the time on the wall, in winter as in summer', () => {
    expect(everything.filter(({ text }) => /13:30 and not heard/.test(text))).toEqual([]);
  });
});

function before(time: '14:45' | '15:00', check: (all: ReturnType<typeof messages>) => void): void {
  check(messages(given(...out, passing(time === '14:45' ? '14:44:59' : '14:59:59')), time));
}

describe('plain text', () => {
  it('keeps what a phone of any age can show', () => {
    expect(plainText('Priya, Joel & co: £5 @ 14:30?')).toBe('Priya, Joel & co: £5 @ 14:30?');
  });

  it('takes typographic marks and foreign accents off', () => {
    expect(plainText('‘Zoë’ – “Łukasz”…')).toBe(`'Zoe' - "Lukasz"...`);
    expect(plainText('Ángel, Đặng, Şükrü, Ġużè, Siân')).toBe('Angel, Dang, Sükrü, Guzè, Sian');
    expect(plainText('A\u0301ngel\u00a0\u20ac5')).toBe('Angel EUR5');
    expect(plainText('Наталья')).toBe('Natalya');
    expect(plainText('小龍 🙂')).toBe('?? ?');
  });

  it('leaves out what would count twice', () => {
    for (const char of '{}[]~\\|^') expect(['', '?']).toContain(plainText(char));
  });
});
