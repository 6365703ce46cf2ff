/** Finds the agreement of two gateways that a grant names. */
import type { GivenTerms } from '../../../sharing-rules/network/given-terms.ts';
import { findRow, type Queryable } from '../../database/queryable.ts';

export interface NamedAgreement {
  readonly approvedAt: Date;
  readonly until: Date;
  /** Says what we give under it; null: nothing. */
  readonly gives: GivenTerms | null;
}

/** Returns null if it is not in force with the agency now. */
export const findNamedAgreement = (db: Queryable, id: string, agencyId: number, owner: string) =>
  findRow<NamedAgreement>(
    db,
    `SELECT approved_at AS "approvedAt", valid_until AS until, document::jsonb -> 'gives' -> $3 AS gives
     FROM network_agreement WHERE id = $1 AND agency_id = $2 AND status = 'in_force'
       AND valid_from <= clock_timestamp() AND valid_until > clock_timestamp()`,
    [id, agencyId, owner],
  );
