/** Reads a copy of a log from a directory, which has the same layout as over HTTP (C2SP tlog-tiles). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogSource, SourceError } from './log-source.ts';

/** Creates a source that rejects with a SourceError if a file cannot be read. */
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
