/**
 * How long the gateway keeps what it holds beside the reads: each kind by a rule of its own. The log's tree holds no
 * personal data and is kept for good; its details are erased by whole days.
 */

export interface RetentionRule {
  readonly what: string;
  readonly days: number;
  readonly why: string;
  /** Deletes what is older than `$1`. */
  readonly statement: string;
  /** False for what is kept by the minute: its erasure is not worth an entry of the log each time. */
  readonly logged: boolean;
}

/** CJISSECPOL AU-11 asks for a year at least; ours is five, so that a complaint finds its entry. */
export const DETAIL_DAYS = 5 * 365;

export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    what: 'hits',
    days: 30,
    why: 'Policy 420.7: a hit holds the read that matched, and lives no longer than it',
    statement: 'DELETE FROM hit WHERE captured_at < $1',
    logged: true,
  },
  {
    what: 'held queries',
    days: 90,
    why: 'the decision stays in the log; the query in clear is not needed twice',
    statement: `DELETE FROM held_query WHERE held_at < $1 AND status NOT IN ('held', 'approved')`,
    logged: true,
  },
  {
    what: 'looks at releases for danger to life',
    days: 90,
    why: 'the look stays in the log',
    statement: `DELETE FROM exigent_release WHERE released_at < $1 AND status <> 'open'`,
    logged: true,
  },
  {
    what: 'refused words',
    days: 1,
    why: 'a rewording counts as one within a day',
    statement: 'DELETE FROM refused_wording WHERE refused_at < $1',
    logged: false,
  },
  {
    what: 'counts of queries',
    days: 2,
    why: 'quotas count by the UTC day',
    statement: `DELETE FROM query_count WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`,
    logged: false,
  },
  {
    what: 'daily records of officers',
    days: 400,
    why: 'CJISSECPOL AC-2(3), AC-2(j): inactivity of 90 days and the yearly review are counted on them',
    statement: `DELETE FROM officer_usage WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`,
    logged: true,
  },
  {
    what: 'daily records of agencies',
    days: 400,
    why: 'CJISSECPOL AC-2(j): the yearly review is counted on them',
    statement: `DELETE FROM agency_usage WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`,
    logged: true,
  },
];
