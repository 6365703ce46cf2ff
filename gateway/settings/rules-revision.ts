/** Computes the revision of the rules: a hash of their code and data, named in every entry of the log. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The rules that this process runs: the build's if it was built, else their sources. */
const RULES = join(import.meta.dirname, '../../sharing-rules');

/**
 * Returns the SHA-256 (hex) of the rules' code and data in one piece, in the order of their paths. It covers
 * what is executed, so that an altered build has another revision, whatever the sources beside it say. Each
 * file adds path, NUL, length, NUL, content.
 * @param root of other rules than those that this process runs
 */
export function readRulesRevision(root = RULES): string {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(ts|js|json)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
  const revision = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    revision.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return revision.digest('hex');
}
