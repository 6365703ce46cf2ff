/** Halts all sharing before the last of its overseers is stopped; nobody is kept from stopping them. */
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { WithdrawalBy, WithdrawRightDeps } from '../../release/revoke/withdraw-right.ts';
import { haltSharing } from './halt-sharing.ts';
import { isOverseen, losesOversight, type Without } from './oversight-store.ts';
import { findSharingState } from './sharing-store.ts';

/** The reason of such a halt. */
export const NOT_OVERSEEN = 'neither a Chief nor an auditor can sign in';

/**
 * Writes the revocation record that cuts answers under way to others; the database halts, but writes none.
 * @returns true if nobody will oversee it
 * @throws GatewayError `unavailable`: then nothing is halted, and the caller changes nothing
 */
export async function haltUnlessOverseen(
  deps: WithdrawRightDeps,
  by: Omit<WithdrawalBy, 'reason'>,
  without: Without,
): Promise<boolean> {
  if (!(await losesOversight(deps.pool, without))) return false;
  const { halted } = await findSharingState(deps.pool);
  if (!halted) await haltSharing(deps, { ...by, reason: NOT_OVERSEEN });
  return true;
}

/** Refuses an act that begins sharing if nobody oversees it. @throws GatewayError `conflict` */
export async function requireOversight(db: Queryable): Promise<void> {
  if (await isOverseen(db)) return;
  throw new GatewayError(
    'conflict',
    'nothing is shared while neither a Chief nor an auditor can sign in: reinstate one, or have the owner of the ' +
      'database register one with `register`',
  );
}
