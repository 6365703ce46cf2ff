/** Computes the SHA-256 of a file that stays where it is: the gateway keeps the hash alone. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** @returns hexadecimal, as `sha256sum` prints it */
export function hashOfFile(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
