/** Converts bytes with what Node and browsers both have: the verifier runs in either. */

export type Bytes = Uint8Array<ArrayBuffer>;

export function utf8(text: string): Bytes {
  return new Uint8Array(new TextEncoder().encode(text));
}

/** Decodes UTF-8. Invalid bytes become U+FFFD, and so no longer hash to what they were. */
export function textOf(bytes: Bytes): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

export function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(one: Bytes, other: Bytes): boolean {
  let same = one.length === other.length;
  for (let i = 0; same && i < one.length; i += 1) same = one[i] === other[i];
  return same;
}

export function hexOf(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Encodes as standard base64, padded. */
export function base64Of(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Decodes padded base64 in its one right spelling, of a certain length if given; null otherwise. */
export function decodeBase64(text: unknown, length?: number): Bytes | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  // Bits beyond the last byte could be set: two spellings of one value.
  if (base64Of(bytes) !== text || (length !== undefined && bytes.length !== length)) return null;
  return bytes;
}
