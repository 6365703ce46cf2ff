/** Takes the bytes of a body into one piece of memory: kept as they come, 1 MiB in chunks of one byte takes 280 MiB. */
import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../../faults/errors.ts';

export interface Collecting {
  /** The most bytes. */
  readonly limit: number;
  /** Is called with the size of memory before it is taken, and before any reading. @throws to refuse it */
  readonly reserve: (bytes: number) => void;
  /** Milliseconds until the last byte must be here; null: as long as the server waits for a request. */
  readonly patience: number | null;
}

/** Bytes that are begun with where the sender does not say how many come. */
const FIRST = 4_096;
/** Each piece costs as much as a small request: after the first ones they must have so many bytes, on average. */
const FIRST_PIECES = 256;
const LEAST_PIECE = 64;

/** @throws GatewayError `too_large` (413); `malformed` with 408 (too slow) or 400 (ended early, or in many small chunks); what `reserve` throws */
export function collectBody(
  request: IncomingMessage,
  { limit, patience, reserve }: Collecting,
): Promise<Buffer> {
  const given = request.headers['content-length'];
  const declared = given === undefined ? null : Number(given);
  return new Promise((resolve, reject) => {
    let size = declared ?? Math.min(FIRST, limit);
    if (size > limit) return reject(tooLarge(limit));
    if (request.destroyed) return reject(endedEarly());
    try {
      reserve(size);
    } catch (error) {
      return reject(error);
    }
    let bytes: Buffer | null = null;
    let [length, pieces] = [0, 0];
    const late = patience === null ? undefined : setTimeout(() => fail(tooSlow(patience)), patience);
    const stop = () => {
      clearTimeout(late);
      request.off('data', take).off('end', end).off('error', broken).off('close', broken);
    };
    const fail = (error: unknown) => {
      stop();
      // The rest of the body is discarded, so that the answer can be read.
      request.resume();
      reject(error);
    };
    const broken = () => fail(endedEarly());
    const end = () => {
      stop();
      resolve(bytes === null ? Buffer.alloc(0) : bytes.subarray(0, length));
    };
    const take = (chunk: Buffer) => {
      if (length === 0 && chunk.length === declared) {
        [bytes, length] = [chunk, chunk.length];
        return;
      }
      try {
        const needed = length + chunk.length;
        pieces += 1;
        if (pieces > FIRST_PIECES + needed / LEAST_PIECE) throw inPieces();
        if (needed > limit) throw tooLarge(limit);
        if (needed > size) {
          const larger = Math.min(limit, Math.max(needed, 2 * size));
          reserve(larger);
          size = larger;
        }
        bytes = bytes?.length === size ? bytes : grown(bytes, size);
        chunk.copy(bytes, length);
        length = needed;
      } catch (error) {
        fail(error);
      }
    };
    request.on('data', take).on('end', end).on('error', broken).on('close', broken);
  });
}

function grown(bytes: Buffer | null, size: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(size);
  bytes?.copy(larger);
  return larger;
}

function tooLarge(limit: number): GatewayError {
  const detail = `the body is larger than ${Math.floor(limit / 1024)} KiB: ask for less at a time`;
  return new GatewayError('too_large', detail);
}

function inPieces(): GatewayError {
  const detail = `the body comes in too many small chunks: send at least ${LEAST_PIECE} bytes in each`;
  return new GatewayError('malformed', detail, { status: 400, headers: { Connection: 'close' } });
}

/** Refuses a body whose rest may never come, and closes the connection. */
function tooSlow(patience: number): GatewayError {
  const detail = `the body did not arrive within ${patience / 1_000} seconds: send it faster, or a smaller one`;
  return new GatewayError('malformed', detail, { status: 408, headers: { Connection: 'close' } });
}

function endedEarly(): GatewayError {
  return new GatewayError('malformed', 'the connection ended before the body', { status: 400 });
}
