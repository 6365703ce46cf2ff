/**
 * Hands a piece of a message to the operating system with nothing but the write call after the last look at its right.
 *
 * A process can be stopped between the two as well, so what can be done before the look is: head and piece are gathered
 * in the corked socket. About a microsecond is left (README, residual of P2).
 */
import type { OutgoingMessage } from 'node:http';

export interface Piece {
  /**
   * It has its socket and a `Content-Length`. INVARIANT: nothing of the socket is corked or being written, or the piece
   * would leave later, without a look. Node gives a message its socket when the one before it has left.
   */
  readonly message: OutgoingMessage;
  readonly bytes: Buffer;
  /** Looked at last. */
  readonly mayWrite: () => boolean;
  /** Called once the piece has left Node, or never will. */
  readonly written?: (error?: Error | null) => void;
}

/** False if it may not be written: then nothing of it was, and the caller destroys the socket with what it holds. */
export function handOver({ message, bytes, mayWrite, written }: Piece): boolean {
  const socket = message.socket as NonNullable<OutgoingMessage['socket']>;
  socket.cork();
  message.write(bytes, written);
  if (!mayWrite()) return false;
  socket.uncork();
  return true;
}
