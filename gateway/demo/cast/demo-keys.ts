/** Makes the keys and passwords of the demo's cast at the first start, in one file of mode 0600. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from 'otpauth';
import { writeSecretFile } from '../../cli/write-secret-file.ts';
import { generateKeyPair, type SigningPrivateJwk } from '../../identity/jose/generate-key-pair.ts';
import { DEMO_KEYS_FILE } from '../../settings/data-dir.ts';
import type { DemoCast } from './demo-cast.ts';

export interface DemoKeys {
  /** Whose keys they are. */
  readonly cast: DemoCast;
  /** Keys by the client's name. */
  readonly clients: Readonly<
    Record<string, { readonly clientId: string; readonly privateJwk: SigningPrivateJwk }>
  >;
  readonly people: Readonly<Record<string, { readonly password: string; readonly totpSecret: string }>>;
  /** Keys of the pages' clients, by client id. */
  readonly pages: Readonly<Record<string, SigningPrivateJwk>>;
  /** The key by which the gateway itself signs in at others. */
  readonly gateway: SigningPrivateJwk;
}

/** Loads the keys, and makes those that are missing: all at first, later those of whom a newer version adds. */
export function loadDemoKeys(dataDir: string, cast: DemoCast): DemoKeys {
  const path = join(dataDir, DEMO_KEYS_FILE);
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<DemoKeys>) : {};
  const keys: Omit<DemoKeys, 'cast'> = {
    clients: withMissing(kept.clients, names(cast.clients, 'name'), (name) => ({
      ...{ clientId: `demo-${name}`, privateJwk: generateKeyPair().privateJwk },
    })),
    people: withMissing(kept.people, names(cast.people, 'login'), () => ({
      password: randomBytes(9).toString('base64url'),
      totpSecret: new Secret({ size: 20 }).base32,
    })),
    pages: withMissing(kept.pages, names(cast.pages, 'clientId'), () => generateKeyPair().privateJwk),
    gateway: kept.gateway ?? generateKeyPair().privateJwk,
  };
  const text = JSON.stringify(keys);
  if (text !== JSON.stringify(kept)) writeSecretFile(path, text);
  return { ...keys, cast };
}

const names = <Name extends string>(all: readonly { readonly [N in Name]: string }[], name: Name) =>
  all.map((one) => one[name]);

function withMissing<T>(
  kept: Readonly<Record<string, T>> = {},
  wanted: readonly string[],
  make: (name: string) => T,
): Record<string, T> {
  const missing = wanted.filter((name) => !Object.hasOwn(kept, name));
  return { ...kept, ...Object.fromEntries(missing.map((name) => [name, make(name)])) };
}
