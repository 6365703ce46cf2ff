/** Suspends one officer, as a revocation does: a right is taken away. One person may; safe to repeat. */
import { requireFound } from '../../faults/errors.ts';
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import { findSubject, setSubjectStatus } from './officers-store.ts';

export interface SubjectChange extends WithdrawalBy {
  readonly subjectId: string;
}

/**
 * Cuts answers under way to the officer's agency, since the epoch is the agency's; colleagues ask again.
 * @throws GatewayError `not_found`, `unavailable` (then nobody is suspended).
 */
export async function suspendOfficer(
  deps: WithdrawRightDeps,
  { subjectId, ...by }: SubjectChange,
): Promise<WithdrawalResult> {
  const subject = requireFound(await findSubject(deps.pool, subjectId), 'subject');
  return withdrawRight(deps, {
    agency: { id: subject.agencyId, ori: subject.agency },
    grant: null,
    kind: 'subject_suspended',
    ...by,
    officerId: subjectId,
    change: (trx) => setSubjectStatus(trx, subjectId, 'suspended'),
    single: true,
  });
}
