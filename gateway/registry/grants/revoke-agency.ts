/** Ends all sharing with an agency: every grant and proposal of the entity. */
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import { endGrantsOfAgency } from '../agencies/ended-grants-store.ts';

export interface AgencyRevocation extends WithdrawalBy {
  readonly agency: { readonly id: number; readonly ori: string };
}

/**
 * Writes the revocation record even if nothing is in force: the one who revokes must be able to rely on the
 * answer without asking first what there was. The agency stays registered; a new grant shares again.
 * @throws GatewayError `unavailable` (then nothing is revoked).
 */
export function revokeAgency(
  deps: WithdrawRightDeps,
  { agency, ...by }: AgencyRevocation,
): Promise<WithdrawalResult> {
  return withdrawRight(deps, {
    agency,
    grant: null,
    kind: 'revoked',
    ...by,
    change: (trx) => endGrantsOfAgency(trx, agency.id, by.personId, by.reason),
    single: true,
  });
}
