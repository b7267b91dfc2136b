/** Somebody taken out of what is kept, where the rest of it stays. */
import { isDuty } from './policy/receivers.ts';
import { erasedWords } from './visit/erase.ts';
import type { VisitEvent } from './visit/visit.ts';

/** Whoever is to be gone: by what they are called in the records, and by what they are called in words. */
export interface Gone {
  /** Of a member of staff: the id that stands for them, and the one that is to stand there instead. */
  readonly id?: { readonly is: string; readonly becomes: string };
  /** Of somebody of a home: what stands for them in answers about them, and in a request. */
  readonly subject?: string;
  /** Names, numbers and addresses as somebody might have written them down. */
  readonly texts: readonly string[];
}

/** Too short to be told from other words. */
const shortest = 3;
const fields = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** Where somebody's id stands; elsewhere the same letters are a word of the policy, an alarm or a stage. */
const ofPeople = fields(
  'by visitor visitors person beside about told to of involved who people manager requester subject saidBy endedBy contacts tell instead for',
);
/** What people answered and set: anything in it may be somebody's id. */
const said = fields('value values');
/** Where people's own words stand, there and below; elsewhere the same letters are an id, a time or a word that Doorstep goes by. */
const ofPeoplesWords = fields(
  'words reason purpose note basis metBy seenBy where toldBy means who how rangBy reference system so say onVisit mobile email safeWord unread outcome next endsAt ' +
    'value values name firstName what phone number vehicle relationship emergencyContact title address animals saidBy endedBy',
);
/** An option of a question, a duty, somebody else's id: nothing that anybody is called in words. */
const isOneOfMany = (text: string): boolean => /^[a-z][a-z0-9-]*$/.test(text);

interface Place {
  /** Whether ids of people stand here. `all`: and in everything below. */
  readonly ids: 'none' | 'here' | 'all';
  /** Whether people's own words do. */
  readonly words: boolean;
}

/** Words with nothing in them that names them: as words by themselves, since a name may be part of many others. */
function wordsWithout(text: string, { texts }: Gone): string {
  const long = texts.filter((one) => one.trim().length >= shortest).toSorted((a, b) => b.length - a.length);
  if (long.length === 0) return text;
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}-])(?:${long.map(literal).join('|')})(?![\\p{L}\\p{N}-])`, 'giu'), '[erased]');
}

/** The same, with nothing in it that names them. */
export function without<Value>(value: Value, gone: Gone): Value {
  // An office may be called `office`: that word is the policy's wherever it might be.
  const isWord = gone.id !== undefined && isDuty(gone.id.is);
  const ofSubject = gone.id === undefined ? undefined : new RegExp(`#${literal(gone.id.is)}$`, 'u');

  const renamed = (text: string, { ids }: Place): string => {
    if (gone.id === undefined || ofSubject === undefined) return text;
    return ids !== 'none' && text === gone.id.is ? gone.id.becomes : text.replace(ofSubject, `#${gone.id.becomes}`);
  };
  const cleaned = (text: string, { words }: Place): string => (words && !isOneOfMany(text) ? wordsWithout(text, gone) : text);
  const walk = (part: unknown, place: Place): unknown => {
    if (typeof part === 'string') return cleaned(renamed(part, place), place);
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((each: unknown) => walk(each, place));
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [renamed(name, place), walk(each, below(name, place))]));
  };
  const below = (name: string, place: Place): Place => ({
    ids:
      place.ids === 'all' || said.has(name)
        ? isWord && ofWords.has(name)
          ? 'none'
          : 'all'
        : ofPeople.has(name) && !(isWord && ofWords.has(name))
          ? 'here'
          : 'none',
    words: place.words || ofPeoplesWords.has(name),
  });
  // A walk changes the words of what it is given, never its shape.
  return walk(value, { ids: 'none', words: false }) as Value;
}

/** Where a duty may stand as well as a person. */
const ofWords = new Set(['tell', 'instead', 'values', 'value']);

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** An event with nothing in it of theirs: what they signed and gave on a visit, and what is said of them. */
export function eventWithout(event: VisitEvent, gone: Gone): VisitEvent {
  const { unread: _unread, ...read } = event;
  const isBy = gone.id !== undefined && event.by === gone.id.is;
  // What could not be read may hold anything: of whoever is to be gone it is not kept. A change of what an event says leaves its kind.
  const plain = (isBy ? read : event) as VisitEvent;
  return without(
    {
      ...plain,
      ...signedLess(plain, gone),
      ...answersLess(plain, gone),
      ...basisLess(plain, gone),
      ...pupilLess(plain, gone),
      ...keyLess(plain),
      ...(plain.type === 'PassedOn' ? { to: wordsWithout(plain.to, gone) } : {}),
    },
    gone,
  );
}

/** Of a visit that takes another's place, what came with its key is the whole request: it was asked for once. */
const keyLess = ({ key }: VisitEvent): object => (key?.body.startsWith('{') === true ? { key: { ...key, body: erasedWords } } : {});

const signedLess = (event: VisitEvent, { id }: Gone): object =>
  event.type === 'RiskAssessed' && event.visitor === id?.is ? { mobile: undefined, safeWord: undefined } : {};

const answersLess = (event: VisitEvent, { id, subject }: Gone): object =>
  'answers' in event
    ? {
        answers: event.answers.map((answer) =>
          answer.subject !== undefined && (answer.subject === id?.is || answer.subject === subject)
            ? { ...answer, value: erasedWords, ...(answer.subject === subject ? { subject: erasedWords } : {}) }
            : answer,
        ),
      }
    : {};

/** What an agreement was given on names everybody who was to go; it has been judged by it for the last time. */
const basisLess = (event: VisitEvent, { id }: Gone): object =>
  'basis' in event && id !== undefined && event.basis.includes(id.is) ? { basis: erasedWords } : {};

function pupilLess(event: VisitEvent, { subject }: Gone): object {
  if (subject === undefined) return {};
  if (event.type === 'VisitRequested' && event.request.pupil === subject) return { request: { ...event.request, pupil: null } };
  return event.type === 'VisitAmended' && event.changes.pupil === subject ? { changes: { ...event.changes, pupil: null } } : {};
}
