/** The records of an NDJSON file, each with its line; what cannot be read is a fault of that line alone. */
import { parseJson } from '../http/parse-body.ts';
import { type Line, LONGEST_LINE } from './read-lines.ts';

/** A record: either `value`, not yet judged, or the `fault` that prevented reading it. */
export interface RawRecord {
  readonly line: number;
  /** The bytes as they stand in the file. */
  readonly source: Buffer;
  readonly value?: unknown;
  readonly fault?: string;
}

export const TOO_LONG = `the line is longer than ${LONGEST_LINE} bytes`;

/** Reads one JSON object a line; blank lines are passed over. */
export async function* readNdjson(lines: AsyncIterable<Line>): AsyncGenerator<RawRecord> {
  for await (const { number, bytes, tooLong } of lines) {
    const record = { line: number, source: bytes };
    if (tooLong) yield { ...record, fault: TOO_LONG };
    else if (!isBlank(bytes)) yield { ...record, ...jsonOf(bytes) };
  }
}

/** True if there is nothing but spaces and tabs. */
export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09);
}

function jsonOf(bytes: Buffer): { value: unknown } | { fault: string } {
  try {
    return { value: parseJson(bytes) };
  } catch {
    return { fault: 'the line is not JSON in UTF-8, or a key stands twice in it' };
  }
}
