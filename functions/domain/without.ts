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

/** Too short to be told from a part of other words. */
const shortest = 3;
/** Where somebody's id stands; elsewhere the same letters are a word of the policy, an alarm or a stage. */
const ofPeople = new Set(
  'by visitor visitors person beside about told to of involved who people manager requester subject saidBy endedBy contacts tell instead for'.split(
    ' ',
  ),
);
/** What people answered and set: anything in it may be somebody's id. */
const said = new Set(['value', 'values']);

/** The same, with nothing in it that names them. */
export function without<Value>(value: Value, gone: Gone): Value {
  const texts = gone.texts.filter((text) => text.trim().length >= shortest).toSorted((a, b) => b.length - a.length);
  const pattern = texts.length === 0 ? undefined : new RegExp(texts.map(literal).join('|'), 'giu');
  // An office may be called `office`: that word is the policy's wherever it might be.
  const isWord = gone.id !== undefined && isDuty(gone.id.is);
  const ofSubject = gone.id === undefined ? undefined : new RegExp(`#${literal(gone.id.is)}$`, 'u');

  const word = (text: string, isId: boolean): string => {
    if (gone.id === undefined || ofSubject === undefined) return pattern === undefined ? text : text.replace(pattern, '[erased]');
    if (isId && text === gone.id.is) return gone.id.becomes;
    const named = text.replace(ofSubject, `#${gone.id.becomes}`);
    return pattern === undefined ? named : named.replace(pattern, '[erased]');
  };
  /** `place`: whether ids of people stand here. `all`: and in everything below. */
  const walk = (part: unknown, place: 'none' | 'here' | 'all'): unknown => {
    if (typeof part === 'string') return word(part, place !== 'none');
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((each: unknown) => walk(each, place));
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [word(name, place !== 'none'), walk(each, below(name, place))]));
  };
  const below = (name: string, place: 'none' | 'here' | 'all'): 'none' | 'here' | 'all' => {
    if (place === 'all' || said.has(name)) return isWord && ofWords.has(name) ? 'none' : 'all';
    return ofPeople.has(name) && !(isWord && ofWords.has(name)) ? 'here' : 'none';
  };
  // A walk changes the words of what it is given, never its shape.
  return walk(value, 'none') as Value;
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
    },
    gone,
  );
}

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
