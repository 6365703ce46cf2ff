/** The receipt, with which the holder of an answer checks that this very answer was committed to the log. */
import type { SealedEntry } from './log-entry.ts';

/** Hashes and salts are standard padded base64. */
export interface Receipt {
  readonly index: number;
  /** The public entry, exactly as hashed. */
  readonly entry: string;
  readonly asker: { readonly salt: string; readonly detail: string };
  /** SHA-256(salt ‖ detail) of the owner's part. */
  readonly ownerHash: string;
  /** SHA-256(0x00 ‖ entry), RFC 6962. */
  readonly leafHash: string;
  /** Inclusion proof of the entry in the checkpoint's tree, from the leaf upwards. */
  readonly proof: readonly string[];
  /** Signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string;
}

/** Builds the receipt of an entry in the tree that `checkpoint` signs. INVARIANT: called after COMMIT. */
export function buildReceipt(
  sealed: Pick<SealedEntry, 'index' | 'entry' | 'asker' | 'ownerHash' | 'leafHash'>,
  proof: readonly Buffer[],
  checkpoint: string,
): Receipt {
  return {
    index: sealed.index,
    entry: sealed.entry,
    asker: { salt: sealed.asker.salt.toString('base64'), detail: sealed.asker.detail },
    ownerHash: sealed.ownerHash.toString('base64'),
    leafHash: sealed.leafHash.toString('base64'),
    proof: proof.map((hash) => hash.toString('base64')),
    checkpoint,
  };
}
