/** Words, numbers and addresses that stand nowhere else, each of which says where it was written. */
import type { MarkFor } from './words-in-schemas.ts';

const shapes = /zq\d{4}x|7700 ?900 ?\d{3}/gi;
const plainly = (mark: string): string => mark.toLowerCase().replaceAll(' ', '');

export interface Marks {
  readonly mark: MarkFor;
  /** Where the marks in a text were written, each place once. */
  readonly in: (text: string) => readonly string[];
  readonly count: () => number;
}

export function newMarks(): Marks {
  const places = new Map<string, string>();
  let phones = 0;
  const mark: MarkFor = (path, kind) => {
    const word = `zq${String(places.size).padStart(4, '0')}x`;
    if (kind === 'phone') {
      const number = `7700900${String((phones += 1)).padStart(3, '0')}`;
      places.set(number, path);
      return `+44${number}`;
    }
    places.set(word, path);
    return kind === 'email' ? `${word}@example.org` : word;
  };
  return {
    mark,
    in: (text) => [...new Set([...text.matchAll(shapes)].flatMap(([found]) => places.get(plainly(found)) ?? []))],
    count: () => places.size,
  };
}
