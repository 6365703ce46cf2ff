/** Ends grants: an active one is revoked, a proposed one withdrawn. One that has ended stays as it is. */
import type { Transaction } from '../../database/db-transaction.ts';
import { findRows, type Queryable } from '../../database/queryable.ts';

/** The reason in the row of a grant that expired. */
export const EXPIRED = 'expired';

const END = `UPDATE sharing_grant
  SET status = CASE status WHEN 'active' THEN 'revoked' ELSE 'withdrawn' END,
    ended_by = $2, ended_at = clock_timestamp(), ended_reason = $3
  WHERE status IN ('active', 'proposed')`;

/** Ends one grant, or nothing. @param personId null: the other party of its agreement */
export async function endGrant(
  trx: Transaction,
  id: string,
  personId: string | null,
  reason: string,
): Promise<void> {
  await trx.query({ name: 'end-grant', text: `${END} AND id = $1`, values: [id, personId, reason] });
}

/**
 * Ends every grant and proposal of the agency: after a revocation only a new proposal can share again.
 * @param personId null: the owner of the database, who is not a person of the registry
 */
export async function endGrantsOfAgency(
  trx: Transaction,
  agencyId: number,
  personId: string | null,
  reason: string,
): Promise<void> {
  const text = `${END} AND agency_id = $1`;
  await trx.query({ name: 'end-grants', text, values: [agencyId, personId, reason] });
}

/** Withdraws what is proposed under these agreements, and cannot be approved any more. */
export async function endProposalsUnder(
  trx: Transaction,
  agreementIds: readonly string[],
  personId: string | null,
  reason: string,
): Promise<void> {
  await trx.query(`${END} AND network_agreement = ANY ($1) AND status = 'proposed'`, [
    agreementIds,
    personId,
    reason,
  ]);
}

/** Ends an active grant whose time has passed, by no person, so that the next may take its place. */
export async function retireExpiredGrant(trx: Transaction, agencyId: number, now: number): Promise<void> {
  await trx.query(
    `UPDATE sharing_grant SET status = 'revoked', ended_at = valid_until, ended_reason = '${EXPIRED}'
     WHERE agency_id = $1 AND status = 'active' AND valid_until <= $2`,
    [agencyId, new Date(now)],
  );
}

/** Returns the agencies with a grant in force, or proposed. */
export const findAgenciesWithGrants = (db: Queryable) =>
  findRows<{ id: number; ori: string }>(
    db,
    `SELECT a.id, a.ori FROM agency a
     WHERE EXISTS (SELECT FROM sharing_grant g WHERE g.agency_id = a.id AND g.status IN ('active', 'proposed'))
     ORDER BY a.ori`,
  );
