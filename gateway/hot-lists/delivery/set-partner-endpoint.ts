/** Says where a partner is told. The first address ends nothing; another one ends what goes to the one before. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import type { ExchangeDeps } from '../lists/exchange-deps.ts';
import { endDelivery } from './end-delivery.ts';
import { addEndpoint, type NewEndpoint, setEndpoint } from './endpoints-store.ts';

/** @throws GatewayError as `refuseIfRemoved` */
export async function setPartnerEndpoint(
  deps: ExchangeDeps,
  agency: Agency,
  by: Administrator,
  address: Pick<NewEndpoint, 'salt' | 'url'>,
): Promise<void> {
  const endpoint = { agencyId: agency.id, ...address, setBy: by.personId };
  // An insert comes first: after a check, the second of two could move the first without a revocation record.
  const isFirst = await inTransaction(deps.pool, async (trx) => {
    const added = await addEndpoint(trx, endpoint);
    if (added) await recordSetup(trx, agency, by, { change: 'endpoint' });
    return added;
  });
  if (isFirst) return;
  await endDelivery(deps, agency, by.personId, 'endpoint moved', async (trx) => {
    // It goes on elsewhere: not where somebody says who was removed.
    await setEndpoint(trx, endpoint);
    await refuseIfRemoved(trx, by);
  });
}
