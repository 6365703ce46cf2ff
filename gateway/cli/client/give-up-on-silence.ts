/** Limits how long nothing comes: a long answer, such as an export, may take more than any total limit. */
import type { CustomFetch } from 'openid-client';

/**
 * @param send sends requests; it gets a signal in place of the caller's own
 * @param limit milliseconds without an answer, or without its next piece
 * @returns the same, but an answer, or the reading of its body, fails with a `TimeoutError` then
 */
export function giveUpOnSilence(send: CustomFetch, limit: number): CustomFetch {
  return async (url, options) => {
    const patience = new AbortController();
    const late = setTimeout(() => {
      patience.abort(new DOMException('nothing came in time', 'TimeoutError'));
    }, limit);
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform: (piece, controller) => {
        late.refresh();
        controller.enqueue(piece);
      },
      flush: () => clearTimeout(late),
    });
    try {
      const answer = await send(url, { ...options, signal: patience.signal });
      late.refresh();
      if (answer.body !== null) return new Response(answer.body.pipeThrough(heard), answer);
      clearTimeout(late);
      return answer;
    } catch (error) {
      clearTimeout(late);
      throw error;
    }
  };
}
