/** Undoes the encodings in which exported reasons are found: `Person+Crime`, `%49CE`, `H&amp;R`, `&#73;CE`, `\u0049CE`. */

const ROUNDS = 3;

function hexDigit(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const letter = unit | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function hexNumber(text: string, from: number, digits: number): number {
  let value = 0;
  for (let i = from; i < from + digits; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** Reads the run of `%XX` at `at` as UTF-8, or as Latin-1 where it is not. */
function percentRun(text: string, at: number): { readonly chars: string; readonly next: number } {
  let next = at;
  let latin = '';
  while (text.charCodeAt(next) === 37) {
    const byte = hexNumber(text, next + 1, 2);
    if (byte < 0) break;
    latin += String.fromCharCode(byte);
    next += 3;
  }
  if (next === at) return { chars: '%', next: at + 1 };
  try {
    return { chars: decodeURIComponent(text.slice(at, next)), next };
  } catch {
    return { chars: latin, next };
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
};
const LONGEST_ENTITY = 10;

function entity(text: string, at: number): { readonly chars: string; readonly next: number } {
  const length = text.slice(at, at + LONGEST_ENTITY).indexOf(';');
  if (length < 0) return { chars: '&', next: at + 1 };
  const end = at + length;
  const body = text.slice(at + 1, end).toLowerCase();
  const named = Object.hasOwn(NAMED, body) ? NAMED[body] : undefined;
  if (named !== undefined) return { chars: named, next: end + 1 };
  const hex = body.startsWith('#x');
  const digits = body.slice(hex ? 2 : 1);
  const point = body.startsWith('#') && digits !== '' ? Number(hex ? `0x${digits}` : digits) : Number.NaN;
  if (!Number.isInteger(point) || point < 0 || point > 0x10ffff) return { chars: '&', next: at + 1 };
  return { chars: String.fromCodePoint(point), next: end + 1 };
}

function decodeOnce(text: string): string {
  let decoded = '';
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    if (unit === 37 || unit === 38) {
      const { chars, next } = unit === 37 ? percentRun(text, at) : entity(text, at);
      decoded += chars;
      at = next;
      continue;
    }
    const point = unit === 92 && (text.charCodeAt(at + 1) | 32) === 117 ? hexNumber(text, at + 2, 4) : -1;
    decoded += point < 0 ? text.charAt(at) : String.fromCharCode(point);
    at += point < 0 ? 1 : 6;
  }
  return decoded;
}

/** Decodes up to three layers. What is not a valid escape stays as it is. `+` needs nothing: it separates words anyway. */
export function decodeEscapes(text: string): string {
  let current = text;
  for (let round = 0; round < ROUNDS; round++) {
    if (!current.includes('%') && !current.includes('&') && !current.includes('\\')) return current;
    const decoded = decodeOnce(current);
    if (decoded === current) return current;
    current = decoded;
  }
  return current;
}
