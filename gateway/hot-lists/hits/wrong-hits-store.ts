/** Stores what officers and reviewers said to be wrong about the hits of a plate and entry. */
import { CHANNELS } from '../../database/channels.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, findRows, findValue, type Queryable, readRow } from '../../database/queryable.ts';
import type { Proposed } from '../../registry/two-people/second-word.ts';
import { type Caution, type Hit, SAID_OF_HIT } from '../lists/hits-store.ts';

/** Selects what is in force for the hit `$1`. */
const IN_FORCE = `FROM wrong_hit w JOIN hit h ON h.id = $1
  LEFT JOIN hot_list_entry e ON e.list_id = h.list_id AND e.position = h.position
  WHERE ${SAID_OF_HIT}`;

export interface Said {
  readonly hitId: string;
  readonly is: Caution['is'];
  readonly note: string | null;
  /** Log index of its entry. */
  readonly index: number;
  /** The officer who reports it, or the reviewer who finds it. */
  readonly by: { readonly agencyId: number; readonly officer: string } | { readonly reviewer: string };
}

/** A reviewer's word confirms the reports of the same plate and entry. */
export async function insertSaid(trx: Transaction, { by, hitId, index, is, note }: Said): Promise<void> {
  const officer = 'officer' in by ? by : null;
  const reviewer = 'reviewer' in by ? by.reviewer : null;
  await trx.query(
    `INSERT INTO wrong_hit (list_id, position, plate, hit_id, said, note, status, agency_id, officer, index, found_by, found_at)
     SELECT h.list_id, h.position, h.read::json ->> 'plate', h.id, $2, $3,
       CASE WHEN $7::uuid IS NULL THEN 'reported_wrong' ELSE 'wrong' END, $4, $5, $6, $7,
       CASE WHEN $7::uuid IS NOT NULL THEN clock_timestamp() END
     FROM hit h WHERE h.id = $1`,
    [hitId, is, note, officer?.agencyId ?? null, officer?.officer ?? null, index, reviewer],
  );
  if (reviewer === null) return;
  await trx.query(
    `UPDATE wrong_hit SET status = 'wrong', found_by = $2, found_at = clock_timestamp()
     WHERE id IN (SELECT w.id ${IN_FORCE} AND w.status = 'reported_wrong')`,
    [hitId, reviewer],
  );
}

/** Returns the log index of a reviewer's finding on this hit; null if there is none. */
export const findReviewersWord = (db: Queryable, hitId: string) =>
  findValue<number>(
    db,
    `SELECT index FROM wrong_hit WHERE hit_id = $1 AND agency_id IS NULL AND status = 'wrong' ORDER BY index LIMIT 1`,
    [hitId],
  );

/** Holds what lifting a caution needs to know of each report. */
export interface SaidInForce {
  readonly index: number;
  readonly agencyId: number | null;
  readonly agency: string | null;
  readonly officer: string | null;
  readonly officerId: string | null;
}

/** Finds what is in force for the hit, the first first. */
export const findSaid = (db: Queryable, hitId: string) =>
  findRows<SaidInForce>(
    db,
    `SELECT said.index, said.agency_id AS "agencyId", a.ori AS agency, said.officer, o.id AS "officerId"
     FROM (SELECT w.* ${IN_FORCE}) said LEFT JOIN agency a ON a.id = said.agency_id
     LEFT JOIN officer o ON o.agency_id = said.agency_id AND o.reference = said.officer ORDER BY said.index`,
    [hitId],
  );

export interface ReportsOfOfficer {
  readonly today: number;
  /** Log indices of those of the last 30 days. */
  readonly inThirtyDays: readonly number[];
  /** Log index of the report of this hit; null if there is none. */
  readonly ofHit: number | null;
  /** Null if the officer was never enrolled. */
  readonly officerId: string | null;
  /** Seconds until the day (UTC) ends. */
  readonly dayEndsIn: number;
}

/** Counts an officer's reports. INVARIANT: under the head lock, which each report takes. */
export const countReports = (
  db: Queryable,
  {
    agencyId,
    hitId,
    officer,
  }: { readonly agencyId: number; readonly officer: string; readonly hitId: string },
) =>
  readRow<ReportsOfOfficer>(
    db,
    `SELECT count(*) FILTER (WHERE said_at >= day.began) AS today,
       coalesce(json_agg(index ORDER BY index) FILTER (WHERE index IS NOT NULL), '[]') AS "inThirtyDays",
       (SELECT index FROM wrong_hit WHERE hit_id = $3 AND agency_id = $1 AND officer = $2) AS "ofHit",
       (SELECT id FROM officer WHERE agency_id = $1 AND reference = $2) AS "officerId",
       ceil(extract(epoch FROM day.began + interval '1 day' - clock_timestamp()))::integer AS "dayEndsIn"
     FROM (SELECT date_trunc('day', clock_timestamp() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS began) day
     LEFT JOIN wrong_hit ON agency_id = $1 AND officer = $2 AND said_at > clock_timestamp() - interval '30 days'
     GROUP BY day.began`,
    [agencyId, officer, hitId],
  );

/** Finds the proposal to lift it, of 72 hours at most, by a person who stands by it. */
export const findLiftProposal = (db: Queryable, hitId: string) =>
  findRow<Proposed>(
    db,
    `SELECT w.proposed_by AS "proposedBy", w.proposed_entry AS entry ${IN_FORCE}
       AND w.proposed_at >= clock_timestamp() - interval '72 hours' AND stands_by(w.proposed_by, w.proposed_at)
       AND (holds_role(w.proposed_by, 'reviewer') OR holds_role(w.proposed_by, 'sharing_admin'))
     ORDER BY w.proposed_entry DESC LIMIT 1`,
    [hitId],
  );

export async function proposeLift(
  trx: Transaction,
  hitId: string,
  proposedBy: string,
  entry: number,
): Promise<void> {
  await trx.query(
    `UPDATE wrong_hit SET proposed_by = $2, proposed_at = clock_timestamp(), proposed_entry = $3
     WHERE id IN (SELECT w.id ${IN_FORCE})`,
    [hitId, proposedBy, entry],
  );
}

/** Also lifts reports made after the proposal: the second person has seen them. */
export async function liftSaid(
  trx: Transaction,
  hitId: string,
  { proposedBy, entry }: Proposed,
  liftedBy: string,
): Promise<void> {
  await trx.query(
    `UPDATE wrong_hit SET status = 'lifted', lifted_by = $4, lifted_at = clock_timestamp(), plate = NULL, note = NULL,
       proposed_by = $2, proposed_at = coalesce(proposed_at, clock_timestamp()), proposed_entry = $3
     WHERE id IN (SELECT w.id ${IN_FORCE})`,
    [hitId, proposedBy, entry, liftedBy],
  );
}

/** Lets the hit's agency be told of a caution that began, changed or was lifted. */
export async function tellCaution(
  trx: Transaction,
  { agencyId, id }: Pick<Hit, 'id' | 'agencyId'>,
): Promise<void> {
  const { rowCount } = await trx.query(
    `INSERT INTO outbox (kind, target, agency_id)
     SELECT 'hit_caution', $1, agency_id FROM partner_endpoint WHERE agency_id = $2 AND approved_by IS NOT NULL
     ON CONFLICT (kind, target) WHERE status = 'waiting' DO UPDATE SET run_at = clock_timestamp()`,
    [id, agencyId],
  );
  if (rowCount !== 0) await trx.query(`SELECT pg_notify('${CHANNELS.outbox}', '')`);
}

/** Ends the cautions of entries that changed or left their list: plates and notes go with them. */
export async function endCautions(db: Queryable): Promise<void> {
  await db.query(
    `UPDATE wrong_hit w SET ended_at = clock_timestamp(), plate = NULL, note = NULL WHERE w.ended_at IS NULL
       AND NOT EXISTS (SELECT FROM hot_list_entry e WHERE e.list_id = w.list_id AND e.position = w.position)`,
  );
}
