/** A copy of a log in a directory, with the same layout as over HTTP (C2SP tlog-tiles). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogSource, SourceError } from './log-source.ts';

/** What cannot be read rejects with a SourceError. */
export function directorySource(directory: string): LogSource {
  return async (path) => {
    try {
      return new Uint8Array(await readFile(join(directory, path)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw new SourceError(`cannot read \`${join(directory, path)}\`: ${code ?? error}`);
    }
  };
}
