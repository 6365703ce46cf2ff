/**
 * Loaded into a gateway process by the fault harness, before its own code: notes each piece of a release that leaves for
 * the operating system. It looks at the socket, not at the gateway's word for it.
 *
 * A line is `<begun> <ended> <release id>`; CLOCK_MONOTONIC, ns. Nothing of this file's own stands between the gateway's
 * last look at the right and `begun`. `ended` is when the piece had left Node, which for a reader who does not read is
 * long after the call; where its connection ended first, when the call returned. The line is written at `ended`: a
 * node that is killed just then loses one.
 *
 * Traced are answers whose body begins with a release's id: no others are asked for under these faults.
 */
import { openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

interface Chunk {
  readonly chunk: Buffer | string;
}
type Written = Buffer | string | readonly (Buffer | string | Chunk)[];
type Done = (error?: Error | null) => void;
type WriteGeneric = (this: Socket, writev: boolean, data: Written, encoding: string, done: Done) => unknown;

const RELEASE = /^\{"releaseId":"([0-9a-f-]{36})"/;
const file = openSync(process.env.TRACE_FILE as string, 'a');
const current = new WeakMap<Socket, string>();
const patched = Socket.prototype as unknown as { _writeGeneric: WriteGeneric };
const original = patched._writeGeneric;

patched._writeGeneric = function traced(writev, data, encoding, done) {
  const begun = process.hrtime.bigint();
  if (!('server' in this && this.server)) return original.call(this, writev, data, encoding, done);
  let ended = begun;
  const result = original.call(this, writev, data, encoding, (error) => {
    if (!error) ended = process.hrtime.bigint();
    note(this, writev ? (data as readonly Chunk[]) : [data as Buffer], `${begun} ${ended}`);
    done(error);
  });
  ended = process.hrtime.bigint();
  return result;
};

function note(socket: Socket, pieces: readonly (Buffer | string | Chunk)[], when: string): void {
  for (const piece of pieces) {
    const bytes = typeof piece === 'object' && 'chunk' in piece ? piece.chunk : piece;
    const start = typeof bytes === 'string' ? bytes.slice(0, 60) : bytes.toString('latin1', 0, 60);
    if (start.startsWith('HTTP/1.1 ')) current.delete(socket);
    const body = typeof bytes === 'string' && bytes.includes('\r\n\r\n') ? bytes.split('\r\n\r\n')[1] : start;
    const release = RELEASE.exec(body ?? '')?.[1];
    if (release !== undefined) current.set(socket, release);
    const known = current.get(socket);
    if (known !== undefined && bytes.length > 0) writeSync(file, `${when} ${known}\n`);
  }
}
