/**
 * The NCIC LPR extract: fixed width, a header, the record's letter first (0-based: letter 0, NIC 0–10, ORI 10–19,
 * date 19–27, plate 27–37, state 37–39, plate year 39–43, plate type 43–45, vehicle 45–65, text 65+).
 * Plates have 0 for O. Washington's variant has the letter in column 2.
 */
import type { LineReader, ListedEntry } from '../list-row.ts';
import { parseDate } from './parse-date.ts';

const ORI = /^[A-Z]{2}[A-Z0-9]{7}$/;
const DATE = /^\d{8}$/;

export function ncicReader(): LineReader {
  return (text, line) => {
    if (text.trim() === '') return null;
    const letter = /^\d/.test(text) ? text.slice(2, 3) : text.slice(0, 1);
    const formed = ORI.test(text.slice(10, 19)) && DATE.test(text.slice(19, 27)) && text.length > 27;
    // The header has no ORI and no date in its place; a first line that has them is an entry.
    if (line === 1 && !formed) return null;
    if (!formed && letter !== 'N') return { line, fault: 'not_an_ncic_record', layout: true };
    return { line, entry: entryOf(text, letter, formed) };
  };
}

/** A row of the Immigration Violator File is one, well formed or not, and is told from noise by its letter alone. */
function entryOf(text: string, letter: string, formed: boolean): ListedEntry {
  const field = (from: number, to?: number) => text.slice(from, to).trim();
  const state = field(37, 39);
  return {
    letter,
    plate: formed ? field(27, 37) : '',
    state: /^[A-Z]{2}$/.test(state) ? state : null,
    reference: field(0, 10) || null,
    originator: formed ? text.slice(10, 19) : null,
    effectiveAt: parseDate(text.slice(19, 27)),
    expiresAt: null,
    note: [field(45, 49), field(49, 53), field(53, 56), field(56, 58), field(58, 65), field(65)]
      .filter((part) => part !== '')
      .join(' '),
  };
}
