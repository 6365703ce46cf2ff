/** Reads the clients by which people sign in at the pages: one for each agency, in a file of mode 0600. */
import { readFileSync, statSync } from 'node:fs';
import * as openid from 'openid-client';
import { discover } from '../../cli/client/http-client.ts';
import { signInKey } from '../../cli/client/http-client-key.ts';
import { compileSchemaAllErrors } from '../../http/schema.ts';
import { ConfigError } from '../../settings/config.ts';

export interface SignInClient {
  /** The name that people give their sign-in, e.g. the agency's. */
  readonly name: string;
  readonly issuer: string;
  /** The client registered for the agency, with no person of its own (`register`: "actsFor": null). */
  readonly clientId: string;
  /** An ES256 (P-256) or PS256 (RSA) key, with `d`, that signs in at the issuer (RFC 7523). */
  readonly privateJwk: Readonly<Record<string, unknown>>;
}

const validate = compileSchemaAllErrors<{ readonly clients: readonly SignInClient[] }>({
  type: 'object',
  additionalProperties: false,
  required: ['clients'],
  properties: {
    clients: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'issuer', 'clientId', 'privateJwk'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 200 },
          issuer: { type: 'string', format: 'uri', maxLength: 500 },
          clientId: { type: 'string', minLength: 1, maxLength: 255 },
          privateJwk: { type: 'object' },
        },
      },
    },
  },
});

/** @throws ConfigError naming the setting, the file and what to change; never a word of a key */
export function readSignInClients(path: string): readonly SignInClient[] {
  const refuse = (what: string) => new ConfigError([`SIGN_IN_CLIENTS_FILE: \`${path}\` ${what}`]);
  let text: string;
  try {
    if ((statSync(path).mode & 0o077) !== 0) {
      throw refuse(`holds private keys, and other accounts may read it; next: chmod 600 ${path}`);
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw refuse(`cannot be read (${(error as NodeJS.ErrnoException).code}): name the file of the clients`);
  }
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw refuse('is not JSON: compare it with a backup');
  }
  if (!validate(file)) {
    const faults = (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
    );
    throw refuse(`cannot be used: ${faults.join('; ')}`);
  }
  const names = file.clients.map(({ clientId, issuer }) => `${issuer} ${clientId}`);
  if (new Set(names).size < names.length) throw refuse('names a client twice: remove one of them');
  return file.clients;
}

/** A client with its issuer's configuration, which is found when it is first needed, and kept. */
export interface OpenedClient extends SignInClient {
  /** @throws NoAnswer where the issuer cannot be used now */
  readonly configuration: () => Promise<openid.Configuration>;
}

/** Milliseconds. */
const ASKED_AGAIN_AFTER = 5_000;

/** @param gateway its public address: over plain http only where that is of this machine */
export function openClient(client: SignInClient, gateway: string): OpenedClient {
  let found: Promise<openid.Configuration> | null = null;
  return {
    ...client,
    configuration: () => {
      found ??= find(client, gateway).catch((error) => {
        // Everyone who asks in between is told the same: strangers must not make us ask without end.
        setTimeout(() => {
          found = null;
        }, ASKED_AGAIN_AFTER).unref();
        throw error;
      });
      return found;
    },
  };
}

async function find(client: SignInClient, gateway: string): Promise<openid.Configuration> {
  return discover(client, openid.PrivateKeyJwt(await signInKey(client.privateJwk)), gateway);
}
