/**
 * Answers `Expect: 100-continue` (RFC 9110 §10.1.1) without a byte in another answer's place.
 *
 * Of pipelined requests only the first has the socket. What Node writes for a later one waits, and its head is put
 * before all that waits: a `100 Continue` would land in its body, and shift every answer after it.
 */
import type { RequestListener } from 'node:http';

/**
 * Handles the event `checkContinue`: says `100 Continue`, then hands over to `answer`, as Node does by
 * itself; but not before the answers ahead have left. Nothing of the request is done until then, and if the
 * connection ends first, nothing at all. It must say it: the client may hold its body back until then, and
 * Node closes a connection on which it was not said.
 */
export function continueInTurn(answer: RequestListener): RequestListener {
  return (request, response) => {
    const proceed = () => {
      response.writeContinue();
      answer(request, response);
    };
    if (response.socket === null) response.once('socket', proceed);
    else proceed();
  };
}
