/**
 * What one text says, whoever sent it. Only listed phrases mean anything: nobody is taken as safe by a word in doubt. A call for
 * help is heard in whatever stands around it.
 */
import { bare } from './bare.ts';
import { codeIn } from './code.ts';
import { type Late, lateIn } from './late.ts';
import { helpPhrases, helpSigns, helpTextPhrases, optOutPhrases, phrases, type PlainKind, plainKinds } from './phrases.ts';
import { policeIn } from './police.ts';

/** `code`: the last characters of the id of a visit, or the whole of it, in capitals. */
interface Coded {
  readonly code?: string;
}
export type Said =
  | ({ readonly kind: PlainKind | 'late-without-time' | 'help' } & Coded)
  | ({ readonly kind: 'late'; readonly late: Late } & Coded)
  /** Without a reference it is asked for. */
  | ({ readonly kind: 'police'; readonly reference?: string } & Coded)
  | { readonly kind: 'stop' | 'help-text' | 'nothing-known' };

/** No phrase is as long, with everything that may stand around it: what is longer was forwarded, or is a story. */
const longest = 320;

export function readText(body: string): Said {
  const isLong = body.length > longest;
  if (callsForHelp(body)) return { kind: 'help', ...(isLong ? {} : codeBesideHelp(bare(body))) };
  if (isLong) return { kind: 'nothing-known' };
  const text = bare(body);
  const whole = meaningOf(text) ?? alone(text.toLowerCase());
  if (whole !== undefined) return whole;
  for (const { code, rest } of splits(text)) {
    const said = meaningOf(rest);
    if (said !== undefined) return { ...said, code };
  }
  return { kind: 'nothing-known' };
}

// ------------------------------------------------------------------------------------------------ phrases

const kindOf: ReadonlyMap<string, PlainKind> = new Map(
  plainKinds.flatMap((kind) => phrases[kind].map((phrase) => [phrase.normalize('NFC'), kind] as const)),
);

function meaningOf(text: string): Exclude<Said, { kind: 'stop' | 'help-text' | 'nothing-known' }> | undefined {
  const low = text.toLowerCase();
  const kind = kindOf.get(low);
  if (kind !== undefined) return { kind };
  const late = lateIn(low);
  if (late !== undefined) return late === 'unclear' ? { kind: 'late-without-time' } : { kind: 'late', late };
  const police = policeIn(text);
  return police === undefined ? undefined : { kind: 'police', ...police };
}

/** What networks and the list of words are asked with stands alone: it is about no visit. */
function alone(low: string): Said | undefined {
  if (optOutPhrases.includes(low)) return { kind: 'stop' };
  return helpTextPhrases.includes(low) ? { kind: 'help-text' } : undefined;
}

// ------------------------------------------------------------------------------------------------ help

/** Words alone, whatever marks, capitals and accents stand between and above them. */
const wordsOf = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

function callsForHelp(body: string): boolean {
  const words = wordsOf(body);
  return helpPhrases.some((phrase) => words.includes(` ${phrase} `)) || helpSigns.some((sign) => body.includes(sign));
}

/** Only beside a call and nothing else: in a longer text any short word could look like one. */
function codeBesideHelp(text: string): Coded {
  const beside = splits(text).find(({ rest }) => helpPhrases.includes(wordsOf(rest).trim()) || helpSigns.includes(rest));
  return beside === undefined ? {} : { code: beside.code };
}

// ------------------------------------------------------------------------------------------------ codes

/** The text without the word or two at either end that may be the code of a visit: behind first, as it is mostly written. */
function splits(text: string): readonly { readonly code: string; readonly rest: string }[] {
  const words = text.split(' ');
  return [1, 2].flatMap((n) =>
    [
      { of: words.slice(-n), rest: words.slice(0, -n) },
      { of: words.slice(0, n), rest: words.slice(n) },
    ].flatMap(({ of, rest }) => {
      const code = codeIn(of.join(' '));
      const left = bare(rest.join(' ')).replace(/^[:,-] ?| ?[:,-]$/g, '');
      return code === undefined || left === '' ? [] : [{ code, rest: left }];
    }),
  );
}
