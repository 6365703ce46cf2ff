/** Writes an answer so that its right is looked at just before every write, and no reader can hold it for long. */
import type { ServerResponse } from 'node:http';
import { unavailableNow } from '../../faults/errors.ts';
import { handOver } from './hand-over.ts';

/** A reader that takes longer than this for an answer is cut, so that it cannot hold a revoke, ms. */
const SLOWEST_READER = 5_000;

/**
 * Resolves true once the last byte was handed over, false if the connection ended before.
 * @param response its `Content-Length` is set
 * @param mayWrite asked before anything is made of the answer, and before each write; is given what cuts the connection
 * @throws GatewayError `unavailable` if it may not be written and nothing was: the response can still answer that.
 */
export function writeInPieces(
  response: ServerResponse,
  body: Buffer,
  mayWrite: (cut: () => void) => boolean,
): Promise<boolean> {
  // A pipelined response has no `response.socket` until the one before it has left.
  const { socket } = response.req;
  return new Promise((resolve, reject) => {
    // RST instead of FIN: what Node and the kernel still hold for the socket is thrown away.
    const cut = () => socket.resetAndDestroy();
    const slow = setTimeout(cut, SLOWEST_READER);
    slow.unref();
    const settle = () => {
      clearTimeout(slow);
      response.off('close', end);
      socket.off('close', end);
    };
    const end = () => {
      settle();
      resolve(response.writableFinished);
    };
    const begin = () => {
      if (mayWrite(cut)) handOver({ message: response, body, mayWrite: () => mayWrite(cut), cut });
      else {
        settle();
        reject(
          unavailableNow('access was taken away while the answer was made, so it was not sent; ask again'),
        );
      }
    };
    response.once('close', end);
    socket.once('close', end);
    if (socket.destroyed) end();
    else if (response.socket === null) response.once('socket', begin);
    else begin();
  });
}
