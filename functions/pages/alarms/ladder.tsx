/** A ladder, as a picture that fills and as a list: who is told, whom to ring, what to say, when, and who did it. */
import type { Child } from 'hono/jsx';
import { Tag } from '../components/tag.tsx';
import { barsOf } from '../pictures/ladder.ts';
import { many } from '../words.ts';

export interface Rung {
  readonly title: string;
  readonly state: 'done' | 'now' | 'next';
  /** When, in a word or two. */
  readonly tag: string;
  /** How much of its time has passed, from 0 to 1. */
  readonly filled: number;
  readonly say: string;
  readonly clauses: readonly string[];
  /** Whose it is, what was done, and numbers to ring. */
  readonly children?: Child;
}

export const Ladder = ({ rungs, steps }: { readonly rungs: readonly Rung[]; readonly steps: string }) => (
  <>
    <Picture rungs={rungs} />
    <ol class="ds-ladder" aria-label={steps}>
      {rungs.map(({ title, state, tag, say, clauses, children }, n) => (
        <li class={`ds-ladder__rung ds-ladder__rung--${state}`} {...(state === 'now' ? { 'aria-current': 'step' } : {})}>
          <span class="ds-ladder__number" aria-hidden="true">
            {n + 1}
          </span>
          <h3 class="ds-ladder__title">
            {title} <Tag classes={state === 'now' ? 'govuk-tag--red' : 'govuk-tag--grey'}>{tag}</Tag>
          </h3>
          <p class="ds-ladder__text">
            {say} <span class="ds-clause">{clauses.length === 0 ? 'set by the school' : clauses.join(', ')}</span>
          </p>
          {children}
        </li>
      ))}
    </ol>
  </>
);

/** The same as the list beside it, for whoever would rather look. */
function Picture({ rungs }: { readonly rungs: readonly Rung[] }) {
  const done = rungs.filter(({ state }) => state === 'done').length;
  const now = rungs.findIndex(({ state }) => state === 'now');
  const said = `${many(done, 'step')} of ${String(rungs.length)} behind us${now === -1 ? '' : `, step ${String(now + 1)} now`}`;
  return (
    <figure class="ds-figure">
      <svg class="ds-picture" height="56" role="img" aria-labelledby="ladder-title ladder-desc">
        <title id="ladder-title">The ladder: {said}</title>
        <desc id="ladder-desc">{rungs.map(({ title, tag }, n) => `${String(n + 1)}. ${title}: ${tag}.`).join(' ')}</desc>
        {barsOf(rungs.map(({ filled }) => filled)).map(({ x, width, filled }, n) => {
          const state = rungs[n]?.state ?? 'next';
          return (
            <>
              <rect class="ds-picture__rung" x={`${x}%`} y="4" width={`${width}%`} height="22" rx="4" />
              {filled === 0 ? null : (
                <rect class={`ds-picture__rung ds-picture__rung--${state}`} x={`${x}%`} y="4" width={`${filled}%`} height="22" rx="4" />
              )}
              <text x={`${x}%`} y="46">
                {n + 1} {state}
              </text>
            </>
          );
        })}
      </svg>
    </figure>
  );
}
