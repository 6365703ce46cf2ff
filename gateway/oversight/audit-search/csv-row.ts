/** One line of CSV (RFC 4180) that a spreadsheet cannot run, and that shows what stands in it. */
import { visible } from '../../audit-verify/visible.ts';

/** What makes a spreadsheet take a cell for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n]/;

/** Every cell quoted; a cell that would be a formula gets an apostrophe before it. Ends with CRLF. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return `"${visible(text).replaceAll('"', '""')}"`;
}
