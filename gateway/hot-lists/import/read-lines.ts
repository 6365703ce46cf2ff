/** Splits the bytes of a list into lines of text in constant memory: UTF-8 or Latin-1, LF or CRLF, one encoding a file. */
import { isAscii, isUtf8 } from 'node:buffer';
import { refuseFile } from './layouts/list-row.ts';

/** The consecutive lines of a file. */
export interface Lines {
  /** Number of the first one, from 1. */
  readonly first: number;
  readonly texts: readonly string[];
}

/** The longest line, in bytes; no row of any layout comes near it. */
const LONGEST_LINE = 64 * 1024;

const LF = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/;
// Latin-1 has no printable characters from 80 to 9F; a list that uses them is in another encoding.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL_LATIN1 = /[\0-\x08\x0b\x0c\x0e-\x1f\x80-\x9f]/;

/** @throws GatewayError `malformed` with the line, for a line beyond the bound, control characters, mixed encodings */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  const decoder = new LineDecoder();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LF);
    if (end >= 0) yield decoder.decode(bytes.subarray(0, end));
    rest = bytes.subarray(end + 1);
    if (rest.length > LONGEST_LINE + 1) throw refuseLength(decoder.line);
  }
  if (rest.length > 0) yield decoder.decode(rest);
}

class LineDecoder {
  /** Number of the next line. */
  line = 1;
  #encoding: 'ascii' | 'utf8' | 'latin1' = 'ascii';

  /** @param bytes whole lines, without the line feed at their end */
  decode(bytes: Buffer): Lines {
    const first = this.line;
    if (!isAscii(bytes)) this.#learnEncoding(bytes);
    const text = bytes.toString(this.#encoding === 'utf8' ? 'utf8' : 'latin1');
    const texts = (first === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split('\n');
    const control = this.#encoding === 'latin1' ? CONTROL_LATIN1 : CONTROL;
    if (control.test(text)) throw refuseEncoding(first + texts.findIndex((line) => control.test(line)));
    for (let i = 0; i < texts.length; i += 1) {
      const line = texts[i] as string;
      if (line.length > LONGEST_LINE) throw refuseLength(first + i);
      if (line.endsWith('\r')) texts[i] = line.slice(0, -1);
    }
    this.line += texts.length;
    return { first, texts };
  }

  /** Takes the file for UTF-8 until bytes are not, then for Latin-1, if nothing before was multi-byte UTF-8. */
  #learnEncoding(bytes: Buffer): void {
    if (this.#encoding === 'latin1') return;
    if (isUtf8(bytes)) {
      this.#encoding = 'utf8';
      return;
    }
    const [start, line] = findBadLine(bytes, this.line);
    if (this.#encoding === 'utf8' || !isAscii(bytes.subarray(0, start))) throw refuseEncoding(line);
    this.#encoding = 'latin1';
  }
}

function refuseLength(line: number): Error {
  return refuseFile(line, `the line is longer than ${LONGEST_LINE} bytes`);
}

function refuseEncoding(line: number): Error {
  return refuseFile(line, 'this is not text in one encoding, UTF-8 or Latin-1');
}

/** Finds where the first line begins that is not UTF-8, and its number. */
function findBadLine(bytes: Buffer, first: number): [start: number, line: number] {
  let start = 0;
  for (let line = first; ; line += 1) {
    const end = bytes.indexOf(LF, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return [start, line];
    start = end + 1;
  }
}
