/** Counts what waits and what happened today; each count uses an index and has an upper limit. */
import type { Queryable } from '../../database/queryable.ts';
import { LIFE_SAFETY_HELD } from '../../release/held/life-safety-store.ts';
import { OVERDUE_DUTIES } from '../processes/processes-store.ts';

export interface OverviewCounts {
  /** Agencies with a grant in force; nothing reaches them while all sharing is halted. */
  readonly agenciesGranted: number;
  readonly releasesToday: number;
  readonly refusalsToday: number;
  readonly heldQueries: number;
  /** Releases for a danger to life that wait for a reviewer; the next member counts the overdue ones. */
  readonly exigentOpen: number;
  readonly exigentOverdue: number;
  /** Held queries about a danger to life. */
  readonly lifeSafetyHeld: number;
  /** Unconfirmed hits; older ones are purged, so their number is bounded. */
  readonly hitsUnconfirmed: number;
  /** Entries that were found wrong and stand on their lists uncorrected, and for how many days the first does. */
  readonly wrongEntries: number;
  readonly wrongEntriesOldestDays: number;
  readonly proposals: number;
  readonly endpointsWaiting: number;
  /** Approved endpoints that take no deliveries. */
  readonly endpointsFailing: number;
  readonly reportsOpen: number;
  readonly reportsOverdue: number;
  /** Duties under served process that were not done by the day that they were due. */
  readonly dutiesOverdue: number;
  /** Months since the log began, of the last twelve, that are over and not audited. */
  readonly auditsWaiting: number;
  readonly nodes: number;
  readonly jobsWaiting: number;
  readonly jobsFailed: number;
  /** 1 while the vendor's hot list is not up to date and the gateway retries. */
  readonly vendorListBehind: number;
  readonly vendorOtherSubscriptions: number;
  readonly logSize: number;
  readonly logAt: Date | null;
}

/** Number up to which rows are counted: nobody needs to know how many thousands more wait. */
export const COUNTED_TO = 1_000;

const upTo = (rows: string) => `(SELECT count(*) FROM (SELECT ${rows} LIMIT ${COUNTED_TO}) AS few)`;
const THIS_MONTH = "date_trunc('month', statement_timestamp() AT TIME ZONE 'UTC')";
const TODAY = "(statement_timestamp() AT TIME ZONE 'UTC')::date";

const COUNTS = `
  SELECT
    (SELECT count(*) FROM sharing_grant
      WHERE shares AND valid_until > statement_timestamp()) AS "agenciesGranted",
    u.releases AS "releasesToday", u.refusals AS "refusalsToday",
    (SELECT coalesce(sum(held_queries), 0) FROM agency_count) AS "heldQueries",
    ${upTo("1 FROM exigent_release WHERE status = 'open'")} AS "exigentOpen",
    ${upTo("1 FROM exigent_release WHERE status = 'open' AND due_at <= statement_timestamp()")} AS "exigentOverdue",
    ${upTo(LIFE_SAFETY_HELD)} AS "lifeSafetyHeld",
    ${upTo("1 FROM hit WHERE status = 'unconfirmed'")} AS "hitsUnconfirmed",
    w.entries AS "wrongEntries", w.days AS "wrongEntriesOldestDays",
    ${upTo("1 FROM sharing_grant WHERE status = 'proposed'")} AS proposals,
    ${upTo('1 FROM partner_endpoint WHERE approved_by IS NULL')} AS "endpointsWaiting",
    ${upTo('1 FROM partner_endpoint WHERE failing_since IS NOT NULL')} AS "endpointsFailing",
    ${upTo("1 FROM misuse_report WHERE state <> 'closed'")} AS "reportsOpen",
    ${upTo("1 FROM misuse_report WHERE state <> 'closed' AND due_at <= statement_timestamp()")} AS "reportsOverdue",
    ${upTo(`1 ${OVERDUE_DUTIES}`)} AS "dutiesOverdue",
    (SELECT count(*) FROM log_entry, generate_series(
        greatest(date_trunc('month', (entry::json ->> 'minute')::timestamptz AT TIME ZONE 'UTC'),
          ${THIS_MONTH} - interval '12 months'),
        ${THIS_MONTH} - interval '1 month', interval '1 month') AS past
      WHERE index = 0 AND NOT EXISTS (SELECT FROM monthly_audit WHERE month = past::date)) AS "auditsWaiting",
    ${upTo('1 FROM node_lease WHERE expires_at > statement_timestamp()')} AS nodes,
    ${upTo("1 FROM outbox WHERE status = 'waiting'")} AS "jobsWaiting",
    ${upTo("1 FROM outbox WHERE status = 'dead'")} AS "jobsFailed",
    ${upTo("1 FROM outbox WHERE kind = 'vendor_list' AND status = 'waiting' AND fault IS NOT NULL")} AS "vendorListBehind",
    (SELECT other_subscriptions FROM vendor_list) AS "vendorOtherSubscriptions",
    c.size AS "logSize", c.committed_at AS "logAt"
  FROM (SELECT coalesce(sum(releases), 0) AS releases, coalesce(sum(refusals), 0) AS refusals
      FROM agency_usage WHERE day = ${TODAY}) AS u
  CROSS JOIN (SELECT least(count(DISTINCT (list_id, position)), ${COUNTED_TO}) AS entries,
      coalesce(extract(day FROM statement_timestamp() - min(found_at)), 0) AS days
    FROM wrong_hit WHERE status = 'wrong' AND ended_at IS NULL) AS w
  LEFT JOIN (SELECT size, committed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1) AS c ON true`;

export async function findOverviewCounts(db: Queryable): Promise<OverviewCounts> {
  const { rows } = await db.query(COUNTS);
  const { logAt, ...numbers } = rows[0];
  const counts = Object.entries(numbers).map(([name, value]) => [name, Number(value ?? 0)]);
  return { ...Object.fromEntries(counts), logAt } as OverviewCounts;
}
