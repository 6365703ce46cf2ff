/**
 * Reads credentials with which this gateway asks another, from a file of its operator: a source only names
 * the file, so that nobody can send the key's tokens to an address of their own choice. An
 * agreement names none: the file of a partner's gateway has the partner's ORI as its name.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../faults/errors.ts';
import { compileSchema } from '../http/schema.ts';

export interface GatewayCredentials {
  /** The address of the other gateway, as its partners reach it. */
  readonly gateway: string;
  readonly issuer: string;
  readonly clientId: string;
  /** An ES256 (P-256) or PS256 (RSA) key, with `d`; signs in by `private_key_jwt` (RFC 7523). */
  readonly privateJwk: Readonly<Record<string, unknown>>;
  /** The audience to ask tokens for (RFC 8707). */
  readonly resource: string;
}

const text = { type: 'string', minLength: 1, maxLength: 2048 } as const;

const validate = compileSchema<GatewayCredentials>({
  type: 'object',
  additionalProperties: false,
  required: ['gateway', 'issuer', 'clientId', 'privateJwk', 'resource'],
  properties: { gateway: text, issuer: text, clientId: text, privateJwk: { type: 'object' }, resource: text },
});

export interface GatewayListAddress {
  /** The name of the file, without its ending. */
  readonly name: string;
  /** The id of the list at the other gateway. */
  readonly list: string;
}

const ADDRESS = /^gateway:\/\/([a-z0-9][a-z0-9-]{0,62})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws GatewayError `malformed` */
export function parseGatewayAddress(url: string): GatewayListAddress {
  const [, name, list] = ADDRESS.exec(url) ?? [];
  if (name !== undefined && list !== undefined) return { name, list };
  throw new GatewayError(
    'malformed',
    '`url` of a gateway must be `gateway://name/list`: the name of a credentials file, and the id of its list',
  );
}

/**
 * @param directory of the files, `name.json` each, readable by nobody else
 * @throws GatewayError `conflict` that says what to change in which file, never what it holds
 */
export async function readGatewayCredentials(directory: string, name: string): Promise<GatewayCredentials> {
  const path = join(directory, `${name}.json`);
  const content = await readPrivate(path);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new GatewayError('conflict', `\`${path}\` is not JSON`);
  }
  if (validate(value)) return value;
  const fault = validate.errors?.[0];
  const where = fault?.instancePath.slice(1) || 'the file';
  throw new GatewayError('conflict', `\`${path}\`: ${where} ${fault?.message ?? 'is not as it must be'}`);
}

async function readPrivate(path: string): Promise<string> {
  const file = await open(path, 'r').catch((cause) => {
    throw new GatewayError('conflict', `\`${path}\` cannot be read: put the credentials there`, { cause });
  });
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) {
      throw new GatewayError('conflict', `others can read \`${path}\`: \`chmod 600\` it`);
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
