/** Signed notes (C2SP signed-note v1) with Ed25519, and the checkpoint text they carry (C2SP tlog-checkpoint). */
import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { HASH_SIZE } from './merkle.ts';

/** Signature type bytes (C2SP signed-note, "Signature types"): of a log, and of a witness that says when it signed. */
export const ED25519 = 0x01;
export const ED25519_COSIGNATURE = 0x04;
export type SignatureType = typeof ED25519 | typeof ED25519_COSIGNATURE;

/** DER of an Ed25519 SubjectPublicKeyInfo up to the key's 32 bytes (RFC 8410 §4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE_LINE = /^— (\S+) (\S+)$/u;
const MOST_SIGNATURES = 100;

/** Decodes standard padded base64 and refuses every other spelling of the same bytes. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** Checks that a key can have this name. @throws TypeError if it cannot */
export function checkName(name: string): void {
  if (name === '' || /[\s+]|\p{Cc}|\p{Surrogate}/u.test(name)) {
    throw new TypeError(`\`${name}\` cannot name a key: no spaces, no plus sign, at least one character`);
  }
}

/** Returns the 32 bytes of an Ed25519 public key. @throws TypeError for another kind of key */
function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('the key must be an Ed25519 key');
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

/** Returns the 4 bytes that, beside its name, identify a key on its signatures. */
export function keyId(name: string, key: KeyObject, type: SignatureType): Buffer {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), rawPublicKey(key)]);
  return hash('sha256', input, 'buffer').subarray(0, 4);
}

/** Returns `<name>+<key id, 8 hex digits>+<base64 of the type and the 32-byte public key>`. */
export function verifierKey(name: string, key: KeyObject, type: SignatureType = ED25519): string {
  checkName(name);
  const encoded = Buffer.concat([Buffer.of(type), rawPublicKey(key)]).toString('base64');
  return `${name}+${keyId(name, key, type).toString('hex')}+${encoded}`;
}

/** Returns the hexadecimal id in a verifier key, by which signature lines name the key. */
export function idIn(vkey: string): string {
  return vkey.split('+')[1] as string;
}

/** A key that verifies signatures. */
export interface Verifier {
  readonly name: string;
  /** Hexadecimal. */
  readonly id: string;
  readonly key: KeyObject;
}

const WHOSE: Readonly<Record<SignatureType, string>> = {
  [ED25519]: "a log's Ed25519 key (its type is 01)",
  [ED25519_COSIGNATURE]: "a witness's Ed25519 key for cosignatures (its type is 04)",
};

/**
 * The y-coordinates of the points whose order divides 8, without the sign of x, in hexadecimal: 0, 1, -1, the two of order
 * 8, and 0 and 1 once more as p and p + 1. For such a key there is a signature that fits any text.
 */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

function isOfSmallOrder(raw: Buffer): boolean {
  const y = Buffer.from(raw);
  y[31] = (y[31] as number) & 0x7f;
  return SMALL_ORDER.includes(y.toString('hex'));
}

/** Reads a verifier key. @throws TypeError if it is malformed, of another algorithm, weak, or its id is wrong. */
export function parseVerifierKey(vkey: string, type: SignatureType = ED25519): Verifier {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey);
  const encoded = parts?.[3] === undefined ? undefined : strictBase64(parts[3]);
  if (parts?.[1] === undefined || encoded?.length !== 33 || encoded[0] !== type) {
    throw new TypeError(`\`${vkey}\` is not a verifier key (name+id+key) of ${WHOSE[type]}`);
  }
  const raw = encoded.subarray(1);
  if (isOfSmallOrder(raw))
    throw new TypeError(`anybody can sign under the key of \`${vkey}\`: make another one`);
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  const id = keyId(parts[1], key, type).toString('hex');
  checkName(parts[1]);
  if (id !== parts[2]) throw new TypeError(`\`${vkey}\` has a key id that is not its key's`);
  return { name: parts[1], id, key };
}

/** Checks that a text ends in a newline and has no other control character below U+0020. */
function checkText(text: string): void {
  if (!text.endsWith('\n') || /[^\P{Cc}\n\u007f-\u009f]|\p{Surrogate}/u.test(text)) {
    throw new TypeError('malformed note: text must end in a newline and hold no control characters');
  }
}

/** Returns a signer: its note is the text, an empty line and each key's signature line (deterministic). */
export function noteSigner(name: string, ...privateKeys: readonly KeyObject[]): (text: string) => string {
  checkName(name);
  const keys = privateKeys.map((key) => ({ key, id: keyId(name, key, ED25519) }));
  return (text) => {
    checkText(text);
    const bytes = Buffer.from(text);
    const lines = keys.map(({ id, key }) => {
      const signature = Buffer.concat([id, sign(null, bytes, key)]).toString('base64');
      return `— ${name} ${signature}\n`;
    });
    return `${text}\n${lines.join('')}`;
  };
}

/** Signs one text: see `noteSigner`. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  return noteSigner(name, privateKey)(text);
}

/** A signature line of a note, `— name base64(id ‖ signature)`. */
export interface NoteSignature {
  readonly name: string;
  /** Hexadecimal. */
  readonly id: string;
  readonly signature: Buffer;
  /** The line as it stands in the note, with its newline. */
  readonly line: string;
}

/** Splits a note into its text and signatures, without verifying any. @throws TypeError if it is malformed */
export function splitNote(note: string): { text: string; signatures: NoteSignature[] } {
  checkText(note);
  const split = note.lastIndexOf('\n\n');
  const lines = note.slice(split + 2, -1).split('\n');
  if (split < 0) throw new TypeError('malformed note: no empty line stands before its signatures');
  if (lines.length > MOST_SIGNATURES)
    throw new TypeError(`malformed note: more than ${MOST_SIGNATURES} signatures`);
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

/** Parses a signature line. @throws TypeError if it is malformed */
export function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : strictBase64(encoded);
  if (name === undefined || name.includes('+') || bytes === undefined || bytes.length < 5) {
    throw new TypeError('malformed note: a signature line is not `— name base64`');
  }
  return { name, id: bytes.toString('hex', 0, 4), signature: bytes.subarray(4), line: `${line}\n` };
}

/** A note at least one of whose signatures was verified. */
export interface VerifiedNote {
  readonly text: string;
  /** Names of the known keys whose signatures are good. */
  readonly signedBy: readonly string[];
  /** Names on signatures by keys that were not given; they count for nothing. */
  readonly unknown: readonly string[];
}

/**
 * Checks a note against the verifier keys given.
 * @throws TypeError if the note is malformed, a known key's signature is bad, or no known key signed it.
 */
export function verifyNote(note: string, ...vkeys: string[]): VerifiedNote {
  const verifiers = new Map<string, Verifier>();
  for (const vkey of vkeys) {
    const verifier = parseVerifierKey(vkey);
    const tag = `${verifier.name}+${verifier.id}`;
    if (verifiers.has(tag)) throw new TypeError(`ambiguous key \`${tag}\``);
    verifiers.set(tag, verifier);
  }
  const { signatures, text } = splitNote(note);
  const signedBy = new Set<string>();
  const unknown = new Set<string>();
  for (const { id, name, signature } of signatures) {
    const verifier = verifiers.get(`${name}+${id}`);
    if (verifier === undefined) unknown.add(name);
    else if (!verify(null, Buffer.from(text), verifier.key, signature)) {
      throw new TypeError(`invalid signature for key \`${verifier.name}+${verifier.id}\``);
    } else signedBy.add(name);
  }
  if (signedBy.size === 0) throw new TypeError('note has no verifiable signatures');
  return { text, signedBy: [...signedBy], unknown: [...unknown] };
}

/**
 * Returns the text of a checkpoint: origin, size, root in base64, a line each (C2SP tlog-checkpoint).
 * @throws TypeError, RangeError for values that no log can have
 */
export function checkpointText(origin: string, size: number, root: Buffer): string {
  if (origin === '' || origin.includes('\n')) throw new TypeError('an origin is one line, not empty');
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`\`${size}\` is not a tree size`);
  if (root.length !== HASH_SIZE) throw new RangeError('a root has 32 bytes');
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}
