/** Makes the signing key of the demo's issuer once, and keeps it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKeyPair, type SigningPrivateJwk } from '../../identity/jose/generate-key-pair.ts';

const FILE = 'demo-issuer-key.json';

/**
 * Returns the private key from `dataDir`, readable by its owner only; makes one if there is none.
 * @throws Error if the file exists but is not a key: it is never overwritten
 */
export async function readDemoIssuerKey(dataDir: string): Promise<SigningPrivateJwk> {
  const file = join(dataDir, FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) {
    const key = JSON.parse(text) as SigningPrivateJwk;
    if (key.kty !== 'EC' || typeof key.d !== 'string') {
      throw new Error(`\`${file}\` holds no key: delete it to have a new one made`);
    }
    return key;
  }
  const { privateJwk } = generateKeyPair();
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  await writeFile(file, JSON.stringify(privateJwk), { mode: 0o600, flag: 'wx' });
  return privateJwk;
}
