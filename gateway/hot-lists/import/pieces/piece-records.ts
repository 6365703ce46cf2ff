/**
 * How the memory of a list is packed: context and the highest number of a piece; then the pieces of its file in their
 * order, 33 bytes for eighty lines. The blocks of each piece are packed in the same way, beside the piece's keys.
 */
import type { Encoding } from './decode-lines.ts';

export const CONTEXT = 32;
/** Context, and the highest number of a piece that was ever noted. */
export const HEADER = CONTEXT + 4;
/** Bytes of a SHA-256 that are kept: to find two texts of one digest takes 2^64 trials. */
export const DIGEST = 16;
const ENCODING = DIGEST;
const COUNTS = DIGEST + 1;
/** Digest, encoding; how many lines, taken and restricted rows. */
export const BLOCK = COUNTS + 12;
export const NUMBER = BLOCK;
/** The same, and its number. */
export const PIECE = NUMBER + 4;

/** In the place of an encoding, where there is no digest. */
const NOT_KNOWN = 255;
const ENCODINGS: readonly Encoding[] = ['ascii', 'utf8', 'latin1'];

export interface RowsOfLines {
  readonly lines: number;
  readonly taken: number;
  readonly restricted: number;
}

export interface Digested {
  /** SHA-256, a byte a character. */
  readonly digest: string;
  readonly encoding: Encoding;
}

/** @param known null: without a digest, only to be replaced */
export function writeRecord(records: Buffer, at: number, known: Digested | null, rows: RowsOfLines): void {
  if (known === null) records.fill(0, at, at + DIGEST);
  else records.write(known.digest.slice(0, DIGEST), at, 'latin1');
  records[at + ENCODING] = known === null ? NOT_KNOWN : ENCODINGS.indexOf(known.encoding);
  records.writeUInt32BE(rows.lines, at + COUNTS);
  records.writeUInt32BE(rows.taken, at + COUNTS + 4);
  records.writeUInt32BE(rows.restricted, at + COUNTS + 8);
}

export function rowsAt(records: Buffer, at: number): RowsOfLines {
  return {
    lines: records.readUInt32BE(at + COUNTS),
    taken: records.readUInt32BE(at + COUNTS + 4),
    restricted: records.readUInt32BE(at + COUNTS + 8),
  };
}

/** Of all records from one place to before another, of one size. */
export function rowsOf(records: Buffer, from: number, end: number, size: number): RowsOfLines {
  let [lines, taken, restricted] = [0, 0, 0];
  for (let at = from; at < end; at += size) {
    lines += records.readUInt32BE(at + COUNTS);
    taken += records.readUInt32BE(at + COUNTS + 4);
    restricted += records.readUInt32BE(at + COUNTS + 8);
  }
  return { lines, taken, restricted };
}

export function isKnownAt(records: Buffer, at: number): boolean {
  return records[at + ENCODING] !== NOT_KNOWN;
}

/** Whether what stands there is known by this digest. */
export function standsAt(records: Buffer, at: number, { digest, encoding }: Digested): boolean {
  if (records[at + ENCODING] !== ENCODINGS.indexOf(encoding)) return false;
  for (let i = 0; i < DIGEST; i += 1) if (records[at + i] !== digest.charCodeAt(i)) return false;
  return true;
}
