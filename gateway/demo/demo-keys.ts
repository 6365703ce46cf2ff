/** Makes the keys and passwords of the demo's cast at the first start, in one file of mode 0600. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from 'otpauth';
import { writeSecretFile } from '../cli/write-secret-file.ts';
import { generateKeyPair, type SigningPrivateJwk } from '../identity/jose/generate-key-pair.ts';
import { DEMO_KEYS_FILE } from '../settings/data-dir.ts';
import { CAST, PEOPLE } from './demo-cast.ts';
import { PAGE_CLIENTS } from './pages/page-clients.ts';

export interface DemoKeys {
  /** Keys by the client's name. */
  readonly clients: Readonly<
    Record<string, { readonly clientId: string; readonly privateJwk: SigningPrivateJwk }>
  >;
  /** Secrets by login. */
  readonly people: Readonly<Record<string, { readonly password: string; readonly totpSecret: string }>>;
  /** Keys of the pages' clients, by client id. */
  readonly pages: Readonly<Record<string, SigningPrivateJwk>>;
}

export function loadDemoKeys(dataDir: string): DemoKeys {
  const path = join(dataDir, DEMO_KEYS_FILE);
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<DemoKeys>) : {};
  const isWhole = kept.pages !== undefined;
  if (isWhole) return kept as DemoKeys;
  const keys: DemoKeys = {
    clients: Object.fromEntries(
      CAST.map(({ name }) => [name, { clientId: `demo-${name}`, privateJwk: generateKeyPair().privateJwk }]),
    ),
    people: Object.fromEntries(
      PEOPLE.map(({ login }) => [
        login,
        { password: randomBytes(9).toString('base64url'), totpSecret: new Secret({ size: 20 }).base32 },
      ]),
    ),
    pages: Object.fromEntries(PAGE_CLIENTS.map(({ clientId }) => [clientId, generateKeyPair().privateJwk])),
    // Keeps the keys of a demo that was made before it had pages.
    ...kept,
  };
  writeSecretFile(path, JSON.stringify(keys));
  return keys;
}
