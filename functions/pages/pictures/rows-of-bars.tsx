import { barsOf } from './bars.ts';
import { Picture } from './picture.tsx';
import { percent } from './scale.ts';

export interface BarKind {
  readonly name: string;
  readonly look: 'plain' | 'late' | 'overdue' | 'rest';
}

interface Props {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  /** Of the parts of each row, in order. */
  readonly kinds: readonly BarKind[];
  readonly rows: readonly { readonly label: string; readonly parts: readonly number[]; readonly said: string }[];
}

const across = { start: 24, end: 72 };
const keyLine = 24;

const classOf = (look: BarKind['look'] = 'plain'): string =>
  look === 'plain' ? 'ds-picture__bar' : `ds-picture__bar ds-picture__bar--${look}`;

/** A row for each month or step: its name, its bars, and in words what they come to. What each part is stands above, in their order. */
export function RowsOfBars({ id, title, says, kinds, rows }: Props) {
  const key = kinds.length > 1 ? kinds.length * keyLine + 8 : 0;
  const bars = barsOf(
    rows.map(({ parts }) => parts),
    across,
  );
  return (
    <Picture id={id} title={title} says={says} height={key + bars.height}>
      {key > 0 &&
        kinds.map(({ name, look }, n) => (
          <>
            <rect class={classOf(look)} x={1} y={n * keyLine + 3} width={16} height={14} />
            <text x={24} y={n * keyLine + 15}>
              {name}
            </text>
          </>
        ))}
      <g transform={`translate(0 ${String(key)})`}>
        {bars.rows.map(({ baseline, bars: parts, end }, n) => (
          <>
            <text class="ds-picture__tick-label" x={0} y={baseline}>
              {rows[n]?.label}
            </text>
            {parts.map(({ x, y, width, height, part }) => (
              <rect class={classOf(kinds[part]?.look)} x={percent(x)} y={y} width={percent(width)} height={height} />
            ))}
            <text x={percent(end)} dx={6} y={baseline}>
              {rows[n]?.said}
            </text>
          </>
        ))}
        <line class="ds-picture__axis" x1={percent(across.start)} x2={percent(across.start)} y1={0} y2={bars.height} />
      </g>
    </Picture>
  );
}
