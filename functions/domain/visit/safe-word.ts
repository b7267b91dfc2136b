/** A visitor's safe word is a call for help wherever words can be given: at once, at its first rung (T21). */
import type { Command } from './commands.ts';
import { alarmFor, openAlarm } from './consequences.ts';
import type { Draft } from './draft.ts';
import { climb } from './ladder.ts';
import { isLinked } from './relations.ts';
import type { Visit, VisitId } from './visit.ts';
import { nextDue } from './watch.ts';

/** What comes along from another visit's page. */
export interface Overheard {
  /** That visit. */
  readonly place?: VisitId;
  /** The safe words that were signed there, by person. */
  readonly safeWords?: Readonly<Record<string, string>>;
  /** Who goes on that visit: they may be in the same house. */
  readonly beside?: readonly string[];
}

/** Words alone, whatever marks and capitals stand between them. */
const plain = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** Every word that was said, whatever field it came in. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(wordsIn);
}

/** The words of what was sent: not its name, of whom or when it is, nor the word that is being signed. */
function said(sent: unknown): readonly string[] {
  if (typeof sent !== 'object' || sent === null) return wordsIn(sent);
  return Object.entries(sent).flatMap(([name, value]) => (['type', 'visitor', 'at', 'safeWord'].includes(name) ? [] : wordsIn(value)));
}

/** Could a safe word be in it? Then the same is done whether or not one is, so that nobody can tell by what it costs or brings with it. */
export const mightHoldTheWord = (visit: Visit, { safeWords = {} }: Overheard): boolean =>
  visit.visitors.some((v) => v.safeWord !== undefined) || Object.keys(safeWords).length > 0;

/** Opens a call for help where a safe word is in what was said; whoever is watched in another item is heard there. `who`: whom it was said of. */
export function listen(draft: Draft, command: Command, { place, safeWords = {}, beside }: Overheard, who: readonly string[] = []): Draft {
  const { visit, known, press } = draft;
  const heard = plain([...said(command), ...wordsIn(press.unread), ...said(press.whole)].join(' '));
  const signed = [
    ...visit.visitors.flatMap((v) => (v.safeWord === undefined || isLinked(v, known.leads) ? [] : [[v.person, v.safeWord] as const])),
    ...Object.entries(safeWords),
  ];
  const calling = signed.filter(([, word]) => heard.includes(plain(word))).map(([person]) => person);
  const alarm = alarmFor('word', known);
  if (signed.length === 0 || alarm === undefined) return draft;
  const isHeard = calling.length > 0;
  const visitors = [...new Set([...(isHeard ? calling : signed.map(([person]) => person)), ...who])];
  const opened = openAlarm(draft, alarm, { visitors, call: 'word', place, beside });
  if (isHeard) return opened;
  // Done all the same, and thrown away: what it takes is the same.
  nextDue(climb(opened).visit, known, { held: true });
  return draft;
}
