/**
 * Hands a body to the operating system with nothing but the write call after each last look at its right.
 *
 * A process can be stopped between the two as well, so what can be done before the look is: head and piece are gathered
 * in the corked socket. About a microsecond is left (gateway/docs/revocation.md).
 */
import type { OutgoingMessage } from 'node:http';

/**
 * Bytes handed over at once. What a slow reader has not room for waits outside JavaScript, where nothing can be
 * checked any more after a pause of the whole process: so it is never more than this.
 */
export const PIECE = 16 * 1024;

export interface HandedOver {
  /**
   * The message, with its socket and a `Content-Length`. INVARIANT: the socket is not corked or writing, or a
   * piece would leave later, unchecked. Node gives a message its socket once the one before has left.
   */
  readonly message: OutgoingMessage;
  readonly body: Buffer;
  /** Looked at last before each piece. */
  readonly mayWrite: () => boolean;
  /** Resets the connection, with whatever Node and the kernel still hold of it. */
  readonly cut: () => void;
}

/** Writes piece by piece, as fast as they leave, and ends the message after the last; cuts where it may not. */
export function handOver({ body, cut, mayWrite, message }: HandedOver): void {
  const socket = message.socket as NonNullable<OutgoingMessage['socket']>;
  const writeFrom = (at: number) => {
    const next = at + PIECE;
    const more = next < body.length;
    socket.cork();
    message.write(body.subarray(at, next), (error) => {
      if (more && !error) writeFrom(next);
    });
    if (!mayWrite()) return cut();
    socket.uncork();
    if (!more) message.end();
  };
  writeFrom(0);
}
