/** Checks one public JWK strictly: bound to one use and one algorithm, known members only. */
import { createPublicKey } from 'node:crypto';
import { GatewayError } from '../../faults/errors.ts';
import { checkRsaNumbers } from './check-rsa-numbers.ts';
import { decodeBase64url } from './decode-base64url.ts';

/** Holds a public P-256 key for ES256 (RFC 7518 §6.2.1). */
export interface EcPublicJwk {
  readonly kty: 'EC';
  /** Names the key. The gateway uses the thumbprint (RFC 7638) for keys that it makes. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'ES256';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export interface RsaPublicJwk {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly use: 'sig' | 'enc';
  readonly alg: 'PS256' | 'RSA-OAEP-256';
  readonly n: string;
  readonly e: string;
}

export type PublicJwk = EcPublicJwk | RsaPublicJwk;
export type KeyUse = PublicJwk['use'];

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const COMMON = ['kty', 'kid', 'use', 'alg'];
/** The algorithm that binds a key of each use and type, and its further members. */
const SHAPES = [
  { use: 'sig', alg: 'ES256', kty: 'EC', members: ['crv', 'x', 'y'] },
  { use: 'sig', alg: 'PS256', kty: 'RSA', members: ['n', 'e'] },
  { use: 'enc', alg: 'RSA-OAEP-256', kty: 'RSA', members: ['n', 'e'] },
] as const;
const KID = /^[\x21-\x7e]{1,256}$/;

/**
 * Checks a key. `alg` and `use` must be there: a key that fits several algorithms invites confusion (RFC 8725
 * §3.1), so the algorithm follows from the key, never from the token.
 * @throws GatewayError `malformed`, saying what to change
 */
export function checkPublicKey(value: unknown, use: KeyUse): PublicJwk {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GatewayError('malformed', 'a key is a JSON object (RFC 7517)');
  }
  const jwk = value as Readonly<Record<string, unknown>>;
  const secret = PRIVATE_MEMBERS.find((name) => Object.hasOwn(jwk, name));
  if (secret !== undefined) {
    throw new GatewayError(
      'malformed',
      `the key holds the private member \`${secret}\`: it is exposed now, make a new pair and send the public key only`,
    );
  }
  const shape = SHAPES.find((known) => known.use === use && known.alg === jwk.alg && known.kty === jwk.kty);
  if (shape === undefined || jwk.use !== use) {
    const fits = SHAPES.filter((known) => known.use === use).map(
      (known) => `\`${known.kty}\` with \`${known.alg}\``,
    );
    throw new GatewayError('malformed', `the key must have \`use\` \`${use}\`, and be ${fits.join(' or ')}`);
  }
  const members = [...COMMON, ...shape.members];
  const stranger = Object.keys(jwk).find((name) => !members.includes(name));
  if (stranger !== undefined) {
    throw new GatewayError(
      'malformed',
      `remove the member \`${stranger.slice(0, 32)}\`: a key has ${members.join(', ')}`,
    );
  }
  const missing = members.find((name) => typeof jwk[name] !== 'string');
  if (missing !== undefined) throw new GatewayError('malformed', `the key lacks \`${missing}\` (a string)`);
  const key = { ...jwk } as unknown as PublicJwk;
  if (!KID.test(key.kid)) {
    throw new GatewayError('malformed', '`kid` must have 1 to 256 printable ASCII characters and no space');
  }
  if (key.kty === 'EC') checkPoint(key);
  else checkRsaNumbers(key.n, key.e);
  return key;
}

function checkPoint(key: EcPublicJwk): void {
  if (key.crv !== 'P-256') throw new GatewayError('malformed', 'the curve must be `P-256`');
  for (const name of ['x', 'y'] as const) {
    if (decodeBase64url(key[name], `coordinate \`${name}\``).length !== 32) {
      throw new GatewayError('malformed', `the coordinate \`${name}\` has not 32 bytes (RFC 7518 §6.2.1.2)`);
    }
  }
  try {
    // OpenSSL refuses a point that is not on the curve.
    createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x, y: key.y }, format: 'jwk' });
  } catch (cause) {
    throw new GatewayError('malformed', 'the key is not a point of `P-256`', { cause });
  }
}
