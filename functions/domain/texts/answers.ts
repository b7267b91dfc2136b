/**
 * What a text is answered with: one text in the GSM alphabet. No family, no address, no name in full. Somebody in the house may
 * be reading it: an answer to a call for help is the one that "ok" gets.
 */
import type { HourOfDay } from '../time.ts';
import { plainText } from '../visit/wording.ts';
import { type Kind, optOutPhrases, type PlainKind } from './phrases.ts';

/** One text in the GSM alphabet. */
export const longestAnswer = 160;

/** The word that is taught for each. The others are never taught: networks keep some, and what nobody listed has none. */
export const wordFor: Readonly<Record<Exclude<Kind, 'late-without-time' | 'stop' | 'nothing-known'>, string>> = {
  'on-site': 'ON SITE',
  left: 'LEFT',
  back: 'BACK',
  home: 'HOME',
  late: 'LATE 20',
  ok: 'OK',
  help: 'HELP',
  'i-have-it': 'I HAVE IT',
  safe: 'SAFE',
  'no-answer': 'NO ANSWER',
  next: 'NEXT',
  police: 'POLICE CAD 1234',
  'help-text': 'WORDS',
};
type Taught = keyof typeof wordFor;

const nothingChanged = 'Nothing was changed.';

/** What was done by a word, and on which visit. */
export type Done =
  | { readonly kind: PlainKind | 'help' }
  /** `until`: when they are expected now. */
  | { readonly kind: 'late'; readonly until: HourOfDay }
  | { readonly kind: 'police'; readonly reference: string };

/** `code`: what the visit is called in a text. */
export function done(what: Done, code: string, at: HourOfDay): string {
  switch (what.kind) {
    case 'on-site':
      return oneText(`${code}: on site, noted at ${at}.`);
    case 'left':
      return oneText(`${code}: left, noted at ${at}. Answer BACK or HOME when you are.`);
    case 'back':
      return oneText(`${code}: back, noted at ${at}.`);
    case 'home':
      return oneText(`${code}: home, noted at ${at}.`);
    case 'late':
      return oneText(`${code}: noted at ${at}. You are expected by ${what.until} now.`);
    case 'ok':
    case 'help':
      return oneText(`${code}: noted at ${at}. Thank you.`);
    case 'i-have-it':
      return oneText(`${code}: noted at ${at} that you have it. Answer SAFE once you have spoken to them, NO ANSWER or NEXT if not.`);
    case 'safe':
      return oneText(`${code}: noted at ${at} that you spoke to them and they are safe.`);
    case 'no-answer':
      return oneText(`${code}: noted at ${at} that nobody answered.`);
    case 'next':
      return oneText(`${code}: noted at ${at}. It goes on to whoever is next.`);
    case 'police':
      return oneText(`${code}: noted at ${at}, police reference${sayable(what.reference)}.`);
  }
}

// ------------------------------------------------------------------------------------------------ asked back

/** It could be about several. `codes`: of all of them. */
export const askWhichVisit = (codes: readonly string[], word: Taught): string =>
  withCodes(`Which visit? ${nothingChanged} Put its code first, like ${codes[0] ?? 'its code'} ${wordFor[word]}.`, codes);

/** The code is of none that it could be about. */
export const askForAnotherCode = (codes: readonly string[]): string =>
  withCodes(`No visit of yours has that code. ${nothingChanged}`, codes);

export const askWhatWasMeant = (role: 'visitor' | 'responder'): string => oneText(`Not understood. ${nothingChanged} ${listOf(role)}`);

export const askHowLate = (code?: string): string =>
  oneText(`${about(code)}How late? ${nothingChanged} Answer the minutes, like LATE 20, or the time, like LATE 15:40.`);

export const askForReference = (code?: string): string =>
  oneText(`${about(code)}Which reference did the police give? ${nothingChanged} Answer like POLICE CAD 1234.`);

// ------------------------------------------------------------------------------------------------ said in vain

/** It says something, but not now, or not from whoever sent it. */
export const notNow = (word: Taught, code?: string): string =>
  oneText(`${about(code)}${wordFor[word]} cannot be said now. ${nothingChanged}`);

/** There is no visit that it could be about. */
export const noVisit = (): string => oneText(`There is no visit open that this could be about. ${nothingChanged}`);

/** `by`: a role or initials. */
export const tooLate = (code: string, by: string, at: HourOfDay): string =>
  oneText(`${code}: closed${named(by)} at ${at}. ${nothingChanged}`);

// ------------------------------------------------------------------------------------------------ the list of words

export const listOfWords = (role: 'visitor' | 'responder'): string => oneText(listOf(role));

const listOf = (role: 'visitor' | 'responder'): string => {
  const words: readonly Taught[] =
    role === 'visitor'
      ? ['on-site', 'left', 'back', 'home', 'late', 'ok', 'help']
      : ['i-have-it', 'safe', 'no-answer', 'next', 'police', 'help'];
  return `Answer one of: ${words.map((word) => wordFor[word]).join(', ')}.`;
};

// ------------------------------------------------------------------------------------------------ one text

const oneText = (text: string): string => {
  const plain = plainText(text);
  return plain.length <= longestAnswer ? plain : `${plain.slice(0, longestAnswer - 3)}...`;
};

const about = (code: string | undefined): string => (code === undefined ? '' : `${code}: `);

/** As many as there is room for: whoever has more finds them on their page. */
function withCodes(text: string, codes: readonly string[]): string {
  const [all, ...fewer] = codes.map((_code, i) => `${text} Yours: ${codes.slice(0, codes.length - i).join(', ')}${i === 0 ? '.' : ' ...'}`);
  return oneText([all ?? text, ...fewer].find((one) => plainText(one).length <= longestAnswer) ?? text);
}

const longestName = 40;
const named = (by: string): string => (sayable(by) === '' ? '' : ` by${sayable(by.trim().slice(0, longestName))}`);

/** Left out where a word of it is one that networks keep. */
function sayable(text: string): string {
  const words = plainText(text)
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return text.trim() === '' || words.some((word) => optOutPhrases.includes(word)) ? '' : ` ${text.trim()}`;
}
