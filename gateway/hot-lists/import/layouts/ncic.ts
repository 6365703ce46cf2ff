/**
 * The NCIC LPR extract: fixed width, a header, the record's letter first (0-based: letter 0, NIC 0–10, ORI 10–19,
 * date 19–27, plate 27–37, state 37–39, plate year 39–43, plate type 43–45, vehicle 45–65, text 65+).
 * Plates have 0 for O. Washington's variant has the letter in column 2.
 */
import type { LineReader, ListedEntry } from './list-row.ts';
import { parseDate } from './parse-date.ts';

const ORI = /^[A-Z]{2}[A-Z0-9]{7}$/;
const DATE = /^\d{8}$/;
const STATE = /^[A-Z]{2}$/;
const DIGIT = /^\d/;

export function ncicReader(): LineReader {
  return (text, line) => {
    if (text.trim() === '') return null;
    const letter = DIGIT.test(text) ? text.slice(2, 3) : text.slice(0, 1);
    const formed = ORI.test(text.slice(10, 19)) && DATE.test(text.slice(19, 27)) && text.length > 27;
    // The header has no ORI and no date in its place; a first line that has them is an entry.
    if (line === 1 && !formed) return null;
    if (!formed && letter !== 'N') return { line, fault: 'not_an_ncic_record', layout: true };
    return { line, entry: entryOf(text, letter, formed) };
  };
}

/** The places where the vehicle and the text begin, in the order of the record. */
const NOTED = [45, 49, 53, 56, 58, 65];

/** Reads an entry. The letter of the Immigration Violator File makes it one of that, well formed or not. */
function entryOf(text: string, letter: string, formed: boolean): ListedEntry {
  const state = field(text, 37, 39);
  let note = '';
  for (let i = 0; i < NOTED.length; i += 1) {
    const part = field(text, NOTED[i] as number, NOTED[i + 1]);
    if (part !== '') note = note === '' ? part : `${note} ${part}`;
  }
  return {
    letter,
    plate: formed ? field(text, 27, 37) : '',
    state: STATE.test(state) ? state : null,
    reference: field(text, 0, 10) || null,
    originator: formed ? text.slice(10, 19) : null,
    effectiveAt: parseDate(text.slice(19, 27)),
    expiresAt: null,
    note,
  };
}

function field(text: string, from: number, to?: number): string {
  return text.slice(from, to).trim();
}
