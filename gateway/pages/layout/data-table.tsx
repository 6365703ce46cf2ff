/** A table with its name, that a keyboard can scroll where it is wider than the page; on a phone its rows are blocks. */
import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** True if somebody wrote it: some words stay side by side, however many columns there are. */
  readonly isText?: boolean;
  /** True if it holds buttons, which paper has not. */
  readonly isAct?: true;
  /** True if it needs no name beside it where its row is a block. */
  readonly speaksForItself?: boolean;
  /** Its place on a phone: beside other short ones, or nowhere; default: a line of its own. */
  readonly onPhone?: 'short' | 'aside';
}

interface DataTableProps<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** A whole sentence for no rows. */
  readonly empty: ComponentChildren;
  /** False if its rows stay rows on a phone; else each is a block, each cell with the name of its column. */
  readonly stacks?: boolean;
  /** Returns the id by which the row can be linked. */
  readonly idOf?: (row: Row) => string | undefined;
}

type Classed = Pick<Column<unknown>, 'isAct' | 'isNumber' | 'isText' | 'onPhone'>;

function classOf({ isAct, isNumber, isText, onPhone }: Classed): string | undefined {
  if (isAct) return 'no-print';
  if (isNumber) return 'number';
  return isText ? 'text' : onPhone;
}

export function DataTable<Row>({ columns, empty, idOf, name, rows, stacks = true }: DataTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section class={`table-scroll${stacks ? ' stacks' : ''}`} tabIndex={0} aria-label={`${name}, scrolls`}>
      <table class={`usa-table usa-table--borderless${stacks ? ' usa-table--stacked' : ''}`}>
        <caption>{name}</caption>
        {rows.length === 0 ? null : (
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.name} scope="col" class={classOf(column)}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.length === 0 ? (
            <tr>
              <td colSpan={columns.length}>{empty}</td>
            </tr>
          ) : (
            rows.map((row, at) => (
              <tr key={at} id={idOf?.(row)}>
                {columns.map((column) => (
                  <td
                    key={column.name}
                    class={classOf(column)}
                    data-name={(stacks && !column.speaksForItself && column.name) || undefined}
                  >
                    {column.of(row)}
                  </td>
                ))}
              </tr>
            ))
          )}
        </tbody>
      </table>
    </section>
  );
}
