/**
 * What a message says: the visit's reference, the visitors' first names, a time, what to do and a link. Never a pupil, a
 * family, an address, a reason, a concern or a safe word. To a visitor's own phone it reads neutrally: somebody in the house
 * may be holding it (T64).
 */
import transliterate from '@sindresorhus/transliterate';
import { personIn } from '../person.ts';
import { running, type Running } from '../policy/clocks.ts';
import { earliest, type Instant, inLondon } from '../time.ts';
import type { Known } from './decision.ts';
import { drillSaid } from './drill.ts';
import { errandSaid } from './errand.ts';
import { isQuiet, rungsOf } from './ladder.ts';
import { mayBeThere } from './relations.ts';
import type { OpenedAlarm, OwedNotice, Visit } from './visit.ts';

export interface Wording {
  readonly subject: string;
  readonly text: string;
}

/** Two parts of a text in the GSM alphabet. */
export const longestText = 306;

/** The words of a message that is owed. `link` leads to the visit's page. */
export function wordingOf(notice: OwedNotice, visit: Visit, known: Known, link: string): Wording {
  const { subject: about, parts } = say(notice, visit, known);
  // Before all else, so that nothing can be read without it.
  const drill = visit.drill === undefined ? '' : 'DRILL ';
  const repeat = notice.tries > 1 ? '(May be a repeat.) ' : '';
  const subject = plainText(`${drill}${about}`);
  const said = plainText(`${drill}${repeat}${parts.filter((part) => part !== '').join(' ')}`);
  if (notice.channel === 'email') return { subject, text: `${said}\n\n${link}\n` };
  return { subject, text: `${shortened(said, longestText - link.length - 1)} ${link}` };
}

interface Said {
  readonly subject: string;
  readonly parts: readonly string[];
}

function say(notice: OwedNotice, visit: Visit, known: Known): Said {
  const { about } = notice;
  if (visit.drill !== undefined) return drillSaid(notice, visit);
  const id = visit.visit;
  const toVisitor = mayBeThere(visit, notice.to);
  if (toVisitor && about.kind === 'over') return { subject: `Visit ${id}`, parts: [`${id}: thank you, nothing more to do.`] };
  if (toVisitor && about.kind === 'task')
    return { subject: `Visit ${id}`, parts: [`${id}: there is something to fill in, once you are back.`] };
  if (toVisitor && (about.kind === 'rung' || about.kind === 'nudge'))
    return { subject: `Visit ${id}`, parts: [`${id}: please ring the office when you can.`] };
  switch (about.kind) {
    case 'rung': {
      const alarm = visit.alarms.find((a) => a.id === about.alarm);
      const rung = alarm === undefined ? undefined : rungsOf(visit, alarm)[about.rung - 1];
      const again = about.cycle > 0 ? `Still open, message ${String(about.cycle + 1)}.` : '';
      return {
        subject: visit.allegation === undefined ? `Visit ${id}: act now` : `${id}: for you alone`,
        parts: [
          visit.allegation === undefined ? `Visit ${id}:` : `${id}:`,
          alarm === undefined ? '' : whatIsWrong(alarm, visit, known),
          again,
          rung === undefined ? '' : isQuiet(visit, rung) ? 'Do not ring the visitors or the home. Open the page.' : rung.say,
        ],
      };
    }
    case 'over':
      return {
        subject: `Visit ${id}: it is over`,
        parts: [`Visit ${id}: it is over.`, howItEnded(visit, about.alarm, known), 'Nothing more to do.'],
      };
    case 'nudge': {
      const clock = visit.watch?.clocks.find((c) => c.id === about.clock);
      const late = running(visit, known).filter((r) => r.clock.id === about.clock);
      return {
        subject: `Visit ${id}: past its time`,
        parts: [
          `Visit ${id}:`,
          `${firstNamesOf(late, known)} due ${hour(earliest(late.map((r) => r.due)))}, nothing heard yet.`,
          clock?.nudge?.say ?? '',
        ],
      };
    }
    case 'notice': {
      const element = known.rules.notices.find((n) => n.id === about.notice);
      return {
        subject: `Visit ${id}`,
        parts: [
          `Visit ${id}, ${names(
            visit.visitors.map((v) => v.person),
            known,
          )}:`,
          element?.say ?? '',
        ],
      };
    }
    case 'page':
      return { subject: `Visit ${id}`, parts: [`${id}: your page for today.`] };
    case 'errand':
      return errandSaid(visit, known.staff[notice.to]);
    case 'task': {
      const question = known.rules.questions.find((q) => q.id === about.task.split('#')[0]);
      return { subject: `Visit ${id}: to do`, parts: [`Visit ${id}:`, question?.task?.say ?? ''] };
    }
  }
}

function whatIsWrong(alarm: OpenedAlarm, visit: Visit, known: Known): string {
  switch (alarm.kind) {
    case 'overdue': {
      const clock = visit.watch?.clocks.find((c) => c.id === alarm.of);
      const late = running(visit, known).filter((r) => alarm.awaits.some((w) => w.clock === r.clock.id && w.visitor === r.visitor));
      const who = firstNamesOf(late, known);
      const due = earliest(late.map((r) => r.due));
      if (late.length > 0 && late.every((r) => isBackUnheard(visit, r.visitor)))
        return `${who} say they are back, and nobody has heard it who should.`;
      return clock?.expects === 'depart'
        ? `${who} were to leave at ${hour(due)} and have not signed out.`
        : `${who} due ${hour(due)} and not heard from.`;
    }
    case 'distress':
      return `${names(alarm.visitors, known)}: call for help${whichCall(alarm)} at ${hour(alarm.openedAt)}.`;
    case 'concern':
      return `${names(alarm.visitors, known)}: something that cannot wait, ${hour(alarm.openedAt)}.`;
    case 'allegation':
      return '';
    case 'drill':
      return '(Who it is, and since when.)';
  }
}

/** Each further one is told from those before it, by whoever reads it and by networks that drop what is the same. */
const whichCall = ({ id }: OpenedAlarm): string => (id === 'h1' ? '' : ` number ${id.slice(1)}`);

/** Back by their own word or the office's, where the policy wants somebody else to have heard of it. */
const isBackUnheard = (visit: Visit, person: string): boolean =>
  visit.visitors.some((v) => v.person === person && v.contacts.return !== undefined && v.accountedForAt === undefined);

function howItEnded(visit: Visit, id: string, known: Known): string {
  const alarm = visit.alarms.find((a) => a.id === id);
  const by = personIn(known, alarm?.ended?.by ?? '')?.firstName;
  const at = hour(alarm?.ended?.at);
  switch (alarm?.ended?.because) {
    case 'stood-down':
      return `Stood down at ${at}${by === undefined ? '' : ` by ${by}`}.`;
    case 'revised':
      return `A new time was heard at ${at}.`;
    case 'contact':
      return `They were heard from at ${at}.`;
    case 'cancelled':
      return `The visit was called off at ${at}.`;
    case 'lapsed':
    case undefined:
      return '';
  }
}

/** Of whom the clock still runs: whoever has been heard of is not named (T11). */
const firstNamesOf = (late: readonly Running[], known: Known): string => names([...new Set(late.map((r) => r.visitor))], known);
const names = (people: readonly string[], known: Known): string =>
  people.map((person) => personIn(known, person)?.firstName ?? person).join(' and ');
const hour = (at: Instant | undefined): string => (at === undefined ? 'at no set time' : inLondon(at).time);

// ------------------------------------------------------------------------------------------------ what a phone can show

/** The GSM 7-bit alphabet, without the characters that count twice. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

/** In the GSM alphabet: what it lacks is written with the letters nearest to it, `Łukasz` as `Lukasz`; what has none near is a `?`. */
export const plainText = (text: string): string => (gsm.test(text) ? text : text.normalize('NFC').replace(/./gsu, plainly));

function plainly(character: string): string {
  if (gsm.test(character)) return character;
  const near = characters[character] ?? transliterate(character);
  return gsm.test(near) ? near : '?';
}
/** What stands for no letter. */
const characters: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '€': 'EUR',
};

/** Cut at a word, with dots to say so. */
function shortened(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(0, room - 3);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 0))}...`;
}
