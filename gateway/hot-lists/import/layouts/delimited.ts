/** Reads plain CSV and the CSV of Flock's event log: a header that names the columns, then one row a line. */
import { GatewayError } from '../../../faults/errors.ts';
import type { LineReader } from './list-row.ts';
import { type Header, readHeader, rowOf } from './name-fields.ts';
import { refuseFormulas, splitFields } from './split-fields.ts';

const DELIMITER = ',';

/** Returns a reader that throws `malformed` unless the first line names exactly one column `plate`. */
export function delimitedReader(): LineReader {
  let header: Header | null = null;
  return (text, line) => {
    if (text.trim() === '') return null;
    const fields = splitFields(text, DELIMITER);
    if (header === null) {
      header = fields && readHeader(fields);
      if (header === null) {
        throw new GatewayError(
          'malformed',
          `line ${line}: this is not the header of a hot list: exactly one column must be named \`plate\``,
        );
      }
      return null;
    }
    refuseFormulas(fields ?? text.split(DELIMITER), line);
    if (fields === null) return { line, fault: 'quotes_do_not_match', layout: true };
    if (fields.length !== header.columns)
      return { line, fault: 'other_columns_than_the_header', layout: true };
    return rowOf(line, header, fields);
  };
}
