/** Halts all sharing before the last of those who oversee it can sign in no more; nobody is kept from stopping them. */
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { WithdrawalBy, WithdrawRightDeps } from '../../release/revoke/withdraw-right.ts';
import { haltSharing } from './halt-sharing.ts';
import { isOverseen, losesOversight, type Without } from './oversight-store.ts';
import { findSharingState } from './sharing-store.ts';

/** Why sharing is halted then. */
export const NOT_OVERSEEN = 'neither a Chief nor an auditor can sign in';

/**
 * The database halts too, but places no mark: whatever is under way to others is cut by the mark that stands here.
 * @returns whether nobody will oversee it
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

/** For what begins sharing. @throws GatewayError `conflict` */
export async function requireOversight(db: Queryable): Promise<void> {
  if (await isOverseen(db)) return;
  throw new GatewayError(
    'conflict',
    'nothing is shared while neither a Chief nor an auditor can sign in: reinstate one, or have the owner of the ' +
      'database register one with `register`',
  );
}
