import type { VisitLine } from './visit-line.ts';

const at = (x: number): string => `${String(x)}%`;

/** The picture says no more than the table beside it, which is for everybody whom a picture does not help. */
export const VisitPicture = ({ line, says }: { readonly line: VisitLine; readonly says: string }) => (
  <figure class="ds-figure">
    <svg class="ds-picture" height={line.height} role="img" aria-labelledby="visit-line-title visit-line-says">
      <title id="visit-line-title">The visit from leaving to return</title>
      <desc id="visit-line-says">{says}</desc>
      <line class="ds-picture__axis" x1="0" x2="100%" y1={line.axis} y2={line.axis} />
      {line.ticks.map(({ x, label }) => (
        <>
          <line class="ds-picture__tick" x1={at(x)} x2={at(x)} y1={line.axis - 4} y2={line.axis + 4} />
          <text class="ds-picture__tick-label" x={at(x)} y={line.axis + 22} text-anchor="middle">
            {label}
          </text>
        </>
      ))}
      {line.now === undefined ? null : <line class="ds-picture__now" x1={at(line.now)} x2={at(line.now)} y1="4" y2={line.axis} />}
      {line.planned === undefined ? null : (
        <>
          <text x="0" y="14">
            Planned
          </text>
          <line class="ds-picture__planned" x1={at(line.planned.from)} x2={at(line.planned.to)} y1="28" y2="28" />
          {line.planned.stops.map((x) => (
            <line class="ds-picture__tick" x1={at(x)} x2={at(x)} y1="22" y2="34" />
          ))}
        </>
      )}
      {line.rows.map(({ name, y, was, overdue, contacts, clocks }) => (
        <>
          <text class="ds-picture__label" x="0" y={y - 14}>
            {name}
          </text>
          {was === undefined ? null : <line class="ds-picture__actual" x1={at(was.from)} x2={at(was.to)} y1={y} y2={y} />}
          {overdue === undefined ? null : <line class="ds-picture__overdue" x1={at(overdue.from)} x2={at(overdue.to)} y1={y} y2={y} />}
          {contacts.map((x) => (
            <circle class="ds-picture__contact" cx={at(x)} cy={y} r="7" />
          ))}
          {clocks.map((x) => (
            <circle class="ds-picture__clock" cx={at(x)} cy={y} r="7" />
          ))}
        </>
      ))}
      {line.alarms.map(({ x, y }) => (
        <svg x={at(x)} y={y} width="1" height="1" overflow="visible">
          <path class="ds-picture__alarm" d="M0-10 10 8H-10z" />
        </svg>
      ))}
    </svg>
  </figure>
);
