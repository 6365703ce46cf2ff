/** Verifies a compact JWS: the strict check first, then node-jose with one chosen key. */
import jose from 'node-jose';
import { GatewayError } from '../errors.ts';
import { checkKeySet, chooseKey } from './check-key-set.ts';
import { readStrictJws, SIGNATURE_ALGORITHMS, type StrictJws } from './read-strict-jws.ts';

/**
 * @param token compact JWS, ES256 or PS256
 * @param keySet the signer's JWK set, public signature keys only
 * @returns the token's parts, now verified
 * @throws GatewayError `malformed`: form, key set, unknown key, algorithm not the key's, or signature
 */
export async function verifyJws(token: unknown, keySet: unknown): Promise<StrictJws> {
  const jws = readStrictJws(token);
  const jwk = chooseKey(checkKeySet(keySet, 'sig'), jws.kid, jws.alg);
  try {
    const key = await jose.JWK.asKey({ ...jwk });
    const options = { allowEmbeddedKey: false, algorithms: [...SIGNATURE_ALGORITHMS] };
    const verified = await jose.JWS.createVerify(key, options).verify(token as string);
    // INVARIANT: what node-jose verified is what the strict check read.
    if (!verified.payload.equals(jws.payload)) throw new Error('payloads differ');
  } catch (cause) {
    throw new GatewayError('malformed', 'the signature does not verify', { cause });
  }
  return jws;
}
