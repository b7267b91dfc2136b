/** What a text says once everything is off it that may stand around a phrase and takes nothing back. */
import { kisses, smileys } from './phrases.ts';

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
const oneOf = (texts: readonly string[]): string => texts.map(escaped).join('|');

/** Spaces, what has no width, full stops, exclamation marks, quotes, smileys and the marks that give one its colour. No question mark: it asks. */
const around = String.raw`[\s\p{Cf}.!…"'“”„«»\u{FE0F}\u{1F3FB}-\u{1F3FF}]|${oneOf(smileys)}`;
const before = new RegExp(`^(?:${around})+`, 'iu');
const behind = new RegExp(String.raw`(?:${around}|(?<=\s)(?:${oneOf(kisses)}))+$`, 'iu');

export const bare = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[‘’ʼ\u0060´]/gu, "'")
    .replace(before, '')
    .replace(behind, '')
    .replace(/[\s\p{Cf}]+/gu, ' ');
