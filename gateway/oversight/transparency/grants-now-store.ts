/** Finds the grants in force, without the persons who gave them. */
import type { DataClass } from '../../../sharing-rules/terms/agency.ts';
import { findRows, type Queryable } from '../../database/queryable.ts';

export interface GrantNow {
  readonly agencyId: number;
  /** Time at which the second person approved it. */
  readonly since: Date;
  readonly until: Date;
  readonly purposes: readonly string[];
  readonly dataClasses: readonly DataClass[];
  readonly lookBackDays: number;
}

/** Finds at most one for each agency, by the database's time. */
export const findGrantsNow = (db: Queryable) =>
  findRows<GrantNow>(
    db,
    `SELECT agency_id AS "agencyId", approved_at AS since, valid_until AS until, purposes,
       data_classes AS "dataClasses", look_back_days AS "lookBackDays"
     FROM sharing_grant
     WHERE status = 'active' AND valid_from <= statement_timestamp() AND valid_until > statement_timestamp()`,
  );
