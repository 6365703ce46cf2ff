/**
 * Reads Genetec AutoVu hot lists: `;` by default, else `,` tab or `:`; attributes `PlateNumber`, `Category`,
 * `PlateState`, `EffectiveDate`, `ExpiryDate`, named by a header, or else in an order told by the first row's
 * state: second (`Category;PlateState;PlateNumber;…`) or third (`PlateNumber;Category;…`).
 */
import { GatewayError } from '../../../faults/errors.ts';
import type { LineReader } from './list-row.ts';
import { type Header, readHeader, rowOf } from './name-fields.ts';
import { refuseFormulas, splitFields } from './split-fields.ts';

const DELIMITERS = [';', ',', '\t', ':'];
const DATES = ['EffectiveDate', 'ExpiryDate'];
const STATE = /^[A-Z]{2}$/;

export function autovuReader(): LineReader {
  let delimiter = ';';
  let header: Header | null = null;
  return (text, line) => {
    if (text.trim() === '') return null;
    if (header === null) delimiter = DELIMITERS.find((one) => text.includes(one)) ?? ';';
    const fields = splitFields(text, delimiter)?.map((field) => field.trim());
    if (fields === undefined) {
      refuseFormulas(text.split(delimiter), line);
      return { line, fault: 'quotes_do_not_match', layout: true };
    }
    if (header === null) {
      header = readHeader(fields);
      if (header !== null) return null;
      header = orderOf(fields, line);
    }
    refuseFormulas(fields, line);
    // Trailing attributes may be missing.
    if (fields.length < 3 || fields.length > Math.max(header.columns, 6)) {
      return { line, fault: 'not_an_autovu_record', layout: true };
    }
    return rowOf(line, header, fields);
  };
}

function orderOf(fields: readonly string[], line: number): Header {
  const [, second = '', third = ''] = fields;
  const names = STATE.test(second)
    ? ['Category', 'PlateState', 'PlateNumber', ...DATES]
    : STATE.test(third)
      ? ['PlateNumber', 'Category', 'PlateState', ...DATES]
      : null;
  const header = names && readHeader(names);
  if (header) return header;
  throw new GatewayError(
    'malformed',
    `line ${line}: the order of the attributes cannot be told: begin the file with a header that names \`PlateNumber\``,
  );
}
