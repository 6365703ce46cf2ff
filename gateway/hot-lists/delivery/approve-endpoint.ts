/** The second of two persons approves where a partner is told: from the COMMIT on, what is released is sent there. */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { wakeJobs } from '../../jobs/outbox-store.ts';
import { requireTwoPeople } from '../../registry/two-people/require-two-people.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { refuseIfRemoved, refuseOfRemoved } from '../../release/revoke/raise-right.ts';
import type { Raiser } from '../../sign-in/require-administrator.ts';
import { recordSetup } from '../lists/record-setup.ts';
import { type EndpointRecord, findEndpointRecord, setEndpointApproved } from './endpoints-store.ts';

const SETTER_GONE = 'the person who set this was removed, or is not known: set it again';

/**
 * Under the agency's lock, as moving and taking away are: what is approved is what stands.
 * @param url the address that the approver saw: another one was not looked at
 * @throws GatewayError `not_found` without an endpoint; `forbidden` for the setter's own person, and where the setter
 * was removed; `conflict` where it is at another address by now, or approved already
 */
export function approveEndpoint(
  pool: pg.Pool,
  agency: { readonly id: number; readonly ori: Ori },
  url: string,
  by: Raiser,
): Promise<EndpointRecord> {
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, agency.id);
    const endpoint = await findEndpointRecord(trx, agency.id);
    if (endpoint === null) throw new GatewayError('not_found', 'this agency has no endpoint');
    const { setBy } = endpoint;
    if (setBy === null) throw new GatewayError('forbidden', SETTER_GONE);
    await requireTwoPeople(trx, 'an endpoint', setBy, by.personId);
    if (endpoint.url !== url) {
      throw new GatewayError(
        'conflict',
        'this is not the address that was set: look at it again, then approve it',
      );
    }
    await refuseIfRemoved(trx, by);
    await refuseOfRemoved(trx, setBy, SETTER_GONE, endpoint.setAt);
    if (!(await setEndpointApproved(trx, { agencyId: agency.id, url, setBy }, by.personId))) {
      throw new GatewayError('conflict', 'this endpoint has already been approved');
    }
    await recordSetup(trx, agency, by, { change: 'endpoint approved', setBy, url });
    await wakeJobs(trx);
    return (await findEndpointRecord(trx, agency.id)) as EndpointRecord;
  });
}
