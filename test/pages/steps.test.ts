import { describe, expect, it } from 'vitest';
import { isFieldOf, type Step, stepAfter, stepBefore, stepToShow, wayThrough, withStep } from '../../functions/pages/forms/steps.ts';

type Answers = Readonly<Record<string, string>>;

const step = (path: string, next: (answers: Answers) => string | undefined, more: Partial<Step<Answers>> = {}): Step<Answers> => ({
  path,
  questions: [path],
  lacks: (answers) => (answers[path] === undefined ? [{ field: path, text: `Say ${path}` }] : []),
  next,
  applies: () => true,
  ...more,
});

/** A home that is known, or a new one of which the address is asked. */
const steps = [
  step('home', ({ home }) => (home === 'new' ? 'address' : 'who')),
  step('address', () => 'who', { applies: ({ home }) => home === 'new' }),
  step('who', () => 'day'),
  step('day', () => 'check'),
  step('check', () => undefined, { lacks: () => [] }),
];
const paths = (answers: Answers): readonly string[] => wayThrough(steps, answers).map(({ path }) => path);
const shown = (answers: Answers, path: string): string | undefined => stepToShow(steps, answers, path)?.path;

describe('a form of several pages', () => {
  it('asks what follows from what was answered, and nothing else', () => {
    expect(paths({ home: 'h-1' })).toEqual(['home', 'who', 'day', 'check']);
    expect(paths({ home: 'new' })).toEqual(['home', 'address', 'who', 'day', 'check']);
  });

  it('leads whoever skips ahead to the first page that lacks something', () => {
    expect(shown({}, 'check')).toBe('home');
    expect(shown({ home: 'new' }, 'day')).toBe('address');
    expect(shown({ home: 'h-1', who: 'Ada' }, 'check')).toBe('day');
    expect(shown({ home: 'h-1', who: 'Ada', day: 'Monday' }, 'check')).toBe('check');
  });

  it('goes back to any page that was answered', () => {
    expect(shown({ home: 'h-1', who: 'Ada', day: 'Monday' }, 'who')).toBe('who');
    expect(stepBefore(steps, { home: 'h-1' }, 'who')?.path).toBe('home');
    expect(stepBefore(steps, { home: 'new' }, 'who')?.path).toBe('address');
    expect(stepBefore(steps, {}, 'home')).toBeUndefined();
  });

  it('goes on to the page that comes next', () => {
    expect(stepAfter(steps, { home: 'new' }, 'home')?.path).toBe('address');
    expect(stepAfter(steps, { home: 'h-1' }, 'home')?.path).toBe('who');
    expect(stepAfter(steps, {}, 'check')).toBeUndefined();
  });

  it('shows the end to whoever asks for a page that is not asked of them, once all is answered', () => {
    expect(shown({ home: 'h-1', who: 'Ada', day: 'Monday' }, 'address')).toBe('check');
    expect(stepAfter(steps, { home: 'h-1' }, 'address')?.path).toBe('check');
  });

  it('has an end even where pages lead to each other', () => {
    const round = [step('one', () => 'two'), step('two', () => 'one')];
    expect(wayThrough(round, {}).map(({ path }) => path)).toEqual(['one', 'two']);
  });

  it('puts what a page was sent with in the place of what it had, and leaves the rest', () => {
    const day = { questions: ['day', 'departAt'] };
    expect(isFieldOf(day, 'day-month')).toBe(true);
    expect(isFieldOf(day, 'days')).toBe(false);
    const before = [['who', 'Ada'], ['day-day', '1'], ['day-month', '2']] as const; // prettier-ignore
    expect(withStep(day, before, [['day-day', '3'], ['token', 'x']] as const)).toEqual([['who', 'Ada'], ['day-day', '3']]); // prettier-ignore
  });
});
