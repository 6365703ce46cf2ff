/** Verifies a compact JWS: the strict check first, then node-jose with one chosen key. */
import jose from 'node-jose';
import { GatewayError } from '../../faults/errors.ts';
import { checkKeySet, chooseKey } from './check-key-set.ts';
import { readStrictJws, type StrictJws } from './read-strict-jws.ts';

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
    // Options go to `verify`, never to `createVerify`, which merges them into defaults of the whole process; and
    // the algorithm as text, for lists are merged item by item with whatever somebody left there.
    const options = { allowEmbeddedKey: false, algorithms: jws.alg };
    const verified = await jose.JWS.createVerify(key).verify(token as string, options as object);
    // INVARIANT: node-jose verified what the strict check read.
    if (!verified.payload.equals(jws.payload)) throw new Error('payloads differ');
  } catch (cause) {
    throw new GatewayError('malformed', 'the signature does not verify', { cause });
  }
  return jws;
}
