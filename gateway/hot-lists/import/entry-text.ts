/** An entry as a line of COPY, and the key that is its identity: two rows with the same content are one entry. */
import { hash } from 'node:crypto';
import type { ListedEntry } from './layouts/list-row.ts';

/** The columns that `entryText` fills. */
export const ENTRY_COLUMNS =
  'plate, plate_state, kind, restricted, category, reference, originator, note, effective_at, expires_at';

const LONGEST_TEXT = 200;

/** @param plate normalized. Ends with a line feed. */
export function entryText(entry: ListedEntry, plate: string, kind: string, restricted: boolean): string {
  const { state, category, reference, originator, note, effectiveAt, expiresAt } = entry;
  return (
    `${plate}\t${state ?? '\\N'}\t${kind}\t${restricted ? 't' : 'f'}\t${copyText(entry.ccicType ?? category)}` +
    `\t${copyText(reference)}\t${copyText(originator)}\t${copyText(note)}` +
    `\t${copyTime(effectiveAt)}\t${copyTime(expiresAt)}\n`
  );
}

/** Returns 32 hex digits, which PostgreSQL takes as a UUID. */
export function entryKey(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return '\\N';
  const kept = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
  return SPECIAL.test(kept) ? kept.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] as string) : kept;
}

/** The last time and its text, kept because neighboring rows often have the same day. */
let lastTime = Number.NaN;
let lastText = '';

function copyTime(time: number | null): string {
  if (time === null) return '\\N';
  if (time !== lastTime) [lastTime, lastText] = [time, new Date(time).toISOString()];
  return lastText;
}
