/** Checks a JWK set strictly, and chooses the one key that a token may be read with. */
import { GatewayError } from '../../faults/errors.ts';
import { checkPublicKey, type KeyUse, type PublicJwk } from './check-public-key.ts';

/** The most keys of a set: a partner has one, two while it rotates. */
const KEYS = 16;

/**
 * Checks a set. Every key must pass: one bad key makes the set unfit, for a sender could aim at it. All serve
 * one use, and no two share a `kid` (RFC 7517 §4.5), or which of them counts would depend on the reader.
 * @param value a JWK set (RFC 7517 §5): `{ keys: […] }`
 * @throws GatewayError `malformed`
 */
export function checkKeySet(value: unknown, use: KeyUse): readonly PublicJwk[] {
  const list = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined;
  if (!Array.isArray(list) || list.length === 0 || list.length > KEYS) {
    throw new GatewayError('malformed', `a key set is \`{ "keys": […] }\` with 1 to ${KEYS} keys`);
  }
  const keys = list.map((key) => checkPublicKey(key, use));
  if (new Set(keys.map((key) => key.kid)).size !== keys.length) {
    throw new GatewayError('malformed', 'two keys of the set have the same `kid`');
  }
  return keys;
}

/**
 * Chooses the key. The algorithm must be its own: the header chooses among keys, never how a key is used.
 * @param keys as `checkKeySet` returned them
 * @param kid may be missing only if the set has one key
 * @throws GatewayError `malformed`
 */
export function chooseKey(keys: readonly PublicJwk[], kid: string | undefined, alg: string): PublicJwk {
  const key =
    kid === undefined && keys.length === 1 ? keys[0] : keys.find((candidate) => candidate.kid === kid);
  if (key === undefined) {
    throw new GatewayError(
      'malformed',
      kid === undefined
        ? 'the header must name its key by `kid`'
        : 'no key of the set has the `kid` of the header',
    );
  }
  if (key.alg !== alg) {
    throw new GatewayError('malformed', `the key is bound to \`${key.alg}\`, the header says \`${alg}\``);
  }
  return key;
}
