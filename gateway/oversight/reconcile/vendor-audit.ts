/** The vendor's own audit, as an agency exports it: CSV with a column `Reason`, or JSON with a member of that name. */
import { parse } from 'csv-parse/sync';

/** A search that the vendor recorded. Plate and reason are compared, and never shown. */
export interface VendorSearch {
  /** Its place in the file: 1 is the first search, below the names of the columns. */
  readonly row: number;
  /** When, ms since the epoch; null where the file does not say it in a form that is understood. */
  readonly at: number | null;
  readonly reason: string;
  /** Null where the file has no column of plates, or the search was for none. */
  readonly plate: string | null;
}

const REASON = /^reason$/i;
const PLATE = /^(?:license[ _]?)?plate(?:[ _]?number)?$/i;
const TIME = /^(?:search[ _]?time|searched[ _]?at|time|timestamp|date|created[ _]?at|at)$/i;

/** @throws Error that says what is wrong with the file, and nothing of what is in it */
export function readVendorAudit(content: string): VendorSearch[] {
  const text = content.replace(/^\uFEFF/, '');
  const records = /^\s*[[{]/.test(text) ? recordsOfJson(text) : recordsOfCsv(text);
  const [first] = records;
  if (first === undefined) return [];
  const reason = Object.keys(first).find((name) => REASON.test(name.trim()));
  const time = Object.keys(first).find((name) => TIME.test(name.trim()));
  const plate = Object.keys(first).find((name) => PLATE.test(name.trim()));
  if (reason === undefined) {
    throw new Error('has no column `Reason`; next: export the whole audit again, with its reasons');
  }
  return records.map((record, i) => ({
    row: i + 1,
    at: time === undefined ? null : timeOf(record[time]),
    reason: String(record[reason] ?? ''),
    plate: plate === undefined ? null : String(record[plate] ?? '').trim() || null,
  }));
}

type VendorRecord = Readonly<Record<string, unknown>>;

function recordsOfCsv(text: string): VendorRecord[] {
  try {
    return parse(text, { columns: true, skip_empty_lines: true });
  } catch {
    throw new Error('is neither JSON nor CSV whose first line names the columns; next: export it again');
  }
}

/** A list of objects, or an object with one such list. */
function recordsOfJson(text: string): VendorRecord[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('begins as JSON and is not; next: export it again');
  }
  const lists = Array.isArray(value) ? [value] : Object.values(value as object).filter(Array.isArray);
  const [list] = lists;
  if (lists.length !== 1 || !list?.every((one: unknown) => typeof one === 'object' && one !== null)) {
    throw new Error('is JSON without one list of searches; next: export it again, or as CSV');
  }
  return list as VendorRecord[];
}

/** ISO 8601, or as `11/28/2026, 04:31:07 AM UTC`; without a zone it is taken as UTC. */
function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const hasZone = typeof value === 'number' || /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\s*$/i.test(value);
  const at = typeof value === 'number' ? value : Date.parse(hasZone ? value : `${value} UTC`);
  return Number.isNaN(at) ? null : at;
}
