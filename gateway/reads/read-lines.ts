/** Splits a stream of bytes into numbered lines, in constant memory whatever the file holds. */

export interface Line {
  /** The number of the line, from 1. */
  readonly number: number;
  /** The line without its end and byte order mark; if it is too long, only its beginning. */
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

/** No read comes near this. */
export const LONGEST_LINE = 64 * 1024;

const [LF, CR] = [0x0a, 0x0d];
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** Lines end in LF or CRLF; the last one need not end. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 0;
  let held: Buffer = Buffer.alloc(0);
  let tooLong = false;
  const hold = (bytes: Buffer) => {
    const room = LONGEST_LINE - held.length;
    if (bytes.length > room) tooLong = true;
    held = held.length === 0 ? bytes.subarray(0, room) : Buffer.concat([held, bytes.subarray(0, room)]);
  };
  const take = (): Line => {
    number += 1;
    const line = { number, bytes: trim(held, number === 1), tooLong };
    held = Buffer.alloc(0);
    tooLong = false;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      hold(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
  }
  if (held.length > 0) yield take();
}

function trim(bytes: Buffer, first: boolean): Buffer {
  const start = first && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  const end = bytes.at(-1) === CR ? -1 : undefined;
  return bytes.subarray(start, end);
}
