/** Brings incidents that the records contradict before the Chief (Policy 420.9.1). */
import { createHash } from 'node:crypto';
import type { Transaction } from '../../database/db-transaction.ts';
import { reportMisuse } from '../misuse/report-misuse.ts';
import { type RecordsCheck, setReport } from './records-checks-store.ts';
import { findReleasedAt } from './released-queries-store.ts';

/** Reports each check. INVARIANT: all of them are of one agency. */
export async function reportContradicted(
  trx: Transaction,
  checks: readonly RecordsCheck[],
  now: Date,
): Promise<void> {
  for (const { agency, agencyId, answeredEntry, differences, index } of checks) {
    const release = (await findReleasedAt(trx, agencyId, [index])).get(index);
    const [report] = await reportMisuse(
      trx,
      [
        {
          kind: 'stated_falsely',
          agency: { id: agencyId, ori: agency },
          officerId: release?.officerId ?? null,
          concerns: null,
          pattern: createHash('sha256').update(`stated_falsely ${index}`).digest(),
          entries: [index, ...(answeredEntry === null ? [] : [answeredEntry])],
          summary: `the agency's records office states another case than the query: ${differences.join(', ').replaceAll('_', ' ')}`,
          by: null,
        },
      ],
      now,
    );
    if (report !== undefined) await setReport(trx, index, report.id);
  }
}
