/** Writes every batch in one statement: its entries with the head that they make, and its counts. */
import { APPENDED, INSERTS, insertValues } from '../../audit/log-writer-store.ts';
import type { SealedBatch } from '../../audit/seal-events.ts';
import { addReleasesSql, addReleasesValues, type History } from '../facts/history-store.ts';
import { addUsageSql, addUsageValues, type CommitClient, type UsageCounts } from '../facts/standing-store.ts';

const WRITE = `
  WITH ${INSERTS},
    ${addUsageSql('$13', ['$14', '$15', '$16', '$17'], ['$18', '$19', '$20'])},
    ${addReleasesSql('$13', '$21', '$22', '$23')}
  ${APPENDED}`;

export interface BatchCounts {
  /** UTC day of the database. */
  readonly day: string;
  readonly usage: UsageCounts;
  readonly history: History;
}

/** INVARIANT (P4, P7): entry and counts in the transaction of the release. */
export function writeBatch(
  client: CommitClient,
  sealed: SealedBatch,
  { day, history, usage }: BatchCounts,
): Promise<unknown> {
  const values = [...insertValues(sealed), day, ...addUsageValues(usage), ...addReleasesValues(history)];
  return client.query({ name: 'write-batch', text: WRITE, values });
}
