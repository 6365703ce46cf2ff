/** A table with its name, that a keyboard can scroll where it is wider than the page. */
import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** True if somebody wrote it: some words stay side by side, however many columns there are. */
  readonly isText?: boolean;
}

interface DataTableProps<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** A whole sentence for no rows. */
  readonly empty: string;
  /** Each row is a block of its own on a phone, each cell with the name of its column. */
  readonly stacks?: boolean;
}

function classOf({ isNumber, isText }: Pick<Column<unknown>, 'isNumber' | 'isText'>): string | undefined {
  if (isNumber) return 'number';
  return isText ? 'text' : undefined;
}

export function DataTable<Row>({ columns, empty, name, rows, stacks }: DataTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section class={`table-scroll${stacks ? ' stacks' : ''}`} tabIndex={0} aria-label={`${name}, scrolls`}>
      <table class="usa-table usa-table--borderless">
        <caption>{name}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={classOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 ? (
            <tr>
              <td colSpan={columns.length}>{empty}</td>
            </tr>
          ) : (
            rows.map((row, at) => (
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column.name} class={classOf(column)} data-name={stacks ? column.name : undefined}>
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
