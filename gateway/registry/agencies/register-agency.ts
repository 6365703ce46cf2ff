/** Registers an agency entity with all its ORIs; one person may, since a row alone shares nothing. */
import type pg from 'pg';
import type { Agency, Ori } from '../../../sharing-rules/terms/agency.ts';
import { lacksRoster } from '../../../sharing-rules/terms/roster.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import {
  type AgencyFields,
  findAgencyById,
  insertAgency,
  notifyRegistry,
  oriTaken,
} from './agencies-store.ts';
import { rosterMissing } from './plan-change.ts';
import { describeAgency } from './present-agency.ts';

const OWN =
  'this is the agency whose reads these are: the owner of the database registers it, with `register`';

/**
 * Writes the row, its ORIs and the log entry in one transaction.
 * @throws GatewayError `conflict` if one of the ORIs belongs to an agency already; `malformed` if it would be
 * active without a roster; as `refuseIfRemoved`.
 */
export function registerAgency(
  { pool, owner }: { readonly pool: pg.Pool; readonly owner: Ori },
  fields: AgencyFields,
  by: Grantor,
): Promise<Agency> {
  return inTransaction(pool, async (trx) => {
    if (fields.oris.includes(owner)) throw new GatewayError('conflict', OWN);
    if (lacksRoster(fields, owner)) throw rosterMissing();
    const id = await insertAgency(trx, fields, false);
    if (id === null) throw oriTaken();
    await notifyRegistry(trx, id);
    await refuseIfRemoved(trx, by);
    const { personId, secondFactor } = by;
    await appendEvents(trx, [agencyAdded(id, fields, { by: personId, secondFactor })]);
    return (await findAgencyById(trx, id)) as Agency;
  });
}

/** @param by the person who added it, for the owner's detail */
export function agencyAdded(
  id: number,
  fields: AgencyFields,
  by: Readonly<Record<string, unknown>>,
): AuditEvent {
  return ownerEvent({
    kind: 'agency_added',
    agency: { id, ori: fields.ori },
    owner: { ...by, agency: describeAgency(fields) },
  });
}
