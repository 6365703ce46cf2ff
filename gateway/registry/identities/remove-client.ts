/** Removes one client: a right is taken away, so it goes the way of a revocation. One person may; safe to repeat. */
import { GatewayError } from '../../faults/errors.ts';
import {
  type LoweringBy,
  type LoweringDeps,
  type LoweringResult,
  lowerRight,
} from '../../release/revoke/lower-right.ts';
import { haltUnlessOverseen } from '../sharing/halt-unless-overseen.ts';
import { findClient, setClientRemoved } from './clients-store.ts';

export interface ClientRemoval extends LoweringBy {
  readonly id: string;
}

/**
 * Answers under way to the client's whole agency are cut, since the epoch is the agency's; its other clients ask again.
 * All sharing is halted first where nobody who oversees it could sign in without the client.
 * @throws GatewayError `not_found`, `unavailable` (then nothing is removed).
 */
export async function removeClient(
  deps: LoweringDeps,
  { id, ...by }: ClientRemoval,
): Promise<LoweringResult & { readonly halted: boolean }> {
  const client = await findClient(deps.pool, id);
  if (client === null) throw new GatewayError('not_found', 'no client has this id');
  const { agency: ori, agencyId, clientId, issuer } = client;
  const halted = await haltUnlessOverseen(deps, by, { clientId: id });
  const lowered = await lowerRight(deps, {
    agency: { id: agencyId, ori },
    grant: null,
    kind: 'client_changed',
    ...by,
    facts: { client: { id, issuer, clientId }, status: 'removed' },
    change: (trx) => setClientRemoved(trx, id),
    single: true,
  });
  return { halted, ...lowered };
}
