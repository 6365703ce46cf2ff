/**
 * Matches what the store has taken since the last time against the entries in force. A hit is unconfirmed until a
 * person confirms it; whoever is to be told is told by a job, in the transaction of the hit.
 */
import type pg from 'pg';
import { retentionStart } from '../../sharing-rules/retention.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { findNewReads, type NewRead, readStoreTime } from '../reads/new-reads-store.ts';
import type { ListFollower } from './follow-lists.ts';
import { type FoundHit, insertHits, readMatchPlace, setMatchPlace } from './hits-store.ts';

export interface MatchDeps {
  readonly pool: pg.Pool;
  readonly readsPool: pg.Pool;
  readonly follower: Pick<ListFollower, 'index' | 'lists'>;
  readonly retentionDays: number;
  readonly now: () => number;
}

export interface Matched {
  readonly reads: number;
  /** New ones: a read that is looked at twice gives its hits once. */
  readonly hits: number;
}

const PAGE = 5_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * One sweep. Reads are stored under the time at which their transaction began, so the last minute is looked at
 * again: one that took that long is not missed.
 */
export async function matchReads(deps: MatchDeps): Promise<Matched> {
  const { pool, readsPool } = deps;
  const matched = { reads: 0, hits: 0 };
  const began = await readStoreTime(readsPool);
  let after = { takenAt: await readMatchPlace(pool), readId: FIRST_ID };
  for (;;) {
    const reads = await findNewReads(readsPool, after, PAGE);
    const last = reads.at(-1);
    if (last === undefined) break;
    const hits = reads.flatMap((read) => hitsOf(read, deps));
    matched.reads += reads.length;
    matched.hits += await inTransaction(pool, async (trx) => {
      const added = await insertHits(trx, hits);
      await setMatchPlace(trx, last.takenAt);
      return added;
    });
    if (reads.length < PAGE) break;
    after = last;
  }
  // Else the last reads would be looked at again with every sweep for as long as no newer ones come.
  if (matched.reads > 0) await inTransaction(pool, (trx) => setMatchPlace(trx, began));
  return matched;
}

/** Policy 420.7: never a hit older than the retention limit, however late its read came in. */
function hitsOf(read: NewRead, { follower, retentionDays, now }: MatchDeps): FoundHit[] {
  const capturedAt = read.capturedAt.getTime();
  if (capturedAt < retentionStart(now(), retentionDays)) return [];
  return follower.index.match(read.plate, read.plateState, now()).flatMap(({ list, position, verify }) => {
    const followed = follower.lists[list];
    return followed === undefined
      ? []
      : [{ listId: followed.id, position, agencyId: followed.agencyId, read, verify }];
  });
}
