/** Parses the text of a checkpoint (C2SP tlog-checkpoint). */
import { HASH_SIZE } from './merkle.ts';
import { strictBase64 } from './signed-note.ts';

export interface Checkpoint {
  /** The name of its log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/**
 * Parses the text of a note without its signatures; extension lines may follow, and are not interpreted.
 * @throws TypeError that says which line is malformed
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...extensions] = text.replace(/\n$/, '').split('\n');
  if (origin === '') throw new TypeError("malformed checkpoint: its first line must be the log's origin");
  const bytes = strictBase64(root);
  const count = parseTreeSize(size);
  if (count === null) {
    throw new TypeError('malformed checkpoint: its second line must be the size of the tree in decimal');
  }
  if (bytes?.length !== HASH_SIZE) {
    throw new TypeError('malformed checkpoint: its third line must be the root, 32 bytes in padded base64');
  }
  if (extensions.includes('')) throw new TypeError('malformed checkpoint: an extension line is empty');
  return { origin, size: count, root: bytes };
}

/** Parses a decimal without leading zeroes; null for anything else, or if it is above the safe integers. */
export function parseTreeSize(text: string): number | null {
  const size = Number(text);
  return /^(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(size) ? size : null;
}
