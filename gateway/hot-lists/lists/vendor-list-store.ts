/** Tells which standing queries the vendor's list must hold, and when it was last seen to hold them. */
import type { WaitingPlate } from '../../../sharing-rules/hot-lists/vendor-list.ts';
import type { Officer, Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRows, type Queryable, readRow } from '../../database/queryable.ts';
import { type Job, wakeJobs } from '../../jobs/outbox-store.ts';
import { ASKER_STANDS } from './hits-store.ts';

/** A waiting plate with those whose right it depends on. */
export interface StandingPlate extends WaitingPlate {
  /** The asker who entered it. */
  readonly subject: Subject;
  /** The officer whom the query names; null if it names none. */
  readonly officer: Officer | null;
}

/**
 * Finds plates in force: the grant is, who entered the query may sign in, and it has not expired. The vendor
 * stops by itself at the end of the grant or agreement, if that is first, even without a gateway to tell it.
 */
export const findWaitingPlates = (db: Queryable) =>
  findRows<StandingPlate>(
    db,
    `SELECT s.position, s.query -> 'plate' ->> 'number' AS plate, s.query -> 'purpose' ->> 'code' AS purpose,
       s.subject, s.query -> 'onBehalfOf' AS officer,
       least(extract(epoch FROM s.expires_at), extract(epoch FROM g.valid_until),
         extract(epoch FROM a.agreement_expires_on))::float8 * 1000 AS "expiresAt"
     FROM standing_query s JOIN agency a ON a.id = s.agency_id
     JOIN sharing_grant g ON g.id = s.grant_id AND g.status = 'active' AND g.valid_until > clock_timestamp()
     WHERE s.expires_at > clock_timestamp() AND ${ASKER_STANDS}`,
  );

/**
 * Makes a job where the vendor's list was last in step with something else than this, or was not looked at for five
 * minutes. One that failed for good is made again ten minutes later, for as long as it takes. Resolves to the job's id
 * where one is due.
 * @param wanted digest of what the list must hold
 */
export async function enqueueVendorSync(db: Queryable, wanted: string): Promise<string | null> {
  const { rowCount } = await db.query(
    `INSERT INTO outbox (kind, target) SELECT 'vendor_list', v.id FROM vendor_list v
     WHERE (v.wanted IS DISTINCT FROM $1 OR v.verified_at < clock_timestamp() - interval '5 minutes')
       AND NOT EXISTS (SELECT FROM outbox o WHERE o.kind = 'vendor_list' AND o.status = 'dead'
         AND o.ended_at > clock_timestamp() - interval '10 minutes')
     ON CONFLICT (kind, target) WHERE status = 'waiting' DO NOTHING`,
    [wanted],
  );
  if (rowCount === 1) await wakeJobs(db);
  const { rows } = await db.query(
    `SELECT id FROM outbox WHERE kind = 'vendor_list' AND status = 'waiting' AND run_at <= clock_timestamp()
       AND (leased_until IS NULL OR leased_until < clock_timestamp())`,
  );
  return rows[0]?.id ?? null;
}

/** The list that was verified: its digest, its number of entries, and how many others get the alerts. */
export interface Verified {
  readonly wanted: string;
  readonly entries: number;
  readonly otherSubscriptions: number;
}

/** Records a verified list, which completes what earlier jobs could not do. */
export async function recordVerified(trx: Transaction, { target }: Job, verified: Verified): Promise<void> {
  const { entries, otherSubscriptions, wanted } = verified;
  await trx.query(
    `UPDATE vendor_list SET wanted = $2, entries = $3, other_subscriptions = $4, verified_at = clock_timestamp()
     WHERE id = $1`,
    [target, wanted, entries, otherSubscriptions],
  );
  await trx.query(`DELETE FROM outbox WHERE kind = 'vendor_list' AND target = $1 AND status = 'dead'`, [
    target,
  ]);
}

export interface VendorListState {
  /** The time when the vendor's list was last seen to be right; null if never. */
  readonly verifiedAt: Date | null;
  readonly entries: number;
  /** The subscriptions at the vendor that send its alerts to somebody else. */
  readonly otherSubscriptions: number;
  /** The code of what failed in the last attempt to bring it in step, while it is not in step. */
  readonly fault: string | null;
}

export const readVendorList = (db: Queryable) =>
  readRow<VendorListState>(
    db,
    `SELECT v.verified_at AS "verifiedAt", v.entries, v.other_subscriptions AS "otherSubscriptions",
       (SELECT o.fault FROM outbox o WHERE o.kind = 'vendor_list' AND o.target = v.id AND o.status IN ('waiting', 'dead')
        ORDER BY o.made_at DESC LIMIT 1) AS fault
     FROM vendor_list v`,
  );
