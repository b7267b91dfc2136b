import { type Content, content, type Extra, spaced } from './options.ts';

interface Cell extends Content, Extra {
  /** `numeric` sets it to the right. */
  readonly format?: 'numeric' | undefined;
  readonly colspan?: number | undefined;
  readonly rowspan?: number | undefined;
}

interface Props extends Extra {
  readonly caption?: string | undefined;
  readonly captionClasses?: string | undefined;
  readonly head?: readonly Cell[] | undefined;
  readonly rows: readonly (readonly Cell[] | false | null | undefined)[];
  readonly firstCellIsHeader?: boolean | undefined;
}

export const Table = ({ caption, captionClasses, head, rows, firstCellIsHeader = false, classes, attributes }: Props) => (
  <table class={spaced('govuk-table', classes)} {...attributes}>
    {caption !== undefined && <caption class={spaced('govuk-table__caption', captionClasses)}>{caption}</caption>}
    {head && (
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {head.map((cell) => (
            <th scope="col" class={spaced(...cellClasses('govuk-table__header', cell))} {...spans(cell)}>
              {content(cell)}
            </th>
          ))}
        </tr>
      </thead>
    )}
    <tbody class="govuk-table__body">
      {rows.map(
        (row) =>
          row && (
            <tr class="govuk-table__row">
              {row.map((cell, column) =>
                column === 0 && firstCellIsHeader ? (
                  <th scope="row" class={spaced('govuk-table__header', cell.classes)} {...spans(cell)}>
                    {content(cell)}
                  </th>
                ) : (
                  <td class={spaced(...cellClasses('govuk-table__cell', cell))} {...spans(cell)}>
                    {content(cell)}
                  </td>
                ),
              )}
            </tr>
          ),
      )}
    </tbody>
  </table>
);

const cellClasses = (name: string, { format, classes }: Cell) => [name, format && `${name}--${format}`, classes];
const spans = ({ colspan, rowspan, attributes }: Cell) => ({ colspan, rowspan, ...attributes });
