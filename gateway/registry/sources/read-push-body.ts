/** The body of a push: JSON, or a form whose first file is JSON and whose others are images, as cameras send it. */
import { createHash } from 'node:crypto';
import { GatewayError } from '../../faults/errors.ts';
import { formParts } from '../../http/bodies/form-parts.ts';

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

/** Returns null if a form has no JSON part, or cannot be read. @param contentType the request's header */
export function splitBody(bytes: Buffer, contentType: string): PushBody | null {
  const parts = formParts(bytes, contentType);
  if (parts === null) return { json: bytes, imageHash: null };
  const json = parts.find(({ name }) => JSON_PARTS.has(name));
  const image = parts.find(({ name, content }) => !JSON_PARTS.has(name) && content.length > 0);
  if (json === undefined) return null;
  const imageHash = image === undefined ? null : createHash('sha256').update(image.content).digest('hex');
  return { json: json.content, imageHash };
}
