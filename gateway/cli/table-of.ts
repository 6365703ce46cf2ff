/** Draws tables for people, without colors and rules, so that they can be copied into a report. */
import Table from 'cli-table3';
import { visibleLine } from '../audit-verify/visible.ts';
import type { Columns } from '../http/schemas/terms.ts';

/** Blanks between columns. */
const GAP = 2;
/** Characters; a shorter text is not prose, and reads badly in pieces. */
const PROSE = 20;
/** Width in pipes and files, without a terminal. */
export const PLAIN_WIDTH = 80;
/** Goes before the columns that had no room beside the first ones. */
const INDENT = '  ';

const NO_RULES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((name) =>
    ['', '-mid', '-left', '-right'].map((end) => [`${name}${end}`, '']),
  ),
);

/**
 * Says so in words if the table is empty. Wraps prose, but never cuts what has no blanks, such as an id:
 * columns without room go on a line of their own below the first ones, which is left out if they are empty.
 */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly unknown[])[],
  width: number = process.stdout.columns ?? PLAIN_WIDTH,
): string {
  if (rows.length === 0) return 'nothing found';
  const all = [head, ...rows.map((row) => row.map(cellText))];
  const least = leastWidths(all);
  const lines = foldedAt(least, width).map(([from, to], i) => ({
    rows: all.map((row) => row.slice(from, to)),
    least: least.slice(from, to),
    indent: i === 0 ? '' : INDENT,
  }));
  const printed = lines.map((line) => printedRows(line.rows, line.least, width - line.indent.length));
  return all
    .flatMap((_, row) =>
      lines.flatMap(({ indent }, i) => {
        const text = (printed[i] as string[])[row] as string;
        return i > 0 && text.trim() === '' ? [] : text.replace(/^/gm, indent).replace(/ +$/gm, '');
      }),
    )
    .join('\n');
}

export function tableOfRows<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return tableOf(
    Object.keys(columns),
    rows.map((row) => Object.values(columns).map((cellOf) => cellOf(row))),
  );
}

/** Puts each item of a list on a line. A text has one line, or it could look like further rows. */
const cellText = (cell: unknown) =>
  [cell]
    .flat()
    .map((item) => visibleLine(String(item ?? '')))
    .join('\n');

/** Returns one text a row, with the same column widths for all rows. */
function printedRows(
  rows: readonly (readonly string[])[],
  least: readonly number[],
  width: number,
): string[] {
  const colWidths = widthsOf(rows, least, width).map((column) => column + GAP);
  return rows.map((row) => {
    const table = new Table({
      colWidths,
      chars: { ...NO_RULES, middle: '' },
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
      wordWrap: true,
    });
    table.push([...row]);
    return table.toString();
  });
}

/** Returns which columns share a line, as `[from, to)`: as many as have room. */
function foldedAt(least: readonly number[], width: number): [number, number][] {
  const lines: [number, number][] = [];
  let from = 0;
  let taken = 0;
  least.forEach((column, i) => {
    if (i > from && taken + column > width - (from > 0 ? INDENT.length : 0)) {
      lines.push([from, i]);
      from = i;
      taken = 0;
    }
    taken += column + GAP;
  });
  return [...lines, [from, least.length]];
}

/** Returns each column's least width: its longest word, but at least what reads well. */
function leastWidths(rows: readonly (readonly string[])[]): number[] {
  return columnsOf(rows).map((texts) =>
    Math.max(longest(texts, /\s/), Math.min(longest(texts, /\n/), PROSE)),
  );
}

/** Makes columns as wide as their texts; if that is too much, the widest ones give way. */
function widthsOf(rows: readonly (readonly string[])[], least: readonly number[], width: number): number[] {
  const widths = columnsOf(rows).map((texts) => longest(texts, /\n/));
  let over = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width;
  for (; over > 0; over -= 1) {
    const yielding = widths.map((one, i) => (one > (least[i] as number) ? one : 0));
    const widest = Math.max(...yielding);
    if (widest === 0) break;
    widths[yielding.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function columnsOf(rows: readonly (readonly string[])[]): string[][] {
  return (rows[0] as readonly string[]).map((_, i) => rows.map((row) => row[i] as string));
}

function longest(texts: readonly string[], cut: RegExp): number {
  return Math.max(1, ...texts.flatMap((text) => text.split(cut).map(({ length }) => length)));
}
