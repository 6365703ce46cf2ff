/** Just enough HTTP/1.1 for loads that must cost little themselves: requests as bytes, heads of answers. */
import { type Asker, credentialsOf } from './asker.ts';

/** The bytes of a request with a fresh proof. */
export function requestBytes(asker: Asker, method: string, path: string, body?: object): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const [target] = path.split('?') as [string];
  const { Authorization, DPoP } = credentialsOf(asker, method, target);
  const content = body === undefined ? '' : 'Content-Type: application/json\r\n';
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: ${Authorization}\r\nDPoP: ${DPoP}\r\n` +
      `${content}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

export interface AnswerHead {
  readonly status: number;
  /** Where the body begins, and where it ends. */
  readonly bodyAt: number;
  readonly endsAt: number;
}

/**
 * The head at the beginning of these bytes; null where it is not whole yet.
 * @throws Error where it gives no `Content-Length`: where such an answer ends cannot be told
 */
export function readHead(bytes: Buffer): AnswerHead | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer of status ${status} without Content-Length`);
  return { status, bodyAt: end + 4, endsAt: end + 4 + Number(length) };
}
