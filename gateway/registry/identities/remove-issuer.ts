/** Removes one identity issuer as a revocation does: it takes rights. One person may; safe to repeat. */
import { requireFound } from '../../faults/errors.ts';
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import { haltUnlessOverseen } from '../sharing/halt-unless-overseen.ts';
import { countSignInsLeft, findKnownIssuer, type SignInsLeft, setIssuerRemoved } from './issuers-store.ts';

export interface IssuerRemoval extends WithdrawalBy {
  readonly id: string;
}

/**
 * An issuer's keys can speak for each of its clients, of whatever agency. So the revocation record binds
 * everybody: answers under way to all agencies are cut, and the others' clients ask again.
 * Nobody is kept from removing the last issuer, or their own: stolen keys must end at once. All sharing is halted first
 * if nobody who oversees it could sign in without it.
 * @throws GatewayError `not_found`, `unavailable` (then nothing is removed).
 */
export async function removeIssuer(
  deps: WithdrawRightDeps,
  { id, ...by }: IssuerRemoval,
): Promise<WithdrawalResult & SignInsLeft & { readonly halted: boolean }> {
  const known = requireFound(await findKnownIssuer(deps.pool, id), 'issuer');
  const halted = await haltUnlessOverseen(deps, by, { issuerId: id });
  let left = null as SignInsLeft | null;
  const lowered = await withdrawRight(deps, {
    agency: null,
    grant: null,
    kind: 'issuer_removed',
    ...by,
    facts: { issuer: { id, issuer: known.issuer }, status: 'removed' },
    // Not `single`: whoever holds a person's row holds their issuer's, and waits for the log's head.
    change: async (trx) => {
      await setIssuerRemoved(trx, id);
      left = await countSignInsLeft(trx);
    },
  });
  return { halted, ...lowered, ...(left as SignInsLeft) };
}
