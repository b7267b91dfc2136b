import type { ShownReview } from '../shapes.ts';
import { dateInWords, lengthInWords } from '../words.ts';

/** `by 1 March 2028`; that it is late is said in words. */
export const reviewInWords = ({ due, overdue, every }: ShownReview): string =>
  due === null
    ? `every ${lengthInWords(every).replace(/^1 /, '')}`
    : overdue
      ? `it was due by ${dateInWords(due)}, and is overdue`
      : `by ${dateInWords(due)}`;
