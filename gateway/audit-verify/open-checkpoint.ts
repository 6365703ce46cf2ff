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

/**
 * Checks the signature on a checkpoint and reads it. `vkey` is the log's verifier key, `name+id+base64`.
 * The origin must be the key's name: a key speaks for one log.
 * @throws Error that says what is wrong.
 */
export async function openCheckpoint(note: string, vkey: string): Promise<Checkpoint> {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey.trim()) ?? [];
  const typed = decodeBase64(encoded, 33);
  if (name === undefined || id === undefined || typed === null || typed[0] !== 1) {
    throw new Error('the key is not an Ed25519 verifier key of the form `name+id+base64`');
  }
  const itsId = (await sha256(`${name}\n`, typed)).subarray(0, 4);
  if (hexOf(itsId) !== id) throw new Error("the key's id is not its own");

  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Error('the checkpoint is not a signed note');
  const text = note.slice(0, split + 1);
  const prefix = `— ${name} `;
  const signatures = note
    .slice(split + 2, -1)
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .map((line) => decodeBase64(line.slice(prefix.length), 4 + 64))
    .filter((bytes) => bytes !== null)
    .filter((bytes) => hexOf(bytes.subarray(0, 4)) === id);
  if (signatures.length === 0) {
    const [itsName] = text.split('\n');
    if (itsName !== name && note.includes(`\n— ${itsName} `)) {
      throw new Error(
        `the checkpoint is of the log \`${itsName}\`, and the key of \`${name}\`; next: if the owner says that the log goes on ` +
          `under the new name (it was restored, or its key was lost), give a checkpoint of \`${name}\`; if not, tell them`,
      );
    }
    throw new Error(
      `the checkpoint is not signed by \`${name}+${id}\`; next: compare this key with the one that the owner publishes now ` +
        '(a restored log goes on under a new name and key); if it is the same, do not trust this log, and tell them',
    );
  }
  const key = await crypto.subtle.importKey('raw', typed.subarray(1), 'Ed25519', false, ['verify']);
  for (const signature of signatures) {
    if (!(await crypto.subtle.verify('Ed25519', key, signature.subarray(4), utf8(text)))) {
      throw new Error('the signature on the checkpoint is bad');
    }
  }

  const [origin, sizeLine, rootLine] = text.split('\n');
  const size = /^(0|[1-9]\d{0,15})$/.test(sizeLine ?? '') ? Number(sizeLine) : Number.NaN;
  const root = decodeBase64(rootLine, 32);
  if (!Number.isSafeInteger(size) || root === null) {
    throw new Error('the checkpoint has no size and root on its second and third line');
  }
  if (origin !== name) throw new Error(`the checkpoint is of the log \`${origin}\`, the key of \`${name}\``);
  return { origin, size, root, note };
}
