/** Canonical JSON (RFC 8785), the form in which everything that is hashed is written. */
/** A surrogate without its partner (RFC 8785 §3.2.2.2): `isWellFormed` of ES2024, for Node 20. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Throws where JSON cannot represent a value exactly. Written nevertheless, as libraries do (`undefined` left
 * out or made null, lone surrogates as escapes), two values would have one hash.
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

/** The names of members with their colons, as they are written: the same few in every entry. */
const NAMES = new Map<string, string>();
/** The most names that are remembered; others are written each time. */
const MOST_NAMES = 1_000;

/** Writes a text; undefined if it has a lone surrogate, which cannot be where nothing was escaped. */
function writeText(text: string): string | undefined {
  const written = JSON.stringify(text);
  return written.length === text.length + 2 || !LONE_SURROGATE.test(text) ? written : undefined;
}

function writeName(name: string): string | undefined {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const text = writeText(name);
  if (text === undefined) return undefined;
  if (NAMES.size < MOST_NAMES) NAMES.set(name, `${text}:`);
  return `${text}:`;
}

/** Writes a value in one pass, as all answers and entries need it; undefined if it has no exact form. */
function write(value: unknown): string | undefined {
  if (typeof value === 'string') return writeText(value);
  if (value === null || typeof value === 'boolean') return String(value);
  // ECMAScript's own form is the one that RFC 8785 §3.2.2.3 asks for.
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  if (typeof value !== 'object') return undefined;
  let text = '';
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item = write(value[i]);
      if (item === undefined) return undefined;
      text += i === 0 ? item : `,${item}`;
    }
    return `[${text}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  // By UTF-16 code units, as RFC 8785 §3.2.3 asks: ECMAScript's own order.
  for (const key of Object.keys(value).sort()) {
    const name = writeName(key);
    const member = write((value as Record<string, unknown>)[key]);
    if (name === undefined || member === undefined) return undefined;
    text += text === '' ? `${name}${member}` : `,${name}${member}`;
  }
  return `{${text}}`;
}

/**
 * Returns the canonical text (RFC 8785): keys sorted by UTF-16 code units, no spaces, ECMAScript numbers.
 * @throws TypeError on `undefined`, functions, symbols, bigints, NaN, infinities, lone surrogates, and
 * objects that are not plain (a `Date` must become a string first).
 */
export function canonicalJson(value: unknown): string {
  const text = write(value);
  if (text !== undefined) return text;
  refuseInexact(value, '$');
  throw new TypeError('value has no canonical JSON form');
}
