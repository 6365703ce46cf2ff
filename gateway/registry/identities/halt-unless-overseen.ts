/** Halts all sharing before the last of those who oversee it can sign in no more; nobody is kept from stopping them. */

import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { LoweringBy, LoweringDeps } from '../../release/revoke/lower-right.ts';
import { haltSharing } from '../sharing/halt-sharing.ts';
import { findSharingState } from '../sharing/sharing-store.ts';
import { isOverseen, type Without } from './oversight-store.ts';

const UNSEEN = 'neither a Chief nor an auditor can sign in any more';

/**
 * The database halts too, but places no mark: whatever is under way to others is cut by the mark that stands here.
 * @returns whether nobody oversees it
 * @throws GatewayError `unavailable`: then nothing is halted, and the caller changes nothing
 */
export async function haltUnlessOverseen(
  deps: LoweringDeps,
  by: Omit<LoweringBy, 'reason'>,
  without: Without,
): Promise<boolean> {
  if (await isOverseen(deps.pool, without)) return false;
  const { halted } = await findSharingState(deps.pool);
  if (!halted) await haltSharing(deps, { ...by, reason: UNSEEN });
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
