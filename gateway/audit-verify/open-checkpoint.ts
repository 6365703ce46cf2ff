/** Opens signed checkpoints (C2SP signed-note and tlog-checkpoint, Ed25519 only). */
import { type Bytes, decodeBase64, utf8 } from './bytes.ts';
import { malformed, type Note, readVerifierKey, splitNote, type VerifierKey } from './signed-note.ts';

/** A head that a log has signed. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  /** The note as it was given. */
  readonly note: string;
}

/**
 * Checks the signatures on a checkpoint and reads it. `vkeys` are verifier keys of the log, `name+id+base64`,
 * with blanks between: a log that changes its key has two. One of them must have signed, and none may have
 * signed badly. The origin must be the key's name: a key speaks for one log.
 * @param isKept true if it was kept from earlier, and the keys are of today
 * @throws Error that says what is wrong, and what to do.
 */
export async function openCheckpoint(note: string, vkeys: string, isKept = false): Promise<Checkpoint> {
  const keys = await Promise.all(
    vkeys
      .trim()
      .split(/\s+/)
      .map((vkey) => readVerifierKey(vkey, 'log')),
  );
  const { signatures: all, text } = splitNote(note);
  const signed = keys
    .map((key) => ({ key, signatures: all.filter(({ id, name }) => name === key.name && id === key.id) }))
    .filter(({ signatures }) => signatures.length > 0);
  if (signed.length === 0) throw notSigned({ signatures: all, text }, keys, isKept);
  for (const { key, signatures } of signed) {
    const imported = await crypto.subtle.importKey('raw', key.raw, 'Ed25519', false, ['verify']);
    for (const { signature } of signatures) {
      if (!(await crypto.subtle.verify('Ed25519', imported, signature, utf8(text)))) {
        throw new Error('the signature on the checkpoint is bad');
      }
    }
  }

  const lines = text.slice(0, -1).split('\n');
  const [origin = '', sizeLine, rootLine, ...extensions] = lines;
  const size = /^(0|[1-9]\d{0,15})$/.test(sizeLine ?? '') ? Number(sizeLine) : Number.NaN;
  const root = decodeBase64(rootLine, 32);
  if (!Number.isSafeInteger(size) || root === null) {
    throw new Error('the checkpoint has no size and root on its second and third line');
  }
  if (extensions.includes('')) throw malformed(lines.indexOf('', 3), 'is an empty extension line');
  const names = signed.map(({ key }) => key.name);
  if (!names.includes(origin)) {
    throw new Error(`the checkpoint is of the log \`${origin}\`, the key of \`${names.join('`, `')}\``);
  }
  return { origin, size, root, note };
}

function notSigned({ signatures, text }: Note, keys: readonly VerifierKey[], isKept: boolean): Error {
  const [itsName = ''] = text.split('\n');
  const name = keys[0]?.name;
  if (!keys.some((key) => key.name === itsName) && signatures.some((by) => by.name === itsName)) {
    const next = isKept
      ? `keep this one, and go on with a checkpoint (or a mirror) of \`${name}\``
      : `write the key of \`${itsName}\` into \`logKey\` of the file of clients first, or give it with \`--key\``;
    return new Error(
      `the checkpoint is of the log \`${itsName}\`, and the key of \`${name}\`; next: if the owner says that the log goes on ` +
        `under another name (it was restored, or its key was lost), ${next}; if not, tell them`,
    );
  }
  const given = keys.map((key) => `\`${key.name}+${key.id}\``).join(', nor by ');
  return new Error(
    `the checkpoint is not signed by ${given}; next: if it is from before the log changed its key, give the key of that ` +
      'time as well; else compare this key with the one that the owner publishes now: if that is another, write it into ' +
      '`logKey` of the file of clients first, or give it with `--key`; if it is the same, do not trust this log, and tell them',
  );
}
