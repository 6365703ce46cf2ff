/** The bytes of a hot list, unpacked where they are gzip, within bounds of size and of what they unpack to. */
import { PassThrough, pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GatewayError } from '../../faults/errors.ts';

export interface SourceBounds {
  /** The most bytes after unpacking. */
  readonly bytes: number;
  /** The most bytes unpacked from one byte; real lists stay below 30. */
  readonly ratio: number;
}

const BOUNDS: SourceBounds = { bytes: 2 ** 30, ratio: 200 };

/** Bytes below which the ratio is not checked, since small files may be very regular. */
const RATIO_FROM = 4 * 2 ** 20;

const refuse = (why: string) => new GatewayError('too_large', `${why}; nothing of this file was taken`);

/**
 * Passes the source on, unpacked, in constant memory.
 * @throws GatewayError `too_large` beyond a bound, `malformed` for archives and damaged gzip
 */
export async function* boundSource(
  source: AsyncIterable<Buffer>,
  bounds: SourceBounds = BOUNDS,
): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const rest = prepend(first.value, chunks);
  const [one, two] = first.value;
  if (one === 0x1f && two === 0x8b) yield* unpack(rest, bounds);
  else if (one === 0x50 && two === 0x4b) {
    throw new GatewayError('malformed', 'line 1: this is a zip archive: unpack it, or send the list as gzip');
  } else {
    let size = 0;
    for await (const chunk of rest) {
      size += chunk.length;
      if (size > bounds.bytes) throw refuse(`the list is larger than ${bounds.bytes} bytes`);
      yield chunk;
    }
  }
}

async function* unpack(packed: AsyncIterable<Buffer>, bounds: SourceBounds): AsyncGenerator<Buffer> {
  let [read, size] = [0, 0];
  const counted = async function* () {
    for await (const chunk of packed) {
      read += chunk.length;
      yield chunk;
    }
  };
  const out = new PassThrough({ highWaterMark: 256 * 1024 });
  // The iteration below meets the fault; here it only must not go unhandled.
  pipeline(Readable.from(counted()), createGunzip({ chunkSize: 64 * 1024 }), out, () => undefined);
  try {
    for await (const chunk of out as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > bounds.bytes) throw refuse(`the list unpacks to more than ${bounds.bytes} bytes`);
      if (size > RATIO_FROM && size > read * bounds.ratio) {
        throw refuse(`the list unpacks to more than ${bounds.ratio} times its size`);
      }
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause;
    throw new GatewayError(
      'malformed',
      'the gzip data is damaged or cut short; nothing of this file was taken',
      {
        cause,
      },
    );
  }
}

async function* prepend(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
