/** Reads the public's numbers of the log. */
import { findMap, findRows, type Queryable, readRow } from '../../database/queryable.ts';

/** The answer to a query; a held one is answered again when it is collected. */
export const OUTCOMES = ['released', 'held', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Stands for any purpose that is not on the closed list. */
export const UNLISTED = 'unlisted';

/** Stands for every purpose of the owner's own use, which is no sharing. */
export const OWN_USE = 'own_use';

/** A later page of a release is not an answer of its own, but it is a log entry as the first page is. */
const FURTHER_PAGE = 'further_page';

/**
 * The answers with one outcome, either all of a finished month but the owner's own, or those published of a purpose. The
 * other of the two members is null; both are null for published later pages of partners' releases.
 */
export interface Tallied {
  /** `YYYY-MM`. */
  readonly month: string | null;
  readonly purpose: string | null;
  readonly outcome: Outcome | typeof FURTHER_PAGE;
  readonly answers: number;
}

export const findAnswers = (db: Queryable) =>
  findRows<Tallied>(
    db,
    `SELECT NULL AS month, CASE WHEN outcome <> $1 OR purpose = $2 THEN purpose END AS purpose, outcome, sum(answers)::bigint AS answers
       FROM query_tally GROUP BY 2, 3
     UNION ALL
     SELECT to_char(a.month, 'YYYY-MM'), NULL, a.outcome, sum(a.answers)::bigint
       FROM (SELECT month, outcome, answers FROM query_tally WHERE purpose <> $2
         UNION ALL SELECT date_trunc('month', day)::date, outcome, answers FROM answer_waiting
           WHERE reason = '' AND purpose <> $2) a,
         log_tally t
       WHERE a.month < date_trunc('month', t.through + 1) GROUP BY 1, 3`,
    [FURTHER_PAGE, OWN_USE],
  );

/** Counts the published refusals to partners by reason. */
export const findByReason = (db: Queryable) =>
  findMap<string, number>(
    db,
    `SELECT r.reason, sum(r.refusals)::bigint AS refusals FROM refusal_tally r JOIN agency a ON a.id = r.agency_id
     WHERE NOT a.is_owner GROUP BY r.reason`,
  );

/** Finds the reasons of each agency's published refusals, by the agency's id. */
export const findReasonsOfAgencies = (db: Queryable) =>
  findMap<number, readonly string[]>(
    db,
    `SELECT agency_id AS id, array_agg(reason ORDER BY reason) AS reasons FROM refusal_tally GROUP BY agency_id`,
  );

export interface TalliedLog {
  /** Number of entries that are counted. */
  readonly size: number;
  /** The last day whose answers are published, `YYYY-MM-DD`; null before the first. */
  readonly through: string | null;
  /** Log index below which all answers are published, as an earlier version did so at once. */
  readonly toldAtOnce: number;
  /** The time at which the log began; the next member is the database's time. */
  readonly since: Date;
  readonly now: Date;
}

export const findTalliedLog = (db: Queryable) =>
  readRow<TalliedLog>(
    db,
    `SELECT t.size, to_char(t.through, 'YYYY-MM-DD') AS through, t.told_at_once AS "toldAtOnce",
       coalesce((e.entry::json ->> 'minute')::timestamptz, clock_timestamp()) AS since,
       clock_timestamp() AS now
     FROM log_tally t LEFT JOIN log_entry e ON e.index = 0`,
  );
