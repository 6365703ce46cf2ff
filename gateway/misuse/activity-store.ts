/** What was asked, as the log's details show it, for the search for patterns of misuse. */
import type { Activity } from '../../sharing-rules/anomalies.ts';
import type { Effect, ReasonCode } from '../../sharing-rules/terms.ts';
import type { Queryable } from '../database/queryable.ts';

/** Also what the rules do not need: the entity and the gateway's own id of the officer. */
export interface KeptActivity extends Activity {
  readonly agencyId: number;
  readonly officerId: string | null;
}

/** The newest of an agency; quotas stop an agency long before it asks so much in a month. */
const MOST_READ = 200_000;

/**
 * Further pages of a release are the same question. The hour is that of the owner's clock on the wall. Where a person
 * names a colleague, it is the activity of both: once for each.
 */
const ACTIVITY = `
  SELECT d.index, (extract(epoch FROM d.at) * 1000)::bigint AS at, d.agency_id AS "agencyId", who.id AS "officerId",
    extract(hour FROM d.at AT TIME ZONE $4)::integer AS "localHour", a.ori AS agency, d.effect, d.purpose,
    who.officer, o.input #>> '{subject,clientId}' AS "clientId", o.input #>> '{query,plate,number}' AS plate,
    o.input #>> '{query,purpose,caseNumber}' AS "caseNumber",
    coalesce((d.asker_detail::jsonb) -> 'reasons', '[]') AS reasons
  FROM audit_detail d
  JOIN agency a ON a.id = d.agency_id
  CROSS JOIN LATERAL (SELECT (d.owner_detail::jsonb) -> 'input' AS input, d.owner_detail::jsonb ->> 'follows' AS follows) o
  CROSS JOIN LATERAL (SELECT o.input #>> '{subject,personId}' AS person, o.input #>> '{query,onBehalfOf,id}' AS named) n
  CROSS JOIN LATERAL (
    SELECT coalesce(n.person, n.named, '') AS officer, d.officer_id AS id
    UNION ALL SELECT n.named, d.named_officer_id WHERE n.person <> lower(n.named)) who
  WHERE d.day >= $1::timestamptz::date AND d.at >= $1 AND d.at < $2 AND d.agency_id = $3
    AND d.kind IN ('release', 'refusal', 'review') AND o.follows IS NULL
  ORDER BY d.index DESC LIMIT ${MOST_READ}`;

/** Agencies that asked anything in the time given. */
export async function findActiveAgencies(db: Queryable, from: Date, to: Date): Promise<number[]> {
  const { rows } = await db.query(
    `SELECT DISTINCT agency_id AS id FROM audit_detail
     WHERE day >= $1::timestamptz::date AND at >= $1 AND at < $2 AND kind IN ('release', 'refusal', 'review')
     ORDER BY 1`,
    [from, to],
  );
  return rows.map(({ id }) => Number(id));
}

/** One agency at a time: what has to be held in memory does not grow with the number of partners. */
export async function findActivity(
  db: Queryable,
  agencyId: number,
  window: { readonly from: Date; readonly to: Date },
  timeZone: string,
): Promise<KeptActivity[]> {
  const { rows } = await db.query(ACTIVITY, [window.from, window.to, agencyId, timeZone]);
  return rows.map((row) => ({
    ...row,
    index: Number(row.index),
    at: Number(row.at),
    agencyId: Number(row.agencyId),
    effect: row.effect as Effect,
    reasons: (row.reasons as { code: ReasonCode; detail?: string }[]).map(({ code, detail = null }) => ({
      code,
      detail,
    })),
  }));
}
