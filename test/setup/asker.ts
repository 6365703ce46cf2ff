/** Anyone who asks with a token that is bound to a key of its own, and proves each request with it (RFC 9449). */
import { createPrivateKey } from 'node:crypto';
import { generateKeyPair } from '../../gateway/identity/jose/generate-key-pair.ts';
import { makeJws, proofClaims, publicPart } from './mint.ts';

export interface Asker {
  readonly ori: string;
  readonly token: string;
  /** @param path without a query (RFC 9449 section 4.2) */
  readonly proof: (method: string, path: string) => string;
}

export interface ProofKey {
  readonly thumbprint: string;
  /** @param token none where one is asked for yet */
  prove(method: string, url: string, token?: string): string;
}

/** @param pair default: a new one */
export function createProofKey({ privateJwk, publicJwk } = generateKeyPair()): ProofKey {
  // Imported once: loads make thousands of proofs.
  const key = createPrivateKey({ key: { ...privateJwk }, format: 'jwk' });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: publicPart({ ...publicJwk }) };
  return {
    thumbprint: publicJwk.kid,
    prove: (method, url, token) => makeJws(header, proofClaims(method, url, token), key),
  };
}

/** The headers of a request with a fresh proof. */
export function credentialsOf(
  { proof, token }: Asker,
  method: string,
  path: string,
): Record<'Authorization' | 'DPoP', string> {
  return { Authorization: `DPoP ${token}`, DPoP: proof(method, path) };
}
