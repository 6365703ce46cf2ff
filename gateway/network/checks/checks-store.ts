/** Keeps how far the log of each other gateway was held against ours, and what differed. */
import type { Difference } from '../../../sharing-rules/network/cross-check.ts';
import { columnsOf, findRow, findRows, type Queryable } from '../../database/queryable.ts';

/** From where a check goes on. */
export interface CheckPlace {
  /** Log index there. */
  readonly since: number;
  readonly newestAsked: number;
}

export interface BegunCheck extends CheckPlace {
  readonly agencyId: number;
  /** Ms since the epoch. What their log has from before the first agreement was not asked by this gateway. */
  readonly agreedAt: number;
}

/** A check that was begun so long ago has ended with its node. */
const ENDED = "interval '30 minutes'";

/** Begins a check, for one node at a time. Resolves to null while another one has it. */
export async function beginCheck(db: Queryable, ori: string): Promise<BegunCheck | null> {
  await db.query('INSERT INTO network_check (ori) VALUES ($1) ON CONFLICT DO NOTHING', [ori]);
  return findRow<BegunCheck>(
    db,
    `UPDATE network_check c SET begun_at = clock_timestamp() FROM network_peer p
     WHERE c.ori = $1 AND p.ori = c.ori AND (c.begun_at IS NULL OR c.begun_at < clock_timestamp() - ${ENDED})
     RETURNING c.since::float8 AS since, c.newest_asked::float8 AS "newestAsked", p.agency_id::float8 AS "agencyId",
       (SELECT coalesce(extract(epoch FROM min(n.approved_at)) * 1000, 0) FROM network_agreement n
        WHERE n.agency_id = p.agency_id)::float8 AS "agreedAt"`,
    [ori],
  );
}

/** Ends it with the place that it reached, or where it began, with a code of what stood in the way. */
export async function endCheck(
  db: Queryable,
  ori: string,
  { newestAsked, since }: CheckPlace,
  fault: string | null,
): Promise<void> {
  await db.query(
    `UPDATE network_check SET begun_at = NULL, checked_at = clock_timestamp(), since = $2, newest_asked = $3, fault = $4
     WHERE ori = $1`,
    [ori, since, newestAsked, fault],
  );
}

/** Finds the peers that were not checked for a day, by the database's clock. */
export async function findUnchecked(db: Queryable): Promise<string[]> {
  const rows = await findRows<{ ori: string }>(
    db,
    `SELECT p.ori FROM network_peer p LEFT JOIN network_check c USING (ori)
     WHERE (c.checked_at IS NULL OR c.checked_at < clock_timestamp() - interval '23 hours')
       AND EXISTS (SELECT FROM network_agreement n WHERE n.agency_id = p.agency_id AND n.status = 'in_force')
     ORDER BY c.checked_at NULLS FIRST, p.ori`,
  );
  return rows.map(({ ori }) => ori);
}

/** Returns the indices of our entries about an agency: those after one, and those that are named. */
export async function findOurEntries(
  db: Queryable,
  agencyId: number,
  after: number,
  named: readonly number[],
): Promise<number[]> {
  const rows = await findRows<{ index: number }>(
    db,
    `SELECT index::float8 AS index FROM audit_search
     WHERE kind IN ('peer_asked', 'peer_answered') AND agency_id = $1 AND (index > $2 OR index = ANY ($3::bigint[]))
     ORDER BY index`,
    [agencyId, after, named],
  );
  return rows.map(({ index }) => index);
}

/** Finds those of the questions, by the entries that they name, to which an answer may still be collected. */
export function findOpenQuestions(
  db: Queryable,
  ori: string,
  asked: readonly number[],
): Promise<{ readonly ask: string; readonly transaction: string; readonly asked: number }[]> {
  return findRows(
    db,
    `SELECT a.id AS ask, a.transaction, p.asked_index::float8 AS asked
     FROM network_ask_peer p JOIN network_ask a ON a.id = p.ask_id
     WHERE p.ori = $1 AND p.asked_index = ANY ($2::bigint[]) AND p.state IN ('pending', 'held', 'no_answer')`,
    [ori, asked],
  );
}

/** A difference with the public entries of both logs, where there is one. */
export interface ReportedDifference extends Difference {
  readonly theirText: string | null;
  readonly ourText: string | null;
}

/** Keeps the new ones of these. Resolves to them. */
export async function keepDifferences(
  db: Queryable,
  ori: string,
  entry: number,
  found: readonly ReportedDifference[],
): Promise<void> {
  await db.query(
    `INSERT INTO network_difference (ori, entry, kind, theirs, ours, their_text, our_text)
     SELECT $1, $2, d.* FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[]) AS d
     ON CONFLICT DO NOTHING`,
    [ori, entry, ...columnsOf(found, 'kind', 'theirs', 'ours', 'theirText', 'ourText')],
  );
}

/** Returns those of these differences that are not known yet. */
export async function onlyNew<Found extends Difference>(
  db: Queryable,
  ori: string,
  found: readonly Found[],
): Promise<Found[]> {
  const known = await findRows<Pick<Difference, 'kind' | 'ours' | 'theirs'>>(
    db,
    'SELECT kind, theirs::float8 AS theirs, ours::float8 AS ours FROM network_difference WHERE ori = $1',
    [ori],
  );
  const nameOf = ({ kind, ours, theirs }: Difference) => `${kind} ${theirs} ${ours}`;
  const names = new Set(known.map(nameOf));
  return found.filter((one) => !names.has(nameOf(one)));
}

export async function forgetOldDifferences(db: Queryable): Promise<void> {
  await db.query(
    "DELETE FROM network_difference WHERE found_at < statement_timestamp() - interval '365 days'",
  );
}

export interface Checked {
  readonly checkedAt: string | null;
  readonly fault: string | null;
  /** Newest first, at most a hundred. */
  readonly differences: readonly (ReportedDifference & { readonly foundAt: string })[];
}

export async function findChecked(db: Queryable): Promise<ReadonlyMap<string, Checked>> {
  const rows = await findRows<Checked & { ori: string }>(
    db,
    `SELECT c.ori, c.checked_at AS "checkedAt", c.fault, coalesce((SELECT json_agg(d ORDER BY d."foundAt" DESC) FROM (
       SELECT kind, theirs, ours, their_text AS "theirText", our_text AS "ourText",
         to_char(found_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "foundAt"
       FROM network_difference d WHERE d.ori = c.ori ORDER BY found_at DESC, id DESC LIMIT 100) d), '[]') AS differences
     FROM network_check c`,
  );
  return new Map(
    rows.map(({ ori, checkedAt, ...row }) => [
      ori,
      { ...row, checkedAt: checkedAt === null ? null : new Date(checkedAt).toISOString() },
    ]),
  );
}
