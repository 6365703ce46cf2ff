/** Reads the state of sharing for the owner's people: if it is halted, by whom, and who would end it. */
import { CERTIFIED_FOR } from '../../../sharing-rules/rules/agency/certification-current.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { findRows, type Queryable, readRow } from '../../database/queryable.ts';
import type { ENDINGS } from '../sharing.schema.ts';
import { findHalts, type HaltInForce } from './halts-store.ts';
import { findSharingState, type SharingState } from './sharing-store.ts';
import { findShownProposal, type ShownProposal } from './shown-proposal-store.ts';

export interface SharingView extends SharingState {
  /** The halts, newest first; none while it is not halted. */
  readonly halts: readonly HaltInForce[];
  readonly proposal: ShownProposal | null;
  /** The end of the last halt; null if there was none, or it goes on. */
  readonly resumed: Resumption | null;
}

export interface Resumption {
  readonly at: Date;
  /** Id and name of the second person. */
  readonly by: string;
  readonly person: string;
}

const RESUMED = `
  SELECT r.resumed_at AS at, r.resumed_by AS by, p.name AS person
  FROM resume_proposal r JOIN person p ON p.id = r.resumed_by CROSS JOIN sharing_state s
  WHERE NOT s.halted
  ORDER BY r.resumed_at DESC LIMIT 1`;

/** @throws Error if the row is missing: nobody may share then. */
export async function findSharingView(db: Queryable): Promise<SharingView> {
  return {
    ...(await findSharingState(db)),
    halts: await findHalts(db),
    proposal: await findShownProposal(db),
    resumed: (await db.query<Resumption>(RESUMED)).rows[0] ?? null,
  };
}

interface Ending {
  readonly partner: Ori;
  readonly partnerName: string;
  readonly grant: string;
  readonly endsBy: (typeof ENDINGS)[number];
  readonly endsAt: Date;
}

/** Returns, for each agency with a grant in force, the first end, soonest first; past ends come before it. */
export const findEndsNext = (db: Queryable, limit: number) =>
  findRows<Ending>(
    db,
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

/** Counts what a halt, or the revocation of an agency, ends for good: its askers must ask again afterwards. */
export interface AtStake {
  /** Agencies with a grant in force. */
  readonly agencies: number;
  /** Queries that wait for a reviewer. */
  readonly held: number;
  /** Queries that a reviewer approved, and nobody has collected. */
  readonly approved: number;
}

/** @param agencyId null: all agencies */
export const findAtStake = (db: Queryable, agencyId: number | null) =>
  readRow<AtStake>(
    db,
    `SELECT count(*) FILTER (WHERE status = 'held')::int AS held,
       count(*) FILTER (WHERE status = 'approved')::int AS approved,
       (SELECT count(*)::int FROM sharing_grant WHERE status = 'active' AND valid_until > statement_timestamp()
         AND CASE WHEN $1::bigint IS NULL THEN shares ELSE agency_id = $1 END) AS agencies
     FROM held_query WHERE status IN ('held', 'approved') AND expires_at > statement_timestamp()
       AND ($1::bigint IS NULL OR agency_id = $1)`,
    [agencyId],
  );
