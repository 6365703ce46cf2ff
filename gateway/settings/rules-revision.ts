/** The revision of the rules that judge: a hash of their code and data, named in every entry of the log. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PACKAGE_ROOT } from './package-root.ts';

/** SHA-256 (hex) over the sources of `sharing-rules/`, in the order of their paths; the same for source and build. */
export function readRulesRevision(): string {
  const root = join(PACKAGE_ROOT, 'sharing-rules');
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(ts|json)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
