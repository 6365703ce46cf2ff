/**
 * All test files of a folder in one module graph: loading the gateway takes as much of the processor as the tests of a
 * small file, so it is loaded once and not once a file. Each file is a block of its own, with its hooks.
 */
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { ROOT } from '../source-files.ts';
import { describeFile } from './blocks.ts';

const { filesOf } = createRequire(import.meta.url)('./files-of.cjs') as {
  filesOf(folder: string): readonly string[];
};

/** Imports them, in the order of their names. */
export async function runAtOnce(directory: string): Promise<void> {
  for (const file of filesOf(relative(ROOT, directory)))
    await describeFile(relative(directory, join(ROOT, file)), () => import(join(ROOT, file)));
}
