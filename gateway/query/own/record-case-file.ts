/**
 * Records in the log that an answer is packed for the file of its case, before the asker packs it.
 *
 * No read is in the answer to this: who packs has asked again for the reads, under their key, and so was judged
 * again. Between that judgement and this entry no right may have ended: both rest on the same epoch.
 */
import type pg from 'pg';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { receipt } from '../../http/schemas/answers.ts';
import { object, type TypeOf } from '../../http/schemas/shapes.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { lockAgencyShared } from '../../release/locks/locks-store.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { findEpoch } from '../../release/revoke/marks-store.ts';
import { findOwnRelease } from './case-file-store.ts';
import type { HeardAsker } from './who-lists.ts';

export const caseFileRecord = { $id: 'CaseFile', ...object({ receipt }) };

export interface CaseFileDeps {
  readonly pool: pg.Pool;
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

const ENDED = 'rights of your agency were changed since these reads were released: ask for them again';

/**
 * @throws GatewayError `not_found` for what is not the asker's own release of these days; `conflict` after a
 * revocation record since it left; as `refuseIfRemoved`
 */
export async function recordCaseFile(
  { findReceipt, pool }: CaseFileDeps,
  { isHeard, subject }: HeardAsker['by'],
  releaseId: string,
): Promise<TypeOf<typeof caseFileRecord>> {
  const { agencyId, clientId, ori, personId } = subject;
  await upToNow(pool);
  const release = isHeard ? await findOwnRelease(pool, subject, releaseId) : null;
  if (release === null)
    throw new GatewayError(
      'not_found',
      'no release of yours of these days has this id: ask for the reads again',
    );
  const { entry } = await findReceipt(release.index);
  const { epoch } = JSON.parse(entry) as { readonly epoch: number };
  const { caseNumber, index, officerId, records } = release;
  const recorded = await inTransaction(pool, async (trx) => {
    // INVARIANT: a revocation waits for this lock, or its record is seen here: no entry stands behind it.
    await lockAgencyShared(trx, agencyId);
    if ((await findEpoch(trx, agencyId)) !== epoch) throw new GatewayError('conflict', ENDED);
    await refuseIfRemoved(trx, subject);
    const packed = { release: releaseId, entry: index, caseNumber, format: 'case_file' };
    return appendOwnerEvent(trx, {
      ...{ kind: 'evidence_exported', agency: { id: agencyId, ori }, officerId, asker: packed },
      owner: { ...packed, by: personId ?? clientId, releases: 1, reads: records },
    });
  });
  return { receipt: await findReceipt(recorded.index) };
}
