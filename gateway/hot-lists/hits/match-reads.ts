/**
 * Matches what the store has taken since the last time against the entries in force. A hit is unconfirmed until a
 * person confirms it; those who are to be told are told by a job, in the transaction of the hit.
 */
import type pg from 'pg';
import { retentionStart } from '../../../sharing-rules/terms/retention.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { findNewReads, type NewRead, readStoreTime, readTexts } from '../../reads/new-reads-store.ts';
import {
  type FoundHit,
  insertHits,
  readMatchPlace,
  setLookedBack,
  setMatchedUpTo,
} from './found-hits-store.ts';
import { findMatchedEntries, type MatchedEntry } from './matched-entries-store.ts';

export interface MatchDeps {
  readonly pool: pg.Pool;
  readonly readsPool: pg.Pool;
  readonly retentionDays: number;
  readonly now: () => number;
}

export interface Matched {
  readonly reads: number;
  /** The number of new hits: a read that is looked at twice gives its hits once. */
  readonly hits: number;
}

const PAGE = 5_000;

/** Runs one sweep. Sweeps see most reads two or three times, and the one that looks back sees them again. */
export async function matchReads(deps: MatchDeps): Promise<Matched> {
  const { pool, readsPool } = deps;
  const matched = { reads: 0, hits: 0 };
  const began = await readStoreTime(readsPool);
  const { takenFrom, looksBack } = await readMatchPlace(pool, began);
  for await (const reads of findNewReads(readsPool, takenFrom, PAGE)) {
    const hits = await withTexts(readsPool, await findMatches(reads, deps));
    matched.reads += reads.length;
    matched.hits += await inTransaction(pool, async (trx) => {
      const added = await insertHits(trx, hits);
      await setMatchedUpTo(trx, (reads.at(-1) as NewRead).takenAt);
      return added;
    });
  }
  // Otherwise each sweep would look at the last reads again until newer ones come.
  if (matched.reads > 0) await inTransaction(pool, (trx) => setMatchedUpTo(trx, began));
  if (looksBack) await inTransaction(pool, (trx) => setLookedBack(trx, began));
  return matched;
}

/** Leaves out hits older than the retention limit, however late their read came in (Policy 420.7). */
function findMatches(reads: readonly NewRead[], { pool, retentionDays, now }: MatchDeps) {
  const oldest = retentionStart(now(), retentionDays);
  const kept = reads.filter(({ capturedAt }) => capturedAt.getTime() >= oldest);
  return findMatchedEntries(pool, kept, { now: now(), writesZeroForO: false });
}

async function withTexts(readsPool: pg.Pool, matches: readonly MatchedEntry<NewRead>[]): Promise<FoundHit[]> {
  const texts = await readTexts(
    readsPool,
    matches.map(({ read }) => read),
  );
  return matches.flatMap(({ read: { readId, capturedAt }, ...match }) => {
    const text = texts.get(readId);
    return text === undefined ? [] : [{ ...match, read: { readId, capturedAt, text } }];
  });
}
