/** Suspends one officer: a right is taken away, so it goes the way of a revocation. One person may; safe to repeat. */
import { GatewayError } from '../../faults/errors.ts';
import {
  type LoweringBy,
  type LoweringDeps,
  type LoweringResult,
  lowerRight,
} from '../../release/revoke/lower-right.ts';
import { findSubject, setSubjectStatus } from './subjects-store.ts';

export interface SubjectChange extends LoweringBy {
  readonly subjectId: string;
}

/**
 * Answers under way to the officer's whole agency are cut, since the epoch is the agency's; colleagues ask again.
 * @throws GatewayError `not_found`, `unavailable` (then nobody is suspended).
 */
export async function suspendSubject(
  deps: LoweringDeps,
  { subjectId, ...by }: SubjectChange,
): Promise<LoweringResult> {
  const subject = await findSubject(deps.pool, subjectId);
  if (subject === null) throw new GatewayError('not_found', 'no subject has this id');
  return lowerRight(deps, {
    agency: { id: subject.agencyId, ori: subject.agency },
    grant: null,
    kind: 'subject_suspended',
    ...by,
    officerId: subjectId,
    change: (trx) => setSubjectStatus(trx, subjectId, 'suspended'),
    single: true,
  });
}
