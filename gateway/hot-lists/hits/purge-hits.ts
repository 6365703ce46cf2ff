/** Deletes hits with the reads they rest on, and ends cautions with their entries; in pages, so that no statement grows with their number. */
import type pg from 'pg';
import { deleteHits, deleteHitsBefore, findHitReads } from '../lists/hits-store.ts';
import { sharedStill } from './shared-still.ts';
import { endCautions } from './wrong-hits-store.ts';

const PAGE = 1_000;

export interface PurgeHitsDeps {
  readonly pool: pg.Pool;
  /** Null if the agency keeps no store of reads. */
  readonly readsPool: pg.Pool | null;
}

/**
 * @param before the retention limit (Policy 420.7); reads of a shorter class end earlier
 * Resolves to how many went. @throws the error of either database; what it had not come to stays for the next time.
 */
export async function purgeHits({ pool, readsPool }: PurgeHitsDeps, before: Date): Promise<number> {
  await endCautions(pool);
  let gone = await deleteHitsBefore(pool, before);
  if (readsPool === null) return gone;
  let after: string | null = null;
  for (;;) {
    const page = await findHitReads(pool, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return gone;
    const kept = new Set((await sharedStill(readsPool, page)).map(({ id }) => id));
    gone += await deleteHits(
      pool,
      page.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
    );
    after = last.id;
  }
}
