/** Writes the file of SIGN_IN_CLIENTS_FILE for the demo. */
import { join } from 'node:path';
import { writeSecretFile } from '../../cli/write-secret-file.ts';
import type { DemoKeys } from '../cast/demo-keys.ts';

/** @returns the file's path; mode 0600, since it holds private keys */
export function writeSignInClients(
  dataDir: string,
  issuer: string,
  { cast, pages: keys }: Pick<DemoKeys, 'cast' | 'pages'>,
): string {
  const path = join(dataDir, 'sign-in-clients.json');
  const clients = cast.pages.map(({ clientId, name }) => ({
    name,
    issuer,
    clientId,
    privateJwk: keys[clientId],
  }));
  writeSecretFile(path, `${JSON.stringify({ clients }, null, 2)}\n`);
  return path;
}
