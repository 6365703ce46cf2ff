/** Reads a compact JWS strictly, before any JOSE library does. It verifies nothing yet. */
import { GatewayError } from '../../faults/errors.ts';
import { decodeBase64url } from './decode-base64url.ts';
import { readProtectedHeader } from './read-protected-header.ts';
import { splitCompact } from './split-compact.ts';

/** The algorithms: the gateway signs with ES256; a partner with an RSA key may sign with PS256. */
const SIGNATURE_ALGORITHMS = ['ES256', 'PS256'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** A JWS of valid form, **not verified**. */
export interface StrictJws {
  readonly alg: SignatureAlgorithm;
  readonly kid: string | undefined;
  readonly typ: string | undefined;
  readonly cty: string | undefined;
  readonly payload: Buffer;
}

/**
 * Reads compact serialization only (RFC 7515 §7.1): three canonical base64url parts, header members `alg`,
 * `kid`, `typ`, `cty`, an allowed algorithm, a signature of possible length. JSON serialization is refused.
 * @throws GatewayError `malformed`
 */
export function readStrictJws(token: unknown): StrictJws {
  const [head, body, mac] = splitCompact(token, 'JWS', 3) as [string, string, string];
  const header = readProtectedHeader(head, { alg: SIGNATURE_ALGORITHMS, kid: 'any', typ: 'any', cty: 'any' });
  const alg = header.alg as SignatureAlgorithm;
  const payload = decodeBase64url(body, 'payload');
  const signature = decodeBase64url(mac, 'signature');
  // RFC 7518 §3.4: R and S of 32 bytes each. PS256: as long as the modulus, at least 2048 bits.
  if (alg === 'ES256' ? signature.length !== 64 : signature.length < 256) {
    throw new GatewayError(
      'malformed',
      `the signature has ${signature.length} bytes, which ${alg} never has`,
    );
  }
  return { alg, kid: header.kid, typ: header.typ, cty: header.cty, payload };
}
