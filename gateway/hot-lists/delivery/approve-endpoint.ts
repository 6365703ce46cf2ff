/** Approves, as the second person, where a partner is told: from the COMMIT on, releases go there. */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { GatewayError } from '../../faults/errors.ts';
import { wakeJobs } from '../../jobs/outbox-store.ts';
import { approveByTwo } from '../../registry/two-people/approve-by-two.ts';
import { appendSetup } from '../../registry/two-people/record-setup.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { type EndpointRecord, findEndpointRecord, setEndpointApproved } from './endpoints-store.ts';

const SETTER_GONE = 'the person who set this was removed, or is not known: set it again';

/**
 * Approves under the agency's lock, as moving and removing do: what is approved is the endpoint in force.
 * @param url the address that the approver saw: no other address was checked
 * @throws GatewayError `not_found` without an endpoint; `forbidden` for the person who set it, or if that
 * person was removed; `conflict` if it has moved to another address, or is approved already
 */
export function approveEndpoint(
  pool: pg.Pool,
  agency: { readonly id: number; readonly ori: Ori },
  url: string,
  by: Grantor,
): Promise<EndpointRecord> {
  return approveByTwo(pool, by, {
    what: 'an endpoint',
    lock: (trx) => lockAgencyExclusive(trx, agency.id),
    find: async (db) => {
      const endpoint = await findEndpointRecord(db, agency.id);
      if (endpoint === null) throw new GatewayError('not_found', 'this agency has no endpoint');
      const { setAt: proposedAt, setBy: proposedBy } = endpoint;
      if (proposedBy === null) throw new GatewayError('forbidden', SETTER_GONE);
      return { proposedAt, proposedBy, url: endpoint.url };
    },
    prepare: async (_, set) => {
      if (set.url === url) return;
      throw new GatewayError(
        'conflict',
        'this is not the address that was set: look at it again, then approve it',
      );
    },
    gone: SETTER_GONE,
    set: async (trx, { proposedBy: setBy }) => {
      if (!(await setEndpointApproved(trx, { agencyId: agency.id, url, setBy }, by.personId))) {
        throw new GatewayError('conflict', 'this endpoint has already been approved');
      }
      await appendSetup(trx, agency, by, { change: 'endpoint approved', setBy, url });
      await wakeJobs(trx);
      return (await findEndpointRecord(trx, agency.id)) as EndpointRecord;
    },
  });
}
