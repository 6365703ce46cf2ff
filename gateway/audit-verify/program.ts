/** Shares among this directory's programs the log's key, progress, and how they end. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceError } from './log-source.ts';
import { MirrorError } from './mirror-directory.ts';
import { visible } from './visible.ts';

/** The findings of a program, and their text: exit code 0 if everything holds, 1 if something does not. */
export interface Found {
  readonly ok: boolean;
  /** The exit code if nothing is wrong, but not everything could be checked: 2, or 3 if the log is newer. */
  readonly unsettled?: 2 | 3 | null;
  readonly text: string;
  /** The other act that failed: exit code 2. */
  readonly fault?: string | null;
}

/** Runs a program to its end; exit code 2 if something could not be checked. */
export async function runProgram(program: () => Promise<Found>): Promise<void> {
  // `| head`: a reader that closed the pipe wants no more.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`what was found could not be written: ${error.message}\n`);
    process.exitCode = 2;
  });
  try {
    const { fault = null, ok, text, unsettled = null } = await program();
    process.stdout.write(visible(text));
    process.exitCode = ok ? 0 : (unsettled ?? 1);
    if (fault === null) return;
    process.stderr.write(`${visible(fault)}\n`);
    process.exitCode = 2;
  } catch (error) {
    const noFile = missing(error);
    const isTold = error instanceof SourceError || error instanceof MirrorError || noFile !== null;
    process.stderr.write(`${visible(noFile ?? (error as Error).message)}${isTold ? '' : '\nsee --help'}\n`);
    process.exitCode = 2;
  }
}

function missing(error: unknown): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? `there is no file \`${path}\`: check the name` : null;
}

/** Advises a newer program. @param kinds not known; empty: nothing is said */
export function sayOlderProgram(kinds: readonly string[]): string[] {
  if (kinds.length === 0) return [];
  const named = kinds.slice(0, 20).map((kind) => `\`${kind}\``);
  return [
    `this program is older than the log: kinds ${named.join(', ')}${kinds.length > 20 ? ', …' : ''} are not known to it; ` +
      'next: get the newest release of this program, and run the same again; if that does not know them either, ask the ' +
      'owner of the log: nothing is verified until somebody can say what such entries are',
  ];
}

export const KEY_MISSING = '`--key` is missing: the key of the log, known from elsewhere';

/** Reads keys: each a key, several between blanks, or a file with one or more. @returns all of them */
export function readKeys(given: readonly string[]): string {
  return given.map(readKey).join('\n');
}

/** Reads a key. @throws Error if it is neither: a mistyped file name must not fail every receipt. */
function readKey(given: string): string {
  if (existsSync(given)) return readFileSync(given, 'utf8').trim();
  if (given.split(/\s+/).every((one) => /^[^+\s]+\+[0-9a-f]{8}\+\S+$/.test(one))) return given;
  throw new Error(`\`${given}\` is neither a file that exists nor a key (name+id+base64)`);
}

/** Prints a line on standard error at each tenth. @param verb what was done, e.g. `verified` */
export function showProgress(verb: string): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth > shown) process.stderr.write(`${verb} ${done} of ${total} entries\n`);
    shown = tenth;
  };
}
