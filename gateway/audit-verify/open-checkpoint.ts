/** Opening of signed checkpoints (C2SP signed-note and tlog-checkpoint, Ed25519 only). */
import { type Bytes, decodeBase64, hexOf, utf8 } from './bytes.ts';
import { sha256 } from './hash-tree.ts';

/** What a log has signed. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  /** The note as it was given. */
  readonly note: string;
}

/** A verifier key (C2SP signed-note), read. */
interface VerifierKey {
  readonly name: string;
  /** Hexadecimal. */
  readonly id: string;
  readonly raw: Bytes;
}

/**
 * Checks the signatures on a checkpoint and reads it. `vkeys` are verifier keys of the log, `name+id+base64`, with
 * blanks between: a log that changes its key has two. One of them must have signed, and none may have signed badly.
 * The origin must be the key's name: a key speaks for one log.
 * @throws Error that says what is wrong.
 */
export async function openCheckpoint(note: string, vkeys: string): Promise<Checkpoint> {
  const keys = await Promise.all(vkeys.trim().split(/\s+/).map(readKey));
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Error('the checkpoint is not a signed note');
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  const signed = keys
    .map((key) => ({ key, signatures: signaturesOf(key, lines) }))
    .filter(({ signatures }) => signatures.length > 0);
  if (signed.length === 0) throw notSigned(note, text, keys);
  for (const { key, signatures } of signed) {
    const imported = await crypto.subtle.importKey('raw', key.raw, 'Ed25519', false, ['verify']);
    for (const signature of signatures) {
      if (!(await crypto.subtle.verify('Ed25519', imported, signature, utf8(text)))) {
        throw new Error('the signature on the checkpoint is bad');
      }
    }
  }

  const [origin = '', sizeLine, rootLine] = text.split('\n');
  const size = /^(0|[1-9]\d{0,15})$/.test(sizeLine ?? '') ? Number(sizeLine) : Number.NaN;
  const root = decodeBase64(rootLine, 32);
  if (!Number.isSafeInteger(size) || root === null) {
    throw new Error('the checkpoint has no size and root on its second and third line');
  }
  const names = signed.map(({ key }) => key.name);
  if (!names.includes(origin)) {
    throw new Error(`the checkpoint is of the log \`${origin}\`, the key of \`${names.join('`, `')}\``);
  }
  return { origin, size, root, note };
}

async function readKey(vkey: string): Promise<VerifierKey> {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const typed = decodeBase64(encoded, 33);
  if (name === undefined || id === undefined || typed === null || typed[0] !== 1) {
    throw new Error('the key is not an Ed25519 verifier key of the form `name+id+base64`');
  }
  const itsId = (await sha256(`${name}\n`, typed)).subarray(0, 4);
  if (hexOf(itsId) !== id) throw new Error("the key's id is not its own");
  return { name, id, raw: typed.subarray(1) };
}

/** What bears the name and the id of the key. */
function signaturesOf({ id, name }: VerifierKey, lines: readonly string[]): Bytes[] {
  const prefix = `— ${name} `;
  return lines
    .filter((line) => line.startsWith(prefix))
    .map((line) => decodeBase64(line.slice(prefix.length), 4 + 64))
    .filter((bytes) => bytes !== null)
    .filter((bytes) => hexOf(bytes.subarray(0, 4)) === id)
    .map((bytes) => bytes.subarray(4));
}

function notSigned(note: string, text: string, keys: readonly VerifierKey[]): Error {
  const [itsName = ''] = text.split('\n');
  const name = keys[0]?.name;
  if (!keys.some((key) => key.name === itsName) && note.includes(`\n— ${itsName} `)) {
    return new Error(
      `the checkpoint is of the log \`${itsName}\`, and the key of \`${name}\`; next: if the owner says that the log goes on ` +
        `under the new name (it was restored, or its key was lost), give a checkpoint of \`${name}\`; if not, tell them`,
    );
  }
  const given = keys.map((key) => `\`${key.name}+${key.id}\``).join(', nor by ');
  return new Error(
    `the checkpoint is not signed by ${given}; next: compare this key with the one that the owner publishes now (a log may ` +
      'change its key, and a restored one goes on under a new name and key); if it is the same, do not trust this log, and ' +
      'tell them',
  );
}
