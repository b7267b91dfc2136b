import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  helpPhrases,
  helpTextPhrases,
  kinds,
  kisses,
  latePhrases,
  optOutPhrases,
  phrases,
  placeOf,
  plainKinds,
  policePhrases,
  smileys,
} from '../../../functions/domain/texts/phrases.ts';
import { readText, type Said } from '../../../functions/domain/texts/read-text.ts';
import { textsAndMeanings } from './texts-and-meanings.ts';

/** In the words of the table. */
function told(said: Said): string {
  const code = 'code' in said && said.code !== undefined ? ` of ${said.code}` : '';
  switch (said.kind) {
    case 'late':
      return `late ${'at' in said.late ? said.late.at : String(said.late.minutes)}${code}`;
    case 'police':
      return `police${said.reference === undefined ? '' : ` "${said.reference}"`}${code}`;
    default:
      return `${said.kind}${code}`;
  }
}
const meaning = (text: string) => told(readText(text));
const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

const rows = Object.values(textsAndMeanings).flat();
const listed = plainKinds.flatMap((kind) => phrases[kind].map((phrase) => ({ phrase, kind })));
const plainPhrase = fc.constantFrom(...listed.map((one) => one.phrase));
const phrase = fc.oneof(
  plainPhrase,
  fc.constantFrom(...latePhrases.before, ...policePhrases),
  fc.constantFrom('late 20', 'late til 3.40pm', '20 mins late', 'hwyr 20 munud'),
);
/** Whatever a text may say that changes a visit. */
const anyPhrase = fc.oneof(phrase, fc.constantFrom('police CAD 1234', 'called police ref 123-456'));

describe.each(Object.entries(textsAndMeanings))('a text tells %s:', (_what, texts) => {
  it.each(texts.map(([text, means]) => ({ text, means, shown: short(JSON.stringify(text)) })))('$shown is $means', ({ text, means }) => {
    expect(meaning(text)).toBe(means);
  });
});

describe('the table of texts', () => {
  it('has more than 300 texts, and every meaning', () => {
    expect(new Set(rows.map(([text]) => text)).size).toBeGreaterThan(300);
    expect(new Set(rows.map(([, means]) => means.split(' ')[0]))).toEqual(new Set(kinds));
  });
});

describe('the list of phrases', () => {
  it('has one meaning for each', () => {
    const all = [
      ...listed.map((one) => one.phrase),
      ...latePhrases.before,
      ...policePhrases,
      ...optOutPhrases,
      ...helpTextPhrases,
      ...helpPhrases,
    ];
    expect(all.filter((one, i) => all.indexOf(one) !== i)).toEqual([]);
  });

  it('is read as it is listed', () => {
    for (const { phrase: one, kind } of listed) expect(meaning(one), one).toBe(kind);
    for (const one of latePhrases.before) expect(meaning(one), one).toBe('late-without-time');
    for (const one of latePhrases.before) expect(meaning(`${one} 20`), one).toBe('late 20');
    for (const one of policePhrases) expect(meaning(one), one).toBe('police');
    for (const one of helpPhrases) expect(meaning(one), one).toBe('help');
    for (const one of optOutPhrases) expect(meaning(one), one).toBe('stop');
    for (const one of helpTextPhrases) expect(meaning(one), one).toBe('help-text');
  });

  it('says of each meaning whose word it is, and that a visitor who writes "police" wants somebody to come', () => {
    const of = (role: string) => kinds.filter((kind) => placeOf[kind].role === role);
    expect(of('visitor')).toEqual(['on-site', 'left', 'back', 'home', 'late', 'late-without-time', 'ok']);
    expect(of('responder')).toEqual(['i-have-it', 'safe', 'no-answer', 'next', 'police']);
    expect(of('either')).toEqual(['help', 'stop', 'help-text', 'nothing-known']);
    expect(kinds.filter((kind) => placeOf[kind].fromVisitor === 'help')).toEqual(['police']);
  });
});

describe('any text', () => {
  const around = fc.constantFrom(' ', '  ', '\n', '\t', '.', '!', '!!', '…', '"', '“', '”', "'", '’', '\u200b', ...smileys, '👍🏽', '❤️');
  const before = fc.array(around, { maxLength: 6 }).map((all) => all.join(''));
  const behind = fc.tuple(before, fc.constantFrom('', ...kisses.map((kiss) => ` ${kiss}`)), before).map((all) => all.join(''));
  const code = fc.constantFrom('', ' 9QX', ' HV-7K2M9QRA');
  const inAnyCase = (text: string) =>
    fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((up) =>
      // A reference is kept as it was written.
      /\d/.test(text) ? text : Array.from(text, (letter, i) => (up[i] === true ? letter.toUpperCase() : letter)).join(''),
    );

  it('means the same in capitals, with spaces, full stops, quotes and smileys at its ends', () => {
    const texts = fc.tuple(anyPhrase, code).map(([what, which]) => `${what}${which}`);
    const cases = texts.chain((text) => fc.tuple(fc.constant(text), inAnyCase(text), before, behind));
    fc.assert(
      fc.property(cases, ([text, written, first, last]) => {
        expect(meaning(`${first}${written}${last}`)).toBe(meaning(text));
      }),
      { numRuns: 2_000 },
    );
  });

  const known = new Set([...listed.map((one) => one.phrase), ...latePhrases.before, ...policePhrases]);
  it.each([
    [
      'one word more that is in no list',
      phrase,
      fc.oneof(
        fc.constantFrom('not', 'never', "isn't", 'no', 'if', 'when', 'soon', 'he', 'phone', 'but', 'and', 'or', 'thanks', 'yet', 'the'),
        fc.constantFrom('ddim', 'nid', 'нет', '不', 'HV-', 'Fwd:', 'FW:', 'although', 'help', 'sos'),
        fc.stringMatching(/^[a-z]{4,9}$/),
      ),
    ],
    ['one sign more that is no decoration', phrase, fc.constantFrom('?', '👎', '😭', '🙃', ':(', '>', '/', '%', '(', '=', '@')],
    [
      'a number or a time with it',
      plainPhrase,
      fc.constantFrom('5', '330', '999', '1540', '15:40', '3pm', '20m', '1hr', '1/2', '07700900123'),
    ],
  ])('with %s means nothing, or is a call for help', (_what, phrases, more) => {
    fc.assert(
      fc.property(phrases, more, fc.nat(), (what, word, where) => {
        const words = what.split(' ');
        const at = where % (words.length + 1);
        const text = [...words.slice(0, at), word, ...words.slice(at)].join(' ');
        fc.pre(!known.has(text));
        expect(['nothing-known', 'help'], text).toContain(readText(text).kind);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is made of no listed phrase means nothing, or is a call for help', () => {
    const letters = (text: string) =>
      text
        .normalize('NFC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}?]/gu, '');
    const all = [...listed.map((one) => one.phrase), ...latePhrases.before, ...latePhrases.after, ...policePhrases];
    const skeletons = [...all, ...optOutPhrases, ...helpTextPhrases].map(letters);
    const isMade = (text: string) => skeletons.some((skeleton) => letters(text).includes(skeleton));
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.stringMatching(/^[abcehikmnoprstw?!. 0129]{0,12}$/),
    );
    fc.assert(
      fc.property(anything, (text) => {
        fc.pre(!isMade(text));
        expect(['nothing-known', 'help'], text).toContain(readText(text).kind);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is a call for help where a word for it stands anywhere', () => {
    const anything = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(anything, fc.constantFrom(...helpPhrases), anything, (first, call, last) => {
        expect(readText(`${first} ${call} ${last}`).kind).toBe('help');
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a lateness names from 1 to 240 minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 998 }), (n) => {
        expect(meaning(`late ${String(n)} mins`)).toBe(n >= 1 && n <= 240 ? `late ${String(n)}` : 'late-without-time');
      }),
    );
  });
});
