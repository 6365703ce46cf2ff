/** The revision of the rules that judge: a hash of their code and data, named in every entry of the log. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The rules that this process runs: the build's where it was built, else their sources. */
const RULES = join(import.meta.dirname, '../../sharing-rules');

/**
 * The code and data of the rules in one piece, in the order of their paths: of what is executed, so that a build that was
 * altered has another revision, whatever the sources beside it say. Of each file path, NUL, length, NUL, content.
 */
export function readRulesCode(root = RULES): Buffer {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(ts|js|json)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
  return Buffer.concat(
    files.flatMap((file) => {
      const content = readFileSync(file);
      return [Buffer.from(`${relative(root, file)}\0${content.length}\0`), content];
    }),
  );
}

/** SHA-256 (hex) of the code in one piece. */
export function revisionOf(code: Buffer): string {
  return createHash('sha256').update(code).digest('hex');
}

/** Of the rules that this process runs, or of others. */
export function readRulesRevision(root = RULES): string {
  return revisionOf(readRulesCode(root));
}
