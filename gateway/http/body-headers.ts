/** Returns the headers of an answer whose bytes are made before they are sent. Nobody keeps it. */
export function bodyHeaders(
  body: Buffer,
  type = 'application/json; charset=utf-8',
): Readonly<Record<string, string>> {
  return { 'Cache-Control': 'no-store', 'Content-Type': type, 'Content-Length': String(body.length) };
}
