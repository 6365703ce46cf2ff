/** Servers of logs that are not what they should be: each answer is chosen, or the changed one of another server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What differs of the answer for a path, such as `/log/checkpoint`. */
export type Change = (path: string, answer: Answer) => Partial<Answer> | undefined;

/** Runs something against a server with these answers. */
export async function withAnswers<T>(
  answer: (path: string) => Answer | Promise<Answer>,
  run: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(request.url ?? '');
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Runs something against a server that stands before another one and changes its answers. */
export function withChanged<T>(target: string, change: Change, run: (url: string) => Promise<T>): Promise<T> {
  return withAnswers(async (path) => {
    const from = await fetch(`${target}${path}`);
    const answer = {
      status: from.status,
      headers: { 'content-type': from.headers.get('content-type') ?? '' },
      body: Buffer.from(await from.arrayBuffer()),
    };
    return { ...answer, ...change(path, answer) };
  }, run);
}

/** The body of one path, changed. */
export const bodyOf =
  (changed: string, edit: (body: Buffer) => Buffer | string): Change =>
  (path, { body }) =>
    path === changed ? { body: Buffer.from(edit(body)) } : undefined;

/** The same bytes but one bit of one of them, counted from the end if negative. */
export function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  flipped.writeUInt8(flipped.readUInt8(index) ^ 1, index);
  return flipped;
}
