/**
 * C.R.S. 24-74-103(1): the court's order is the only way past a prohibited use, so a person of the owner checks
 * the document before anything leaves; so with a warrant by which a query looks further back than others may. A plain
 * arrest warrant opens nothing that is prohibited and is not held.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import { needsWarrantByAge } from '../../terms/retention.ts';
import type { Verdict } from '../rule.ts';

const UNVERIFIED = reason('judicial_process_unverified', 'review');

export function judicialProcessVerified(input: DecisionInput): Verdict {
  const { judicialProcess, code } = input.query.purpose;
  const purpose = findPurpose(code);
  if (purpose?.answer !== 'approved') return null;
  const opensMore = purpose.needs.judicialProcess && purpose.review;
  if (!opensMore && (judicialProcess === undefined || !needsWarrantByAge(input))) return null;
  return input.judicialProcessVerified === true ? null : UNVERIFIED;
}
