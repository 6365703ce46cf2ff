/** Canonical JSON (RFC 8785), the form in which everything that is hashed is written. */
import canonicalize from 'canonicalize';

/** `isWellFormed` of ES2024, for Node 20: no surrogate without its partner (RFC 8785 §3.2.2.2). */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Refuses what JSON cannot say exactly. `canonicalize` itself would leave `undefined` members out, turn
 * them into null in arrays, and write lone surrogates as escapes: two values, one hash.
 */
function refuseInexact(value: unknown, path: string): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) throw new TypeError(`lone surrogate at \`${path}\``);
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`number without a JSON form at \`${path}\``);
    return;
  }
  if (typeof value !== 'object') throw new TypeError(`\`${typeof value}\` has no JSON form at \`${path}\``);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) refuseInexact(value[i], `${path}[${i}]`);
    return;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`only plain objects, arrays and scalars have a canonical form: see \`${path}\``);
  }
  for (const [key, member] of Object.entries(value)) {
    if (LONE_SURROGATE.test(key)) throw new TypeError(`lone surrogate in a key of \`${path}\``);
    refuseInexact(member, `${path}.${key}`);
  }
}

/**
 * The canonical text of a value (RFC 8785): keys sorted by UTF-16 code units, no spaces, ECMAScript numbers.
 * @throws TypeError on `undefined`, functions, symbols, bigints, NaN, infinities, lone surrogates, and
 * objects that are not plain (a `Date` must become a string first).
 */
export function canonicalJson(value: unknown): string {
  refuseInexact(value, '$');
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('value has no canonical JSON form');
  return text;
}
