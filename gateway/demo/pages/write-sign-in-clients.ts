/** Writes the file of SIGN_IN_CLIENTS_FILE for the demo. */
import { join } from 'node:path';
import { writeSecretFile } from '../../cli/write-secret-file.ts';
import type { SigningPrivateJwk } from '../../identity/jose/generate-key-pair.ts';
import { PAGE_CLIENTS } from './page-clients.ts';

/** @param keys by client id. @returns the file's path; mode 0600, since it holds private keys */
export function writeSignInClients(
  dataDir: string,
  issuer: string,
  keys: Readonly<Record<string, SigningPrivateJwk>>,
): string {
  const path = join(dataDir, 'sign-in-clients.json');
  const clients = PAGE_CLIENTS.map(({ clientId, name }) => ({
    name,
    issuer,
    clientId,
    privateJwk: keys[clientId],
  }));
  writeSecretFile(path, `${JSON.stringify({ clients }, null, 2)}\n`);
  return path;
}
