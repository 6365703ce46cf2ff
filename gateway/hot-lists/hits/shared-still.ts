/**
 * A hit holds a copy of the read that matched, and lives no longer than it: not past the retention class of its camera
 * (Policy 420.7, 606.7), also where that was shortened after the hit, nor past a read that its owner erased. A read that a
 * vendor told of is in no store that could be asked: such a hit ends by its age alone.
 */
import type pg from 'pg';
import { findShared, type ReadKey } from '../../reads/shared-reads-store.ts';

interface Kept extends ReadKey {
  readonly ofVendor: boolean;
}

/**
 * Returns the hits whose reads the store shares at this moment, in their order; all if the agency keeps no
 * store: then they end by their age alone.
 * @throws the store's error: what it does not confirm is neither shown nor purged
 */
export async function sharedStill<T extends Kept>(
  readsPool: pg.Pool | null,
  hits: readonly T[],
): Promise<T[]> {
  if (readsPool === null) return [...hits];
  const shared = await findShared(
    readsPool,
    hits.filter(({ ofVendor }) => !ofVendor),
  );
  return hits.filter(({ ofVendor, readId }) => ofVendor || shared.has(readId));
}
