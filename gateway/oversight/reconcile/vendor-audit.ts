/** Reads the vendor's own audit as an agency exports it: CSV or JSON, with a column or member `Reason`. */
import { parse } from 'csv-parse/sync';

/** A search that the vendor recorded. Its plate and reason are compared, and never shown. */
export interface VendorSearch {
  /** Its number in the file: 1 is the first search, below the column names. */
  readonly row: number;
  /** Milliseconds since the epoch; null if the file does not give it in a known form. */
  readonly at: number | null;
  readonly reason: string;
  /** Null if the file has no column of plates, or the search was for none. */
  readonly plate: string | null;
}

const REASON = /^reason$/i;
const PLATE = /^(?:license[ _]?)?plate(?:[ _]?number)?$/i;
const TIME = /^(?:search[ _]?time|searched[ _]?at|time|timestamp|date|created[ _]?at|at)$/i;

/** Reads the searches. @throws Error that says what is wrong with the file, and nothing of its content */
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

/** Reads a list of objects, or an object with one such list. */
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

/** Reads ISO 8601, or `11/28/2026, 04:31:07 AM UTC`; without a zone, UTC. */
function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const hasZone = typeof value === 'number' || /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\s*$/i.test(value);
  const at = typeof value === 'number' ? value : Date.parse(hasZone ? value : `${value} UTC`);
  return Number.isNaN(at) ? null : at;
}
