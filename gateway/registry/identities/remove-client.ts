/** Removes one client, as a revocation does, since a right is taken away. One person may; safe to repeat. */
import { requireFound } from '../../faults/errors.ts';
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import { haltUnlessOverseen } from '../sharing/halt-unless-overseen.ts';
import { findClient, setClientRemoved } from './clients-store.ts';

export interface ClientRemoval extends WithdrawalBy {
  readonly id: string;
}

/**
 * Cuts answers under way to the client's whole agency, since the epoch is the agency's; its other clients ask
 * again. All sharing is halted first if nobody who oversees it could sign in without the client.
 * @throws GatewayError `not_found`, `unavailable` (then nothing is removed).
 */
export async function removeClient(
  deps: WithdrawRightDeps,
  { id, ...by }: ClientRemoval,
): Promise<WithdrawalResult & { readonly halted: boolean }> {
  const client = requireFound(await findClient(deps.pool, id), 'client');
  const { agency: ori, agencyId, clientId, issuer } = client;
  const halted = await haltUnlessOverseen(deps, by, { clientId: id });
  const lowered = await withdrawRight(deps, {
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
