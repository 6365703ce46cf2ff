/** Writes a long answer that is made page by page, so that the right to it is looked at just before every piece. */
import type { ServerResponse } from 'node:http';
import { PIECE } from './hand-over.ts';

/** @param cut what it is given to: resets the connection, with whatever is still held of the answer */
export type MayWrite = (cut: () => void) => boolean;

/** Writes to a reader of any speed, since it may be cut at any moment. Resolves at the end, early or not. */
export async function writePages(
  response: ServerResponse,
  pages: AsyncIterable<string>,
  mayWrite: MayWrite,
): Promise<void> {
  // A pipelined response has its socket when the one before it has left.
  if (response.socket === null) {
    await new Promise<void>((resolve) => {
      response.once('socket', () => resolve());
      response.once('close', resolve);
    });
  }
  for await (const page of pages) {
    const bytes = Buffer.from(page);
    for (let at = 0; at < bytes.length; at += PIECE) {
      if (!(await writePiece(response, bytes.subarray(at, at + PIECE), mayWrite))) return;
    }
  }
  response.end();
}

/** Writes as `handOver` does. Resolves to false where there is nobody, or no right, to write to any more. */
function writePiece(response: ServerResponse, piece: Buffer, mayWrite: MayWrite): Promise<boolean> {
  const { socket } = response;
  if (socket === null || socket.destroyed) return Promise.resolve(false);
  const cut = () => void socket.resetAndDestroy();
  return new Promise((resolve) => {
    socket.cork();
    response.write(piece, (error) => resolve(!error));
    if (mayWrite(cut)) socket.uncork();
    else cut();
  });
}
