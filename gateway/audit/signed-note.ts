/** Signed notes (C2SP signed-note v1) with Ed25519, and the checkpoint text they carry (C2SP tlog-checkpoint). */
import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { HASH_SIZE } from './merkle.ts';

/** Signature type byte of Ed25519 (C2SP signed-note, "Signature types"). */
const ED25519 = 0x01;
/** DER of an Ed25519 SubjectPublicKeyInfo up to the key's 32 bytes (RFC 8410 §4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE_LINE = /^— (\S+) (\S+)$/u;
const MOST_SIGNATURES = 100;

/** Decodes standard padded base64 and refuses every other spelling of the same bytes. */
function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function checkName(name: string): void {
  if (name === '' || /[\s+]|\p{Cc}|\p{Surrogate}/u.test(name)) {
    throw new TypeError(`\`${name}\` cannot name a key: no spaces, no plus sign, at least one character`);
  }
}

function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('the log is signed with an Ed25519 key');
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

function keyId(name: string, rawKey: Buffer): Buffer {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), rawKey]);
  return hash('sha256', input, 'buffer').subarray(0, 4);
}

/** The verifier key of a signer: `<name>+<key id, 8 hex digits>+<base64 of 0x01 and the 32-byte public key>`. */
export function verifierKey(name: string, key: KeyObject): string {
  checkName(name);
  const raw = rawPublicKey(key);
  const encoded = Buffer.concat([Buffer.of(ED25519), raw]).toString('base64');
  return `${name}+${keyId(name, raw).toString('hex')}+${encoded}`;
}

interface Verifier {
  readonly name: string;
  readonly id: string;
  readonly key: KeyObject;
}

/** Reads a verifier key. @throws TypeError if it is malformed, of another algorithm, or its id is wrong. */
function parseVerifierKey(vkey: string): Verifier {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey);
  const encoded = parts?.[3] === undefined ? undefined : strictBase64(parts[3]);
  if (parts?.[1] === undefined || encoded?.length !== 33 || encoded[0] !== ED25519) {
    throw new TypeError(`\`${vkey}\` is not an Ed25519 verifier key (name+id+key)`);
  }
  const raw = encoded.subarray(1);
  const id = keyId(parts[1], raw).toString('hex');
  checkName(parts[1]);
  if (id !== parts[2]) throw new TypeError(`\`${vkey}\` has a key id that is not its key's`);
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  return { name: parts[1], id, key };
}

/** Text that ends in a newline, and has no control character but newlines. */
function checkText(text: string): void {
  if (!text.endsWith('\n') || /[^\P{Cc}\n\u007f-\u009f]|\p{Surrogate}/u.test(text)) {
    throw new TypeError('malformed note: text must end in a newline and hold no control characters');
  }
}

/** Signs texts: the note is the text, an empty line and one signature line. Ed25519 is deterministic. */
export function noteSigner(name: string, privateKey: KeyObject): (text: string) => string {
  checkName(name);
  const id = keyId(name, rawPublicKey(privateKey));
  return (text) => {
    checkText(text);
    const signature = sign(null, Buffer.from(text), privateKey);
    return `${text}\n— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
  };
}

/** Signs one text: see `noteSigner`. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  return noteSigner(name, privateKey)(text);
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
  checkText(note);
  const split = note.lastIndexOf('\n\n');
  const lines = note.slice(split + 2, -1).split('\n');
  if (split < 0 || lines.length > MOST_SIGNATURES) throw new TypeError('malformed note');
  const text = note.slice(0, split + 1);
  const signedBy = new Set<string>();
  const unknown = new Set<string>();
  for (const line of lines) {
    const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
    const signature = encoded === undefined ? undefined : strictBase64(encoded);
    if (name === undefined || name.includes('+') || signature === undefined || signature.length < 5) {
      throw new TypeError('malformed note: a signature line is not `— name base64`');
    }
    const verifier = verifiers.get(`${name}+${signature.toString('hex', 0, 4)}`);
    if (verifier === undefined) unknown.add(name);
    else if (!verify(null, Buffer.from(text), verifier.key, signature.subarray(4))) {
      throw new TypeError(`invalid signature for key \`${verifier.name}+${verifier.id}\``);
    } else signedBy.add(name);
  }
  if (signedBy.size === 0) throw new TypeError('note has no verifiable signatures');
  return { text, signedBy: [...signedBy], unknown: [...unknown] };
}

/**
 * The text of a checkpoint: origin, size in decimal, root in base64, a line each (C2SP tlog-checkpoint).
 * @throws TypeError, RangeError for what no log can have
 */
export function checkpointText(origin: string, size: number, root: Buffer): string {
  if (origin === '' || origin.includes('\n')) throw new TypeError('an origin is one line, not empty');
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`\`${size}\` is not a tree size`);
  if (root.length !== HASH_SIZE) throw new RangeError('a root has 32 bytes');
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}
