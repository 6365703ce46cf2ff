/** Reads the protected header of a compact JWS or JWE: a short, flat object of allowed members, nothing else. */
import { GatewayError } from '../../faults/errors.ts';
import { decodeBase64url } from './decode-base64url.ts';

/** The most characters of the encoded header; ours has about 150. */
const HEADER_LENGTH = 1024;
/** Printable ASCII: no control character or look-alike letter reaches a key look-up or a log. */
const PRINTABLE = /^[\x20-\x7e]{1,256}$/;
const STRING_TOKEN = /"(?:[^"\\]|\\.)*"/g;

/**
 * Reads the header. The allow-list refuses all that lets a sender choose the key (`jwk`, `jku`, `x5u`,
 * `x5c`), change what is signed (`crit`, `b64`) or inflate (`zip`); RFC 8725 §3.
 * @param text the first part of the compact serialization
 * @param allowed the members that may stand in the header, each with its values, or `any` string
 * @throws GatewayError `malformed`
 */
export function readProtectedHeader(
  text: string,
  allowed: Readonly<Record<string, readonly string[] | 'any'>>,
): Readonly<Record<string, string>> {
  if (text.length > HEADER_LENGTH) {
    throw new GatewayError('malformed', `the protected header is longer than ${HEADER_LENGTH} characters`);
  }
  const json = parseUtf8Json(decodeBase64url(text, 'protected header'));
  const header = json.value;
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new GatewayError('malformed', 'the protected header is not a JSON object');
  }
  const members: Readonly<Record<string, unknown>> = { ...header };
  // The algorithm first: its error helps most if another algorithm brings members of its own.
  for (const [name, values] of Object.entries(allowed)) {
    if (values !== 'any' && !values.some((value) => value === members[name])) {
      const value = members[name];
      const found = typeof value === 'string' ? `\`${value.slice(0, 32)}\`` : 'not a string';
      throw new GatewayError(
        'malformed',
        `the header's \`${name}\` is ${found}: it must be ${values.join(' or ')}`,
      );
    }
  }
  for (const [name, value] of Object.entries(members)) {
    if (!Object.hasOwn(allowed, name)) {
      const list = Object.keys(allowed).map((member) => `\`${member}\``);
      throw new GatewayError(
        'malformed',
        `the header member \`${name.slice(0, 32)}\` is not allowed: allowed are ${list.join(', ')}`,
      );
    }
    if (typeof value !== 'string' || !PRINTABLE.test(value)) {
      throw new GatewayError(
        'malformed',
        `the header member \`${name}\` is not a string of 1 to 256 printable ASCII characters`,
      );
    }
  }
  refuseDuplicates(json.text, Object.keys(members).length);
  return members as Record<string, string>;
}

function parseUtf8Json(bytes: Buffer): { text: string; value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch (cause) {
    throw new GatewayError('malformed', 'the protected header is not JSON in UTF-8', { cause });
  }
}

/**
 * Refuses equal names: `JSON.parse` silently keeps the last, another reader the first (RFC 7515 §4). All
 * values being strings, an object of n distinct names is written with exactly 2n string tokens; each further
 * occurrence of a name adds at least one.
 */
function refuseDuplicates(text: string, names: number): void {
  if (text.match(STRING_TOKEN)?.length !== 2 * names) {
    throw new GatewayError('malformed', 'the protected header names a member twice');
  }
}
