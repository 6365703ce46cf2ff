/** Ends, or moves, how a partner is told: as a revocation, so that nothing is under way any more when it returns. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { type LoweringDeps, type LoweringResult, lowerRight } from '../../release/revoke/lower-right.ts';

/** When it resolves, nothing more is written to where it went before. @param reason for the log's entry */
export function endDelivery(
  deps: LoweringDeps,
  { id, ori }: Agency,
  personId: string,
  reason: string,
  change: (trx: Transaction) => Promise<void>,
): Promise<LoweringResult> {
  return lowerRight(deps, {
    agency: { id, ori },
    grant: null,
    kind: 'agency_changed',
    reason,
    personId,
    change,
  });
}
