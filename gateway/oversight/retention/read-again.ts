/** Looks up the reads of a release again, since no copy of them is kept. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type FoundReads, findReads } from '../../reads/reads-store.ts';
import { firstReads } from '../../release/commit/first-reads.ts';
import type { CaseRelease } from './released-reads-store.ts';

/** SHA-256, base64, as the log has it of what left. */
export const hashOf = ({ text }: Pick<FoundReads, 'text'>) =>
  createHash('sha256').update(text).digest('base64');

/**
 * The same look-up as then, and as many of its reads as left; a next page begins where the page before it ends.
 * @param nexts where pages ended, by the id of their release: those before this one were read
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
  // Where the first ones differ, reads have come late or are gone: all that are there are shown.
  const again = hashOf(first) === readsHash ? first : found;
  nexts.set(releaseId, again.next);
  return again;
}
