/**
 * Where a block of a list's lines ends: about fifteen lines, at a place that the lines themselves give (content-defined
 * chunking). Where a row is put in or taken out, the blocks behind it are the same as before.
 */

const LF = 0x0a;
const SPACE = 0x20;
/** From so many bytes on, a block ends with the first line whose hash says so, */
const LEAST = 1024;
/** or, after so many, with any. */
const MOST = 16 * 1024;

/** End of the block that begins at `from`, its line feed included; -1 where more bytes are needed to tell. */
export function cutBlock(bytes: Buffer, from: number): number {
  let start = bytes.indexOf(LF, from + LEAST) + 1;
  if (start === 0) return -1;
  while (start - from < MOST) {
    const end = bytes.indexOf(LF, start) + 1;
    if (end === 0) return -1;
    if (endsBlock(bytes, start, end)) return end;
    start = end;
  }
  return start;
}

/** End of the head of a file: what is blank, and the first line that is not; -1 where more bytes are needed to tell. */
export function cutHead(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length && (bytes[at] as number) <= SPACE) at += 1;
  // Blank lines without end are not gathered.
  const end = at === bytes.length ? bytes.lastIndexOf(LF) : bytes.indexOf(LF, at);
  return end === -1 ? -1 : end + 1;
}

/** True for half of all lines (FNV-1a). */
function endsBlock(bytes: Buffer, start: number, end: number): boolean {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash < 0;
}
