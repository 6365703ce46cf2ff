/**
 * C.R.S. 24-74-103(1): the court's order is the only way past a prohibited use, so a person of the owner checks
 * the document before anything leaves. A plain arrest warrant opens nothing that is prohibited and is not held.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const UNVERIFIED = reason('judicial_process_unverified', 'review');

export function judicialProcessVerified({
  judicialProcessVerified: verified,
  query,
}: DecisionInput): Verdict {
  const purpose = findPurpose(query.purpose.code);
  if (!purpose?.needs.judicialProcess || !purpose.review) return null;
  return verified === true ? null : UNVERIFIED;
}
