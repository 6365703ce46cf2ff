/** Lets a suspended officer, or one held as beyond the roster, ask again. */
import type pg from 'pg';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { lockAgencyExclusive, lockHead } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Word } from '../two-people/second-word.ts';
import { type EnrolledSubject, findSubject, setSubjectStatus } from './officers-store.ts';

export interface Reinstatement extends Word {
  readonly subjectId: string;
}

/**
 * Returns the officer with the log index of the entry.
 * @throws GatewayError `not_found`; as `refuseIfRemoved`; `conflict` if they may ask, or are suspended anew
 */
export async function reinstateOfficer(
  { pool }: { readonly pool: pg.Pool },
  { by, reason, subjectId }: Reinstatement,
): Promise<EnrolledSubject & { readonly index: number }> {
  const found = requireFound(await findSubject(pool, subjectId), 'subject');
  const agency = { id: found.agencyId, ori: found.agency };
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, agency.id);
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, agency.id);
    // The count of officers changes with the row, and only under the head lock.
    await lockHead(trx);
    await refuseIfWithdrawn(trx);
    const subject = await findSubject(trx, subjectId);
    if (subject?.status === 'active') throw new GatewayError('conflict', 'this officer is not suspended');
    await setSubjectStatus(trx, subjectId, 'active');
    await refuseIfRemoved(trx, by);
    const { index } = await appendOwnerEvent(trx, {
      kind: 'subject_reinstated',
      agency,
      owner: { by: by.personId, secondFactor: by.secondFactor, reason, was: subject?.status ?? null },
      officerId: subjectId,
    });
    const reinstated = (await findSubject(trx, subjectId)) as EnrolledSubject;
    return { ...reinstated, index };
  });
}
