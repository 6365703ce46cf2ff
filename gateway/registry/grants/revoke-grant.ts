/** Ends one grant. One person may, at any time; each call writes a revocation record and drains it. */
import { GatewayError } from '../../faults/errors.ts';
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import { endGrant } from '../agencies/ended-grants-store.ts';
import { findGrant } from './grants-store.ts';

export interface GrantRevocation extends WithdrawalBy {
  readonly grantId: string;
}

/** Withdraws a proposal, too. @throws GatewayError `not_found`, `unavailable` (then nothing is revoked). */
export async function revokeGrant(
  deps: WithdrawRightDeps,
  { grantId, ...by }: GrantRevocation,
): Promise<WithdrawalResult> {
  const grant = await findGrant(deps.pool, grantId);
  if (grant === null) throw new GatewayError('not_found', 'no grant has this id');
  return withdrawRight(deps, {
    agency: { id: grant.agencyId, ori: grant.partner },
    grant: grantId,
    kind: 'revoked',
    ...by,
    change: (trx) => endGrant(trx, grantId, by.personId, by.reason),
    single: true,
  });
}
