import { type Instant, latest } from '../../domain/time.ts';
import { type Across, placeOf, type Span, ticksIn } from './scale.ts';

export interface Stair {
  readonly x: number;
  readonly y: number;
}

export interface Stairs {
  readonly span: Span;
  readonly x: (at: Instant) => number;
  readonly ticks: readonly { readonly at: Instant; readonly x: number }[];
  /** Each on a line of its own, so that two at one moment do not hide each other. */
  readonly stairs: readonly Stair[];
  /** Where the line of the outing is. */
  readonly outing: number;
  readonly height: number;
}

const lineHeight = 30;
/** Room above for the hours. */
const top = 26;

/** What happens from a moment on, as stairs: time to the right, one thing under the other. */
export function stairsOf({ from, to, moments }: Span & { readonly moments: readonly Instant[] }, across: Across): Stairs {
  const span = { from, to: moments.reduce(latest, to) };
  const x = placeOf(span, across);
  return {
    span,
    x,
    ticks: ticksIn(span, 5).map((at) => ({ at, x: x(at) })),
    outing: top + lineHeight / 2,
    stairs: moments.map((at, n) => ({ x: x(at), y: top + (n + 1.5) * lineHeight })),
    height: top + (moments.length + 1) * lineHeight,
  };
}
