/** Writes a line of CSV (RFC 4180) that no spreadsheet can run and whose hidden characters are visible. */
import { visible } from '../../audit-verify/visible.ts';

/** The first characters that make a spreadsheet treat a cell as a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n]/;

/** Quotes every text; one that would be a formula gets an apostrophe before it. Ends with CRLF. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return `"${visible(text).replaceAll('"', '""')}"`;
}
