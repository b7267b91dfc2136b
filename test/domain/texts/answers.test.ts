import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askForAnotherCode,
  askForReference,
  askHowLate,
  askWhatWasMeant,
  askWhichVisit,
  type Done,
  done,
  listOfWords,
  longestAnswer,
  notNow,
  noVisit,
  tooLate,
  wordFor,
} from '../../../functions/domain/texts/answers.ts';
import { optOutPhrases, placeOf, plainKinds } from '../../../functions/domain/texts/phrases.ts';
import { readText } from '../../../functions/domain/texts/read-text.ts';
import { HourOfDay } from '../../../functions/domain/time.ts';
import { plainText } from '../../../functions/domain/visit/wording.ts';

const at = HourOfDay.parse('15:02');
const until = HourOfDay.parse('15:40');
const kindsDone: readonly Done[] = [
  ...plainKinds.map((kind) => ({ kind })),
  { kind: 'help' },
  { kind: 'late', until },
  { kind: 'police', reference: 'CAD 1234' },
];
// Every key of the record is one of them.
const taught = Object.keys(wordFor) as readonly (keyof typeof wordFor)[];

/** Everything that can be answered, with these for what is not fixed. */
const answers = (code: string, codes: readonly string[], free: string): readonly string[] => [
  ...kindsDone.map((what) => done(what, code, at)),
  done({ kind: 'police', reference: free }, code, at),
  ...taught.map((word) => askWhichVisit(codes, word)),
  askForAnotherCode(codes),
  askWhatWasMeant('visitor'),
  askWhatWasMeant('responder'),
  askHowLate(),
  askHowLate(code),
  askForReference(),
  askForReference(code),
  ...taught.flatMap((word) => [notNow(word), notNow(word, code)]),
  noVisit(),
  tooLate(code, free, at),
  listOfWords('visitor'),
  listOfWords('responder'),
];
const wordsOf = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/);

describe('every answer', () => {
  const id = fc.stringMatching(/^HV-[0-9A-HJKMNP-TV-Z]{6,13}$/);
  const free = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 100 }),
    fc.constantFrom(...optOutPhrases).map((word) => `the ${word.toUpperCase()}, of it`),
    fc.constantFrom('END 12', '12-end', 'ＳＴＯＰ', 'Ṩtop', '…'.repeat(60), '🙂'.repeat(60)),
  );
  const any = fc.tuple(id, fc.array(id, { maxLength: 30 }), free).map(([code, codes, by]) => answers(code, codes, by));

  it('is one text in the letters that any phone shows', () => {
    fc.assert(
      fc.property(any, (all) => {
        for (const answer of all) {
          expect(answer.length, answer).toBeLessThanOrEqual(longestAnswer);
          expect(answer).toBe(plainText(answer));
        }
      }),
    );
  });

  it('has no word in it that networks take for "no more texts"', () => {
    fc.assert(
      fc.property(any, (all) => {
        for (const answer of all) for (const word of optOutPhrases) expect(wordsOf(answer), answer).not.toContain(word);
      }),
    );
  });

  it('is cut nowhere in an ordinary afternoon', () => {
    for (const answer of answers('HV-7K2M9QRA', ['9QRA', 'Q7X'], 'the headteacher')) expect(answer).not.toContain('...');
  });
});

describe('an answer to a call for help', () => {
  it('is word for word what "ok" is answered with: somebody in the house may be reading it', () => {
    expect(done({ kind: 'help' }, 'Q7X', at)).toBe(done({ kind: 'ok' }, 'Q7X', at));
    expect(done({ kind: 'help' }, 'Q7X', at)).toBe('Q7X: noted at 15:02. Thank you.');
  });
});

describe('what was done', () => {
  it('says which visit, what, and when', () => {
    for (const what of kindsDone) expect(done(what, 'Q7X', at), what.kind).toMatch(/^Q7X: .*15:02/);
    expect(done({ kind: 'back' }, 'Q7X', at)).toBe('Q7X: back, noted at 15:02.');
  });

  it('of a lateness says when they are expected now', () => {
    expect(done({ kind: 'late', until }, 'Q7X', at)).toBe('Q7X: noted at 15:02. You are expected by 15:40 now.');
  });

  it('of a call to the police says the reference', () => {
    expect(done({ kind: 'police', reference: 'CAD 1234' }, 'Q7X', at)).toBe('Q7X: noted at 15:02, police reference CAD 1234.');
  });

  it('is told apart, save help and ok', () => {
    const others = kindsDone.filter(({ kind }) => kind !== 'help');
    expect(new Set(others.map((what) => done(what, 'Q7X', at))).size).toBe(others.length);
  });
});

describe('what is asked back', () => {
  it('names the visits that it could be about, and how to answer', () => {
    expect(askWhichVisit(['Q7X', '9QRA'], 'back')).toBe(
      'Which visit? Nothing was changed. Put its code first, like Q7X BACK. Yours: Q7X, 9QRA.',
    );
    expect(askForAnotherCode(['Q7X', '9QRA'])).toBe('No visit of yours has that code. Nothing was changed. Yours: Q7X, 9QRA.');
  });

  it('names whole codes only, as many as there is room for', () => {
    const codes = Array.from({ length: 40 }, (_code, i) => `Q${String(i).padStart(2, '0')}`);
    const asked = askWhichVisit(codes, 'back');
    expect(asked).toMatch(/ Yours: (Q\d\d, )+Q\d\d \.\.\.$/);
    expect(asked.length).toBeGreaterThan(longestAnswer - 5);
  });

  it('says each time that nothing was changed', () => {
    const all = [
      askWhichVisit(['Q7X'], 'back'),
      askForAnotherCode(['Q7X']),
      askWhatWasMeant('visitor'),
      askWhatWasMeant('responder'),
      askHowLate(),
      askForReference(),
      notNow('back', 'Q7X'),
      noVisit(),
      tooLate('Q7X', 'JS', at),
    ];
    for (const answer of all) expect(answer).toContain('Nothing was changed.');
  });
});

describe('a word that comes too late', () => {
  it('is told by whom the visit was closed, and when', () => {
    expect(tooLate('Q7X', 'JS', at)).toBe('Q7X: closed by JS at 15:02. Nothing was changed.');
    expect(tooLate('Q7X', 'the office', at)).toBe('Q7X: closed by the office at 15:02. Nothing was changed.');
    expect(tooLate('Q7X', 'whoever it was '.repeat(20), at)).toMatch(
      /^Q7X: closed by whoever it was .* at 15:02[.] Nothing was changed[.]$/,
    );
    expect(tooLate('Q7X', '', at)).toBe('Q7X: closed at 15:02. Nothing was changed.');
  });
});

describe('the words that are taught', () => {
  it('are read as what they are taught for, with a code and without', () => {
    for (const kind of taught) {
      expect(readText(wordFor[kind]).kind, kind).toBe(kind);
      if (kind !== 'help-text') expect(readText(`Q7X ${wordFor[kind]}`), kind).toMatchObject({ kind, code: 'Q7X' });
    }
  });

  it('are the visitor’s to a visitor, the responder’s to a responder, and help to both', () => {
    const lists = { visitor: listOfWords('visitor'), responder: listOfWords('responder') };
    expect(lists.visitor).toBe('Answer one of: ON SITE, LEFT, BACK, HOME, LATE 20, OK, HELP.');
    expect(lists.responder).toBe('Answer one of: I HAVE IT, SAFE, NO ANSWER, NEXT, POLICE CAD 1234, HELP.');
    for (const role of ['visitor', 'responder'] as const) {
      const words = lists[role].slice('Answer one of: '.length, -1).split(', ');
      for (const word of words) expect([role, 'either'], word).toContain(placeOf[readText(word).kind].role);
    }
  });

  it('are what somebody is told who was not understood', () => {
    expect(askWhatWasMeant('visitor')).toBe(`Not understood. Nothing was changed. ${listOfWords('visitor')}`);
  });
});
