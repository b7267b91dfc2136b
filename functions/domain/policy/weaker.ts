/**
 * Whether a change of a policy may let through what was held up, watch less closely, tell fewer people or let more of them read.
 * It says so too where nobody can tell by looking at the data: whoever agrees to it is to look.
 */
import { canonical } from '../canonical.ts';
import { Length, lengthInMilliseconds } from '../time.ts';
import type { ElementKind } from './citations.ts';

/**
 * What makes a field weaker. `fewer`: something is missing from a list. `more`: something came to it. `wider`: the same of a list that
 * is everybody where it is absent. `less`: it is longer, later or a smaller number, or nobody can say. `off`, `on`: it holds no more, or does now.
 * `narrower`: it holds in fewer cases, or in others. `opens`: the same of what never opens where it is absent. `lost`: it is gone.
 * `unneeded`: it is needed no more. `any`: whatever it is now.
 */
type Weakens = 'fewer' | 'more' | 'wider' | 'less' | 'off' | 'on' | 'narrower' | 'opens' | 'lost' | 'unneeded' | 'any';

/** Of an element of each kind: whether its loss is one of safety or privacy, or its coming, and which of its fields are. */
const weakens: Readonly<
  Record<ElementKind, { readonly gone: boolean; readonly new: boolean; readonly fields: Readonly<Record<string, Weakens>> }>
> = {
  about: { gone: true, new: false, fields: { who: 'more' } },
  review: { gone: true, new: false, fields: { every: 'less', due: 'less', tell: 'fewer' } },
  // What the school sets is the school's to weaken.
  setting: { gone: false, new: false, fields: {} },
  form: { gone: true, new: false, fields: {} },
  question: {
    gone: true,
    new: false,
    fields: {
      ...{ type: 'any', about: 'any', stage: 'any', fills: 'any', printed: 'any', reads: 'any', form: 'any' },
      ...{ when: 'narrower', by: 'wider', among: 'wider', enough: 'more', open: 'on' },
      ...{ controls: 'fewer', material: 'off', kept: 'off', offVisit: 'off', task: 'any', prints: 'lost' },
    },
  },
  option: { gone: false, new: false, fields: { entered: 'any' } },
  gate: {
    gone: true,
    new: false,
    fields: {
      ...{ check: 'any', step: 'any', form: 'any', test: 'less', who: 'any' },
      ...{ when: 'narrower', warns: 'on', questions: 'fewer', by: 'more' },
    },
  },
  prompt: { gone: true, new: false, fields: { stages: 'fewer', to: 'fewer', tick: 'unneeded', form: 'any', when: 'narrower' } },
  clock: {
    gone: true,
    new: false,
    fields: {
      ...{ expects: 'any', due: 'any', runsFrom: 'any', ladder: 'any', nudge: 'any' },
      ...{ when: 'narrower', latest: 'fewer', heardBy: 'any', endsOn: 'more', grace: 'less' },
    },
  },
  rung: { gone: true, new: false, fields: { do: 'any', tell: 'fewer', instead: 'fewer', wait: 'less', comesAfter: 'any' } },
  alarm: {
    gone: true,
    new: false,
    fields: { kind: 'any', ladder: 'any', reads: 'any', opensOn: 'fewer', opensWhen: 'opens', quiet: 'more' },
  },
  notice: {
    gone: true,
    new: false,
    fields: { now: 'off', on: 'fewer', when: 'narrower', tell: 'fewer', shows: 'more', byHand: 'any' },
  },
  access: { gone: false, new: true, fields: { of: 'any', to: 'more' } },
  promise: { gone: true, new: false, fields: {} },
};

interface Changed {
  readonly field: string;
  /** `null`: it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

/** A change of an element: `added` and `removed` whole, or of these fields. */
export function mayWeaken(kind: ElementKind, change: 'added' | 'removed' | 'changed', fields: readonly Changed[]): boolean {
  const { gone, new: isNew, fields: each } = weakens[kind];
  if (change === 'removed') return gone;
  if (change === 'added') return isNew;
  return fields.some(({ field, before, after }) => {
    const by = each[field];
    return by !== undefined && isWeaker(by, before, after);
  });
}

function isWeaker(by: Weakens, before: unknown, after: unknown): boolean {
  switch (by) {
    case 'fewer':
      return hasMore(after, before);
    case 'more':
      return hasMore(before, after);
    case 'wider':
      return after === null || (before !== null && hasMore(before, after));
    case 'less':
      return asksLess(before, after);
    case 'off':
      return before === true && after !== true;
    case 'on':
      return before !== true && after === true;
    case 'narrower':
      // All the tests of a list have to hold: with none it always does.
      return hasMore(before, after);
    case 'opens':
      return after === null || (before !== null && hasMore(before, after));
    case 'lost':
      return after === null;
    case 'unneeded':
      return before === 'needed' || after === null;
    case 'any':
      return true;
  }
}

/** Something in the second that is not in the first. */
const hasMore = (some: unknown, others: unknown): boolean => partsOf(others).some((part) => !partsOf(some).includes(part));
const partsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(canonical) : []);

/** Of two lengths, two days or two least numbers which asks less; of anything else nobody can say. */
function asksLess(before: unknown, after: unknown): boolean {
  const [was, is] = [Length.safeParse(before).data, Length.safeParse(after).data];
  if (was !== undefined && is !== undefined) return daysAndMore(is) > daysAndMore(was);
  const day = /^\d{4}-\d\d-\d\d$/;
  if (typeof before === 'string' && typeof after === 'string' && day.test(before) && day.test(after)) return after > before;
  if (isLeast(before) && isLeast(after) && before.of === after.of) return after.atLeast < before.atLeast;
  return true;
}

const dayInMilliseconds = 86_400_000;
/** A year and a month as long as they are at the least. */
function daysAndMore(length: Length): number {
  const [, count = '0', unit] = /^P(\d+)([YM])/.exec(length) ?? [];
  return lengthInMilliseconds(length) + Number(count) * (unit === 'Y' ? 365 : 28) * dayInMilliseconds;
}

const isLeast = (test: unknown): test is { readonly of: unknown; readonly atLeast: number } =>
  typeof test === 'object' && test !== null && 'of' in test && 'atLeast' in test && typeof test.atLeast === 'number';
