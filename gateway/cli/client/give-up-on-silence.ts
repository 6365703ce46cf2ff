/** A limit on how long nothing comes: a long answer, as an export is, may take longer than any limit on the whole. */
import type { CustomFetch } from 'openid-client';

/**
 * @param send how requests travel; it gets a signal that takes the place of the caller's own
 * @param limit ms without an answer, or without its next piece
 * @returns the same, of which an answer, or the reading of its body, fails with a `TimeoutError` after that
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
