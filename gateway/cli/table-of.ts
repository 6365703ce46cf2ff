/** Tables for people, without colours and rules, so that they can be copied into a report. */
import Table from 'cli-table3';

/** Between columns. */
const GAP = 2;
/** What is shorter is no prose, and reads badly in pieces. */
const PROSE = 24;
/** Where nobody's terminal tells: in pipes and files. */
const PLAIN_WIDTH = 80;

const NO_RULES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((name) =>
    ['', '-mid', '-left', '-right'].map((end) => [`${name}${end}`, '']),
  ),
);

/** An empty table says so in words. Prose is wrapped; what has no blanks, an id for instance, is never cut. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly unknown[])[],
  width: number = process.stdout.columns ?? PLAIN_WIDTH,
): string {
  if (rows.length === 0) return 'nothing found';
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '')));
  const table = new Table({
    head: [...head],
    colWidths: widthsOf([head, ...cells], width).map((column) => column + GAP),
    chars: { ...NO_RULES, middle: '' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    wordWrap: true,
  });
  table.push(...cells);
  return table.toString().replace(/ +$/gm, '');
}

/** As wide as the text is, or, where that is too much, the widest give way down to their longest word. */
function widthsOf(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = (rows[0] as readonly string[]).map((_, i) => rows.map((row) => row[i] as string));
  const widths = columns.map((texts) => longest(texts, /\n/));
  const least = columns.map((texts, i) =>
    Math.max(longest(texts, /\s/), Math.min(widths[i] as number, PROSE)),
  );
  let over = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width;
  for (; over > 0; over -= 1) {
    const yielding = widths.map((one, i) => (one > (least[i] as number) ? one : 0));
    const widest = Math.max(...yielding);
    if (widest === 0) break;
    widths[yielding.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function longest(texts: readonly string[], cut: RegExp): number {
  return Math.max(1, ...texts.flatMap((text) => text.split(cut).map(({ length }) => length)));
}
