/** Counts officers for the monthly audit. */
import type { Queryable } from '../../database/queryable.ts';
import { STANDING } from '../../release/facts/standing-store.ts';
import type { AuditGround } from './audit-answer.ts';

/** An agency's declared number of officers, and the standing of those enrolled. */
export interface Roster {
  readonly id: number;
  readonly ori: string;
  readonly roster: number;
  readonly enrolled: number;
  readonly held: number;
  readonly inactive: number;
  readonly suspended: number;
}

const ROSTERS = `
  SELECT a.id, a.ori, a.roster, count(o.id)::integer AS enrolled,
    count(*) FILTER (WHERE ${STANDING} = 'held')::integer AS held,
    count(*) FILTER (WHERE ${STANDING} = 'inactive')::integer AS inactive,
    count(*) FILTER (WHERE ${STANDING} = 'suspended')::integer AS suspended
  FROM agency a JOIN officer o ON o.agency_id = a.id
  LEFT JOIN officer_usage ou ON ou.officer_id = o.id AND ou.day = (clock_timestamp() AT TIME ZONE 'UTC')::date
  GROUP BY a.id ORDER BY a.id`;

export async function findRosters(db: Queryable): Promise<Roster[]> {
  const { rows } = await db.query(ROSTERS);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** The officer's attestations by the agency; times in milliseconds. */
export interface AskingOfficer {
  readonly agencyId: number;
  readonly attestedAt: number | null;
  readonly trainedOn: number | null;
}

const ASKED = `
  SELECT DISTINCT o.id, o.agency_id AS "agencyId", o.attested_at AS "attestedAt",
    (extract(epoch FROM o.attested_trained_on) * 1000)::bigint AS "trainedOn"
  FROM officer o JOIN officer_usage u ON u.officer_id = o.id
  WHERE u.day >= $1::timestamptz::date AND u.day < $2::timestamptz::date`;

/** Finds the officers who got reads in the month. */
export async function findAskingOfficers(
  db: Queryable,
  month: AuditGround['month'],
): Promise<AskingOfficer[]> {
  const { rows } = await db.query(ASKED, [month.from, month.to]);
  return rows.map(({ agencyId, attestedAt, trainedOn }) => ({
    agencyId: Number(agencyId),
    attestedAt: attestedAt?.getTime() ?? null,
    trainedOn: trainedOn === null ? null : Number(trainedOn),
  }));
}
