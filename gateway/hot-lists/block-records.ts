/**
 * How the memory of a list is packed: context and the highest number of a block; then the pieces of its file in their
 * order, each with the blocks in it. About 35 bytes for fifteen lines.
 */
import type { Encoding } from './decode-lines.ts';

export const CONTEXT = 32;
/** Context, and the highest number of a block that was ever noted. */
export const HEADER = CONTEXT + 4;
/** Bytes of a SHA-256 that are kept. */
export const DIGEST = 16;
/** Digest, encoding; how many lines, taken and restricted rows; number of its blocks. */
export const PIECE = DIGEST + 17;
/** Digest, encoding; how many lines, taken and restricted rows; its number. */
export const BLOCK = DIGEST + 17;
/** In both, behind the digest. */
export const COUNTS = DIGEST + 1;
export const NUMBER = DIGEST + 13;

/** In the place of an encoding, where there is no digest. */
export const NOT_KNOWN = 255;
const ENCODINGS: readonly Encoding[] = ['ascii', 'utf8', 'latin1'];

function encodingCode(encoding: Encoding): number {
  return ENCODINGS.indexOf(encoding);
}

export interface BlockCounts {
  readonly lines: number;
  readonly taken: number;
  readonly restricted: number;
}

/** Digest or counts, as a whole piece or a block has them; without a digest both are left empty. */
export function writeKnown(
  records: Buffer,
  at: number,
  { digest, encoding }: { readonly digest: string; readonly encoding: Encoding },
  { lines, taken, restricted }: BlockCounts,
): void {
  records.write(digest.slice(0, DIGEST), at, 'latin1');
  records[at + DIGEST] = encodingCode(encoding);
  records.writeUInt32BE(lines, at + COUNTS);
  records.writeUInt32BE(taken, at + COUNTS + 4);
  records.writeUInt32BE(restricted, at + COUNTS + 8);
}

export function countsAt(records: Buffer, at: number): BlockCounts {
  return {
    lines: records.readUInt32BE(at + COUNTS),
    taken: records.readUInt32BE(at + COUNTS + 4),
    restricted: records.readUInt32BE(at + COUNTS + 8),
  };
}

/** Whether what stands there is known by this digest. */
export function standsAt(records: Buffer, at: number, digest: string, encoding: Encoding): boolean {
  if (records[at + DIGEST] !== encodingCode(encoding)) return false;
  for (let i = 0; i < DIGEST; i += 1) if (records[at + i] !== digest.charCodeAt(i)) return false;
  return true;
}
