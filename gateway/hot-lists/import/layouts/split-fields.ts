/** The fields of one delimited line (RFC 4180), and the guard against fields that a spreadsheet would execute. */
import { parse } from 'csv-parse/sync';
import { refuseFile } from './list-row.ts';

/** Returns null if the quotes do not match; a record that spans lines is not a row of a hot list. */
export function splitFields(text: string, delimiter: string): string[] | null {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const records = parse(text, { delimiter, relax_column_count: true }) as string[][];
    return records.length === 1 ? (records[0] as string[]) : null;
  } catch {
    return null;
  }
}

const NUMBER = /^[+-][\d ().,-]*$/;

/**
 * @throws GatewayError `malformed`: a list that carries formulas was made to attack anyone who opens it, and is refused
 * whole (OWASP, CSV injection)
 */
export function refuseFormulas(fields: readonly string[], line: number): void {
  for (const field of fields) {
    const first = field.charCodeAt(0);
    // Refuses `=`, `@` and tab; also `+` and `-` unless in a number or a lone dash.
    const formula =
      first === 0x3d ||
      first === 0x40 ||
      first === 0x09 ||
      ((first === 0x2b || first === 0x2d) && !NUMBER.test(field));
    if (formula) throw refuseFile(line, 'a field begins like a formula (`=`, `+`, `-`, `@` or a tab)');
  }
}
