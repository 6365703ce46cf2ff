/**
 * Where a block of a list's lines ends, or a piece of its file: at a place that the lines themselves give
 * (content-defined chunking). Where a row is put in or taken out, what comes behind it is cut as before.
 */

const LF = 0x0a;
const SPACE = 0x20;

interface Cut {
  /** From so many bytes on it ends with the first line whose hash says so, */
  readonly least: number;
  /** or, after so many, with any. */
  readonly most: number;
  /** One line in so many, a power of two, says so. */
  readonly oneIn: number;
  /** So many bytes of a line say it. */
  readonly looked: number;
}

/** About four lines: what is judged again where one of them changed. */
const BLOCK: Cut = { least: 128, most: 4 * 1024, oneIn: 2, looked: 64 };
/** About eighty: what is passed over where none did. */
const PIECE: Cut = { least: 6 * 1024, most: 64 * 1024, oneIn: 8, looked: 32 };

/** End of the block that begins at `from`, its line feed included; -1 where more bytes are needed to tell. */
export function cutBlock(bytes: Buffer, from: number): number {
  return cut(bytes, from, BLOCK);
}

/** The same for a piece. */
export function cutPiece(bytes: Buffer, from: number): number {
  return cut(bytes, from, PIECE);
}

function cut(bytes: Buffer, from: number, { least, most, oneIn, looked }: Cut): number {
  let start = bytes.indexOf(LF, from + least) + 1;
  if (start === 0) return -1;
  while (start - from < most) {
    const end = bytes.indexOf(LF, start) + 1;
    if (end === 0) return -1;
    if (hashOf(bytes, start, Math.min(end, start + looked)) % oneIn === 0) return end;
    start = end;
  }
  return start;
}

/** End of the head of a file: what is blank, and the first line that is not; -1 where more bytes are needed to tell. */
export function cutHead(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) <= SPACE) at += 1;
  // Blank lines without end are not gathered.
  const end = at === bytes.length ? bytes.lastIndexOf(LF) : bytes.indexOf(LF, at);
  return end < from ? -1 : end + 1;
}

/** Four bits (FNV-1a): the highest, since low ones hear only of low ones. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash >>> 28;
}
