/**
 * Loaded into a gateway process by the fault harness, before its own code: notes each piece of a release at the moment
 * it is handed to the operating system. It looks at the socket, not at the gateway's word for it.
 *
 * A line is `<CLOCK_MONOTONIC, ns> <release id> <bytes>`.
 */
import { openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

interface Chunk {
  readonly chunk: Buffer | string;
}
type Written = Buffer | string | readonly (Buffer | string | Chunk)[];
type WriteGeneric = (this: Socket, writev: boolean, data: Written, ...rest: unknown[]) => unknown;

const RELEASE = /^\{"releaseId":"([0-9a-f-]{36})"/;
const file = openSync(process.env.TRACE_FILE as string, 'a');
const current = new WeakMap<Socket, string>();
const patched = Socket.prototype as unknown as { _writeGeneric: WriteGeneric };
const original = patched._writeGeneric;

patched._writeGeneric = function traced(writev, data, ...rest) {
  const begun = process.hrtime.bigint();
  const result = original.call(this, writev, data, ...rest);
  const ended = process.hrtime.bigint();
  if ('server' in this && this.server)
    note(this, writev ? (data as readonly Chunk[]) : [data as Buffer], `${begun} ${ended}`);
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
    if (known !== undefined && bytes.length > 0) writeSync(file, `${when} ${known} ${bytes.length}\n`);
  }
}
