/** Finds the sharing that ends next by itself: by a grant, an agreement, or the year of a certification. */
import { CERTIFIED_FOR } from '../../../sharing-rules/rules/agency/certification-current.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Queryable } from '../../database/queryable.ts';

export const ENDINGS = ['grant', 'agreement', 'certification'] as const;

export interface Ending {
  readonly partner: Ori;
  readonly partnerName: string;
  /** Id of the grant in force. */
  readonly grant: string;
  readonly endsBy: (typeof ENDINGS)[number];
  readonly endsAt: Date;
}

/** Returns, for each agency with a grant in force, the first end, soonest first; past ends come before it. */
export async function findEndsNext(db: Queryable, limit: number): Promise<Ending[]> {
  const { rows } = await db.query<Ending>(
    `SELECT a.ori AS partner, a.name AS "partnerName", g.id AS "grant", e.by AS "endsBy", e.at AS "endsAt"
     FROM sharing_grant g JOIN agency a ON a.id = g.agency_id
     CROSS JOIN LATERAL (SELECT * FROM (VALUES
         ('grant', g.valid_until),
         ('agreement', a.agreement_expires_on::timestamp AT TIME ZONE 'UTC'),
         ('certification', a.certification_signed_on::timestamp AT TIME ZONE 'UTC' + $1 * interval '1 millisecond')
       ) AS v (by, at) WHERE at IS NOT NULL ORDER BY at LIMIT 1) e
     WHERE g.status = 'active' AND g.valid_until > statement_timestamp()
     ORDER BY e.at, a.ori LIMIT $2`,
    [CERTIFIED_FOR, limit],
  );
  return rows;
}
