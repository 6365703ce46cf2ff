/** The body of a push: JSON, or a form whose first file is JSON and whose others are images, as cameras send it. */
import { createHash } from 'node:crypto';
import { GatewayError } from '../../faults/errors.ts';

export interface PushBody {
  /** The bytes of the JSON. */
  readonly json: Buffer;
  /** SHA-256 of the image beside it, or of the first of several. */
  readonly imageHash: string | null;
}

/** @param limit bytes */
export function tooLarge(limit: number): GatewayError {
  return new GatewayError(
    'too_large',
    `the body is larger than this source may send (${Math.floor(limit / 1024)} KiB): send smaller images or none, or have the cap raised`,
  );
}

/** Names under which the JSON of a form comes: `json` of Plate Recognizer, `event` of Axis. */
const JSON_PARTS: ReadonlySet<string> = new Set(['json', 'event']);
const MOST_PARTS = 8;

/** Returns null if a form has no JSON part, or cannot be read. @param contentType the request's header */
export function splitBody(bytes: Buffer, contentType: string): PushBody | null {
  const boundary = /^multipart\/form-data\s*;.*\bboundary="?([^";\s]{1,70})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return { json: bytes, imageHash: null };
  const parts = partsOf(bytes, boundary);
  const json = parts.find(({ name }) => JSON_PARTS.has(name));
  const image = parts.find(({ name, content }) => !JSON_PARTS.has(name) && content.length > 0);
  if (json === undefined) return null;
  const imageHash = image === undefined ? null : createHash('sha256').update(image.content).digest('hex');
  return { json: json.content, imageHash };
}

interface Part {
  readonly name: string;
  readonly content: Buffer;
}

/** Splits a form into its parts (RFC 7578). */
function partsOf(bytes: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter has no line before it.
  const whole = Buffer.concat([Buffer.from('\r\n'), bytes]);
  const parts: Part[] = [];
  let at = whole.indexOf(delimiter);
  while (at >= 0 && parts.length < MOST_PARTS) {
    const from = at + delimiter.length;
    const to = whole.indexOf(delimiter, from);
    if (to < 0) break;
    const part = partOf(whole.subarray(from, to));
    if (part !== null) parts.push(part);
    at = to;
  }
  return parts;
}

function partOf(part: Buffer): Part | null {
  const end = part.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const name = /^content-disposition:.*\bname="([^"]{1,60})"/im.exec(
    part.subarray(0, end).toString('latin1'),
  )?.[1];
  return name === undefined ? null : { name, content: part.subarray(end + 4) };
}
