/** Splits the bytes of a list into lines of text: UTF-8 or Latin-1, LF or CRLF, in constant memory. */
import { isAscii, isUtf8 } from 'node:buffer';
import { refuseFile } from './list-row.ts';

/** Consecutive lines; a batch, since one turn of an async generator for each line would cost more than reading it. */
export interface TextLines {
  /** Number of the first one, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** No row of any layout comes near this. */
export const LONGEST_LINE = 64 * 1024;

const LF = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/;
// Latin-1 has no printable characters there; a list that uses them is in another encoding.
const C1 = /[\x80-\x9f]/;

/**
 * One encoding for the whole file: UTF-8 until a line is not, then Latin-1, if nothing before was multi-byte UTF-8.
 * @throws GatewayError `malformed` with the line, for a line beyond the bound, control characters, mixed encodings
 */
export async function* readTextLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<TextLines> {
  const decode = createDecoder();
  let first = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF);
    heldBytes += end === -1 ? chunk.length : chunk.indexOf(LF);
    if (heldBytes > LONGEST_LINE) throw tooLong(first);
    if (end === -1) {
      held.push(chunk);
      continue;
    }
    const lines = decode(Buffer.concat([...held, chunk.subarray(0, end)]), first);
    held = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    heldBytes = chunk.length - end - 1;
    if (heldBytes > LONGEST_LINE) throw tooLong(first + lines.length);
    yield { first, lines };
    first += lines.length;
  }
  if (heldBytes > 0) yield { first, lines: decode(Buffer.concat(held), first) };
}

function tooLong(line: number): Error {
  return refuseFile(line, `the line is longer than ${LONGEST_LINE} bytes`);
}

function createDecoder(): (bytes: Buffer, first: number) => string[] {
  let encoding: 'ascii' | 'utf8' | 'latin1' = 'ascii';
  return (bytes, first) => {
    if (!isAscii(bytes)) {
      const found = encoding === 'latin1' || !isUtf8(bytes) ? 'latin1' : 'utf8';
      if (encoding === 'utf8' && found === 'latin1') throw refuseFile(badLine(bytes, first), BAD_ENCODING);
      encoding = found;
    }
    const text = bytes.toString(encoding === 'utf8' ? 'utf8' : 'latin1');
    const lines = (first === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split('\n');
    if (CONTROL.test(text) || (encoding === 'latin1' && C1.test(text))) {
      const at = lines.findIndex((line) => CONTROL.test(line) || (encoding === 'latin1' && C1.test(line)));
      throw refuseFile(first + Math.max(at, 0), BAD_ENCODING);
    }
    for (const [i, line] of lines.entries()) {
      if (line.length > LONGEST_LINE) throw tooLong(first + i);
      if (line.endsWith('\r')) lines[i] = line.slice(0, -1);
    }
    return lines;
  };
}

const BAD_ENCODING = 'this is not text in one encoding, UTF-8 or Latin-1';

function badLine(bytes: Buffer, first: number): number {
  let start = 0;
  for (let line = first; ; line += 1) {
    const end = bytes.indexOf(LF, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
