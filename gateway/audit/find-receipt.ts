/** Finds the receipt of an entry that was committed earlier, in the tree as it is now. */
import type { Queryable } from '../database/queryable.ts';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import { saltedHash } from './log-entry.ts';
import { findWholeEntry, type StoredCheckpoint } from './log-store.ts';
import { proveInclusion } from './prove-log.ts';
import { buildReceipt, type Receipt } from './receipt.ts';
import { createTileReader } from './tiles.ts';

interface HeadSource {
  head(): Promise<StoredCheckpoint | null>;
}

/**
 * Returns a function that builds receipts: under the published head if that has the entry, so that asking
 * again does not reveal how long the log is by now; otherwise under the newest head.
 * @throws Error if the entry's detail is no longer kept: then nobody can show what it said
 */
export function receiptFinder(
  pool: Queryable,
  signer: CheckpointSigner,
  log: HeadSource,
  published: HeadSource = log,
): (index: number) => Promise<Receipt> {
  const tiles = createTileReader(pool);
  return async (index) => {
    const shown = await published.head();
    const newest = shown !== null && index < shown.size ? shown : await log.head();
    const whole = await findWholeEntry(pool, index);
    if (newest === null || whole === null) throw new Error(`entry \`${index}\` has no detail (any more)`);
    const { asker, entry, leafHash, owner } = whole;
    const proof = await proveInclusion(index, newest.size, tiles.subtrees(newest.size));
    const sealed = { index, entry, asker, leafHash, ownerHash: saltedHash(owner) };
    return buildReceipt(sealed, proof, signer.sign(newest.size, newest.root));
  };
}
