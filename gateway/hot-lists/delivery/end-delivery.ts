/** Ends or moves a partner's deliveries by revocation: nothing is still being sent when it returns. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import {
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';

/** Resolves once nothing more is written to the former address. @param reason for the log's entry */
export function endDelivery(
  deps: WithdrawRightDeps,
  { id, ori }: Agency,
  personId: string,
  reason: string,
  change: (trx: Transaction) => Promise<void>,
): Promise<WithdrawalResult> {
  return withdrawRight(deps, {
    agency: { id, ori },
    grant: null,
    kind: 'agency_changed',
    reason,
    personId,
    change,
  });
}
