/**
 * Tools of others that a suite uses and the project does not need: installed as a lock file pins them, hashes
 * included, into a directory of their own, and none of their installation scripts is run.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './source-files.ts';

/** Ms; a registry that does not answer is said, not waited for. */
const INSTALL_WITHIN = 300_000;

/** Tools send no figures about us. */
export const QUIET = { SCARF_ANALYTICS: 'false', DO_NOT_TRACK: '1' };

/**
 * @param pinned the directory with `package.json` and `package-lock.json`
 * @param name of the directory to install into, which git leaves out
 * @returns the path of a program, by its name
 * @throws Error with what npm says where they cannot be installed
 */
export async function installPinned(
  pinned: string,
  name: `.data-${string}`,
): Promise<(program: string) => string> {
  const installed = join(ROOT, name);
  mkdirSync(installed, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(pinned, file), join(installed, file));
  }
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', ['ci', ...options], {
    cwd: installed,
    env: { ...process.env, ...QUIET },
    timeout: INSTALL_WITHIN,
  });
  return (program) => join(installed, 'node_modules', '.bin', program);
}
