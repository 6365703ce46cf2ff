/** Looks up the reads of a release again, since no copy of them is kept. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type FoundReads, findReads } from '../../reads/reads-store.ts';
import { firstReads } from '../../release/commit/first-reads.ts';
import type { CaseRelease } from './released-reads-store.ts';

/** Returns the SHA-256 in base64, in the form in which the log has it for what left. */
export const hashOf = ({ text }: Pick<FoundReads, 'text'>) =>
  createHash('sha256').update(text).digest('base64');

/**
 * Repeats the same search and returns as many reads as left; a next page begins where the one before ends.
 * @param nexts where pages ended, by release id; the pages before this one were read already
 */
export async function readAgain(
  reads: pg.Pool,
  { follows, query, readsHash, records, releaseId }: Omit<CaseRelease, 'agency' | 'index'>,
  nexts: Map<string, FoundReads['next']>,
): Promise<FoundReads> {
  const after = follows === null ? null : (nexts.get(follows) ?? null);
  const { area, from, limit, plate, to } = query;
  const target = { ...(plate === undefined ? {} : { plate }), ...(area === undefined ? {} : { area }) };
  const [found] = await findReads(reads, [
    { ...target, from, to, limit, ...(after === null ? {} : { after }) },
  ]);
  if (found === undefined) throw new Error('the store gave no answer');
  const first = records === 0 ? found : firstReads(found, records);
  // If the first reads differ, some came late or are gone: all that are there are shown.
  const again = hashOf(first) === readsHash ? first : found;
  nexts.set(releaseId, again.next);
  return again;
}
