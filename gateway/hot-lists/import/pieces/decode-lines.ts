/** Bytes of a list as lines of text: UTF-8 or Latin-1, LF or CRLF, one encoding for the whole file. */
import { isAscii, isUtf8 } from 'node:buffer';
import { refuseFile } from '../layouts/list-row.ts';

export type Encoding = 'ascii' | 'utf8' | 'latin1';

/** No row of any layout comes near this, bytes. */
export const LONGEST_LINE = 64 * 1024;

export const LF = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/;
// Latin-1 has no printable characters from 80 to 9F; a list that uses them is in another encoding.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL_LATIN1 = /[\0-\x08\x0b\x0c\x0e-\x1f\x80-\x9f]/;

/** Made for each file. */
export class LineDecoder {
  #encoding: Encoding = 'ascii';

  /**
   * UTF-8 until bytes are not, then Latin-1, if nothing before was multi-byte UTF-8.
   * @param firstOf number of their first line, asked for where there is a fault
   * @throws GatewayError `malformed` with the line where encodings are mixed
   */
  encodingOf(bytes: Buffer, firstOf: () => number): Encoding {
    if (isAscii(bytes)) return 'ascii';
    if (this.#encoding !== 'latin1') {
      if (isUtf8(bytes)) this.#encoding = 'utf8';
      else this.#turnToLatin1(bytes, firstOf());
    }
    return this.#encoding;
  }

  #turnToLatin1(bytes: Buffer, first: number): void {
    const [start, line] = findBadLine(bytes, first);
    if (this.#encoding === 'utf8' || !isAscii(bytes.subarray(0, start))) throw refuseEncoding(line);
    this.#encoding = 'latin1';
  }

  /**
   * @param bytes without the line feed at their end
   * @throws GatewayError `malformed` with the line, for a line beyond the bound and for control characters
   */
  decode(bytes: Buffer, encoding: Encoding, first: number): string[] {
    const text = bytes.toString(encoding === 'utf8' ? 'utf8' : 'latin1');
    const lines = (first === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split('\n');
    const control = encoding === 'latin1' ? CONTROL_LATIN1 : CONTROL;
    if (control.test(text)) throw refuseEncoding(first + lines.findIndex((line) => control.test(line)));
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[i] as string;
      if (line.length > LONGEST_LINE) throw refuseLength(first + i);
      if (line.endsWith('\r')) lines[i] = line.slice(0, -1);
    }
    return lines;
  }
}

export function refuseLength(line: number): Error {
  return refuseFile(line, `the line is longer than ${LONGEST_LINE} bytes`);
}

function refuseEncoding(line: number): Error {
  return refuseFile(line, 'this is not text in one encoding, UTF-8 or Latin-1');
}

/** Where the first line begins that is not UTF-8, and its number. */
function findBadLine(bytes: Buffer, first: number): [start: number, line: number] {
  let start = 0;
  for (let line = first; ; line += 1) {
    const end = bytes.indexOf(LF, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return [start, line];
    start = end + 1;
  }
}

export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}
