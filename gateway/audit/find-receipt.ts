/** The receipt of an entry that was committed before, in the tree as it is now. */
import type { CheckpointSigner } from './checkpoint-signer.ts';
import { saltedHash } from './log-entry.ts';
import { findNewestCheckpoint, type Queryable } from './log-store.ts';
import { proveInclusion } from './prove-log.ts';
import { buildReceipt, type Receipt } from './receipt.ts';
import { createTileReader } from './tiles.ts';

const ENTRY = `
  SELECT e.entry, e.leaf_hash AS "leafHash", d.asker_salt, d.asker_detail, d.owner_salt, d.owner_detail
  FROM log_entry e JOIN audit_detail d
    ON d.index = e.index AND d.day = to_date(substr(e.entry::json ->> 'minute', 1, 10), 'YYYY-MM-DD')
  WHERE e.index = $1`;

/** @throws Error where the entry's detail is not kept any more: then nobody can show what it said. */
export function receiptFinder(
  pool: Queryable,
  signer: CheckpointSigner,
): (index: number) => Promise<Receipt> {
  const tiles = createTileReader(pool);
  return async (index) => {
    const newest = await findNewestCheckpoint(pool);
    const row = (await pool.query(ENTRY, [index])).rows[0];
    if (newest === null || row === undefined) throw new Error(`entry \`${index}\` has no detail (any more)`);
    const asker = { salt: row.asker_salt as Buffer, detail: row.asker_detail as string };
    const owner = { salt: row.owner_salt as Buffer, detail: row.owner_detail as string };
    const { entry, leafHash } = row as { entry: string; leafHash: Buffer };
    const proof = await proveInclusion(index, newest.size, tiles.subtrees(newest.size));
    const sealed = { index, entry, asker, leafHash, ownerHash: saltedHash(owner) };
    return buildReceipt(sealed, proof, signer.sign(newest.size, newest.root));
  };
}
