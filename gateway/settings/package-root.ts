/** Finds where the package is, from source (`gateway/`) and build (`dist/gateway/`) alike. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error('no package.json above this file: the installation is not whole');
  return find(parent);
}

export const PACKAGE_ROOT: string = find(dirname(fileURLToPath(import.meta.url)));
