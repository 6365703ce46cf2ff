/** Picks the keys of a set that may verify tokens: stricter than RFC 7517, but lenient about additions. */
import { checkPublicKey, type PublicJwk } from './jose/check-public-key.ts';
import { checkRsaNumbers } from './jose/check-rsa-numbers.ts';

const MOST_KEYS = 64;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

type Jwk = Readonly<Record<string, unknown>>;

/**
 * Returns the ES256 and PS256 signature keys by `kid`, without keys for other uses, or with no `kid`.
 *
 * @throws Error for a set that is unsafe as a whole: a private or symmetric key in it, a weak RSA key, two
 * keys with one `kid`, or none that can be used
 */
export function checkIssuerKeySet(value: unknown): ReadonlyMap<string, PublicJwk> {
  const list = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined;
  if (!Array.isArray(list) || list.length > MOST_KEYS)
    throw new Error('the key set has no list of keys, or too many');
  const keys = new Map<string, PublicJwk>();
  for (const entry of list) {
    if (typeof entry !== 'object' || entry === null) throw new Error('a key of the set is not an object');
    const jwk = entry as Jwk;
    if (jwk.kty === 'oct' || PRIVATE_MEMBERS.some((name) => Object.hasOwn(jwk, name))) {
      throw new Error('the key set publishes a private or symmetric key');
    }
    if (jwk.kty === 'RSA') checkRsaNumbers(String(jwk.n), String(jwk.e));
    const key = usable(jwk);
    if (key === null) continue;
    if (keys.has(key.kid)) throw new Error('two keys of the set have one `kid`');
    keys.set(key.kid, key);
  }
  if (keys.size === 0) throw new Error('the key set has no key for ES256 or PS256 with a `kid`');
  return keys;
}

/** Reduces a key to the members that count, for its type's one algorithm; null if it is of no use. */
function usable({ kty, kid, use, alg, key_ops: operations, crv, x, y, n, e }: Jwk): PublicJwk | null {
  if (typeof kid !== 'string') return null;
  if (use !== undefined && use !== 'sig') return null;
  if (Array.isArray(operations) && !operations.includes('verify')) return null;
  const bound = kty === 'EC' && crv === 'P-256' ? 'ES256' : kty === 'RSA' ? 'PS256' : null;
  if (bound === null || (alg !== undefined && alg !== bound)) return null;
  const numbers = kty === 'EC' ? { crv, x, y } : { n, e };
  return checkPublicKey({ kty, kid, use: 'sig', alg: bound, ...numbers }, 'sig');
}
