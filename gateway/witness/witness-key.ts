/** Reads and makes the key of a witness, in a file for its account alone. */
import { generateKeyPairSync } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { absent } from '../faults/file-faults.ts';

/** Reads the key; null if there is none yet. @throws Error if unreadable, or open to other accounts */
export async function readWitnessKey(path: string): Promise<string | null> {
  try {
    if (((await stat(path)).mode & 0o077) !== 0) {
      throw new Error(
        `\`${path}\` is the key of this witness, and other accounts may read or change it; next: chmod 600 ${path} (and ` +
          'find out whether somebody has read it)',
      );
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    return absent(error as NodeJS.ErrnoException);
  }
}

/** Makes a key. @returns Ed25519 as PKCS#8 PEM @throws Error if there is one already */
export async function makeWitnessKey(path: string): Promise<string> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  await writeFile(path, pem, { flag: 'wx', mode: 0o600, flush: true });
  return pem;
}
