import type { Instant } from '../../domain/time.ts';
import { hour } from '../words.ts';
import { Picture } from './picture.tsx';
import { percent } from './scale.ts';
import { stairsOf } from './stairs.ts';

export interface MomentOfStairs {
  readonly at: Instant;
  /** A `step` of a ladder, with its number; one that was `passed` over; somebody `asked` before one begins; somebody `told` of anything else. */
  readonly kind: 'step' | 'passed' | 'asked' | 'told';
  readonly mark?: string;
}

interface Props {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly from: Instant;
  readonly to: Instant;
  /** What stands at the line above the stairs: an outing as it was planned, and until when somebody was heard of. */
  readonly line?: { readonly label: string; readonly until: Instant; readonly heardUntil: Instant };
  readonly moments: readonly MomentOfStairs[];
}

const across = { start: 26, end: 92 };
const square = 24;

/** Time to the right, and one under the other who is told, each where its moment is. A step is a square with its number, whoever is asked before it an empty ring. */
export function OutingStairs({ id, title, says, from, to, line, moments }: Props) {
  const { x, ticks, stairs, outing, height } = stairsOf({ from, to, moments: moments.map(({ at }) => at) }, across);
  return (
    <Picture id={id} title={title} says={says} height={height}>
      {ticks.map((tick) => (
        <>
          <line class="ds-picture__tick" x1={percent(tick.x)} x2={percent(tick.x)} y1={20} y2={height} />
          <text class="ds-picture__tick-label" x={percent(tick.x)} y={14} text-anchor="middle">
            {hour(tick.at)}
          </text>
        </>
      ))}
      {line === undefined ? null : (
        <>
          <text class="ds-picture__label" x={0} y={outing + 5}>
            {line.label}
          </text>
          <line class="ds-picture__planned" x1={percent(x(from))} x2={percent(x(line.until))} y1={outing} y2={outing} />
          <line class="ds-picture__actual" x1={percent(x(from))} x2={percent(x(line.heardUntil))} y1={outing} y2={outing} />
        </>
      )}
      {stairs.map((stair, n) => {
        const moment = moments[n];
        return moment === undefined ? null : (
          <>
            <text class="ds-picture__tick-label" x={0} y={stair.y + 5}>
              {hour(moment.at)}
            </text>
            <MarkOf kind={moment.kind} x={percent(stair.x)} y={stair.y} />
            {moment.mark === undefined ? null : (
              <text class="ds-picture__label" x={percent(stair.x)} y={stair.y + 5} text-anchor="middle">
                {moment.mark}
              </text>
            )}
          </>
        );
      })}
    </Picture>
  );
}

function MarkOf({ kind, x, y }: { readonly kind: MomentOfStairs['kind']; readonly x: string; readonly y: number }) {
  switch (kind) {
    case 'step':
      return (
        <rect
          class="ds-picture__rung"
          x={x}
          y={y - square / 2}
          width={square}
          height={square}
          rx={3}
          transform={`translate(-${String(square / 2)} 0)`}
        />
      );
    case 'passed':
      return <circle class="ds-picture__rung" cx={x} cy={y} r={4} />;
    case 'asked':
      return <circle class="ds-picture__clock" cx={x} cy={y} r={9} />;
    case 'told':
      return <circle class="ds-picture__contact" cx={x} cy={y} r={8} />;
  }
}
