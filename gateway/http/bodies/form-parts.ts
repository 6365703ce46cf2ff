/** Splits a form with files into its parts (RFC 7578). */

interface Part {
  readonly name: string;
  readonly content: Buffer;
}

const MOST_PARTS = 8;

/** Returns null if the body is not such a form. @param contentType the request's header */
export function formParts(bytes: Buffer, contentType: string): readonly Part[] | null {
  const boundary = /^multipart\/form-data\s*;.*\bboundary="?([^";\s]{1,70})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return null;
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
