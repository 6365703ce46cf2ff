/**
 * Spectral and Prism, which only this suite uses: 400 packages, so that they are none of the project's own. They are
 * installed as `tools/package-lock.json` pins them, hashes included, into a directory of their own, and none of their
 * installation scripts is run.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PINNED = join(import.meta.dirname, 'tools');
const INSTALLED = join(import.meta.dirname, '../../.data-contract');

/** Ms; a registry that does not answer is said, not waited for. */
const INSTALL_WITHIN = 300_000;

/** Neither sends figures about us. */
export const QUIET = { SCARF_ANALYTICS: 'false', DO_NOT_TRACK: '1' };

export interface Tools {
  readonly spectral: string;
  readonly prism: string;
}

/** @throws Error with what npm says where they cannot be installed */
export async function installTools(): Promise<Tools> {
  mkdirSync(INSTALLED, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(PINNED, file), join(INSTALLED, file));
  }
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', ['ci', ...options], {
    cwd: INSTALLED,
    env: { ...process.env, ...QUIET },
    timeout: INSTALL_WITHIN,
  });
  const program = (name: string) => join(INSTALLED, 'node_modules', '.bin', name);
  return { spectral: program('spectral'), prism: program('prism') };
}
