/** What every batch writes, in one statement: its entries with the head that they make, and what it counts. */
import { INSERTS, insertValues } from '../audit/log-writer-store.ts';
import type { SealedBatch } from '../audit/seal-events.ts';
import { addReleasesSql, addReleasesValues, type History } from './history-store.ts';
import { addUsageSql, addUsageValues, type CommitClient, type UsageCounts } from './standing-store.ts';

const WRITE = `
  WITH ${INSERTS},
    ${addUsageSql('$20', ['$21', '$22', '$23'], ['$24', '$25', '$26'])},
    counted AS (${addReleasesSql('$20', '$27', '$28')})
  SELECT`;

/** INVARIANT (P4, P7): entry and counts in the transaction of the release. @param day UTC day of the database */
export function writeBatch(
  client: CommitClient,
  sealed: SealedBatch,
  day: string,
  counts: UsageCounts,
  history: History,
): Promise<unknown> {
  const values = [...insertValues(sealed), day, ...addUsageValues(counts), ...addReleasesValues(history)];
  return client.query({ name: 'write-batch', text: WRITE, values });
}
