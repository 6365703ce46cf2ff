/** Keeps the outbox: what is to be done, by whom, and whether it was. Redis knows only ids of its rows. */
import { CHANNELS } from '../database/channels.ts';
import { findRow, findRows, type Queryable } from '../database/queryable.ts';

export type JobKind =
  | 'hit_notice'
  | 'hit_caution'
  | 'list_push'
  | 'list_fetch'
  | 'vendor_list'
  | 'mail_notice';

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly target: string;
  readonly agencyId: number | null;
  /** The number of attempts, this one included. */
  readonly attempts: number;
  /** The worker that holds it. */
  readonly worker: string;
}

/**
 * Makes jobs of what is due by the clock: lists to fetch, pushes that lag. Resolves to how many. The row is
 * locked and so read again: else a job that ended since this statement began would be made a second time.
 */
export async function enqueueDue(db: Queryable): Promise<number> {
  const fetches = await db.query(
    `INSERT INTO outbox (kind, target) SELECT 'list_fetch', id FROM list_source WHERE next_at <= clock_timestamp()
     FOR NO KEY UPDATE SKIP LOCKED
     ON CONFLICT (kind, target) WHERE status = 'waiting' DO NOTHING`,
  );
  const pushes = await db.query(
    `INSERT INTO outbox (kind, target, agency_id)
     SELECT 'list_push', p.id, p.agency_id FROM list_push p JOIN partner_endpoint t USING (agency_id)
     WHERE t.approved_by IS NOT NULL AND (EXISTS (SELECT FROM hot_list_entry e WHERE e.list_id = p.list_id AND e.position > p.position AND NOT e.restricted)
         OR EXISTS (SELECT FROM hot_list_removal r WHERE r.list_id = p.list_id AND r.position > greatest(p.position, p.began) AND NOT r.restricted))
       -- One that was refused waits for a new grant, an endpoint's approval or an hour, not for the next second: each refusal is an
       -- entry of the log.
       AND NOT EXISTS (SELECT FROM outbox o WHERE o.target = p.id AND o.status IN ('refused', 'dead')
         AND o.ended_at > greatest(clock_timestamp() - interval '1 hour', t.approved_at)
         AND NOT EXISTS (SELECT FROM sharing_grant g WHERE g.agency_id = p.agency_id AND g.status = 'active'
           AND g.approved_at > o.ended_at))
     FOR NO KEY UPDATE OF p SKIP LOCKED
     ON CONFLICT (kind, target) WHERE status = 'waiting' DO NOTHING`,
  );
  return (fetches.rowCount ?? 0) + (pushes.rowCount ?? 0);
}

export interface DueJob {
  readonly id: string;
  /** The number of the attempt that would begin. */
  readonly attempt: number;
  /** Seconds for which it could have been taken. */
  readonly late: number;
}

/** Returns jobs that may be taken now, oldest first. */
export const findDue = (db: Queryable, limit: number) =>
  findRows<DueJob>(
    db,
    `SELECT id, attempts + 1 AS attempt,
       extract(epoch FROM clock_timestamp() - greatest(run_at, leased_until))::float8 AS late FROM outbox
     WHERE status = 'waiting' AND run_at <= clock_timestamp()
       AND (leased_until IS NULL OR leased_until < clock_timestamp())
     ORDER BY run_at LIMIT $1`,
    [limit],
  );

/** Takes a job; null if another worker has it or it is over. A lease that ran out is anybody's. */
export const claimJob = (db: Queryable, id: string, worker: string, leaseMs: number) =>
  findRow<Job>(
    db,
    `UPDATE outbox SET worker = $2, leased_until = clock_timestamp() + $3 * interval '1 millisecond', attempts = attempts + 1
     WHERE id = $1 AND status = 'waiting' AND run_at <= clock_timestamp()
       AND (leased_until IS NULL OR leased_until < clock_timestamp())
     RETURNING id, kind, target, agency_id AS "agencyId", attempts, worker`,
    [id, worker, leaseMs],
  );

/** Renews the lease: a live worker keeps its job; a dead one loses it when the lease runs out. */
export async function renewLease(db: Queryable, { id, worker }: Job, leaseMs: number): Promise<void> {
  await db.query(
    `UPDATE outbox SET leased_until = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE id = $1 AND worker = $2 AND status = 'waiting'`,
    [id, worker, leaseMs],
  );
}

/**
 * Ends a job, in the transaction of its effect. `refused`: the decision forbade it, and its entry says so.
 * @throws Error if the job has another worker by now: then the caller's effect is rolled back with it
 */
export async function endJob(trx: Queryable, { id, worker }: Job, status: 'done' | 'refused'): Promise<void> {
  const { rowCount } = await trx.query(
    `UPDATE outbox SET status = $3, ended_at = clock_timestamp(), leased_until = NULL
     WHERE id = $1 AND worker = $2 AND status = 'waiting'`,
    [id, worker, status],
  );
  if (rowCount !== 1) throw new Error('the job was taken over by another worker');
}

/** Puts a failed job back, or away for good. `fault` is a code, never a text from outside. */
export async function failJob(
  db: Queryable,
  { id, worker }: Job,
  fault: string,
  retryInMs: number | null,
): Promise<void> {
  await db.query(
    `UPDATE outbox SET fault = $3, leased_until = NULL,
       run_at = CASE WHEN $4::float8 IS NULL THEN run_at ELSE clock_timestamp() + $4 * interval '1 millisecond' END,
       status = CASE WHEN $4::float8 IS NULL THEN 'dead' ELSE status END,
       ended_at = CASE WHEN $4::float8 IS NULL THEN clock_timestamp() END
     WHERE id = $1 AND worker = $2 AND status = 'waiting'`,
    [id, worker, fault, retryInMs],
  );
}

/** Wakes every node that has jobs, once the transaction is committed. */
export async function wakeJobs(trx: Queryable): Promise<void> {
  await trx.query(`SELECT pg_notify('${CHANNELS.outbox}', '')`);
}

export interface OutboxState {
  readonly waiting: number;
  readonly dead: number;
  /** Seconds that the oldest due job has waited. */
  readonly lag: number;
}

export async function readOutbox(db: Queryable): Promise<OutboxState> {
  const { rows } = await db.query(
    `SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting, count(*) FILTER (WHERE status = 'dead') AS dead,
       coalesce(extract(epoch FROM clock_timestamp() - min(run_at) FILTER (WHERE status = 'waiting')), 0)::float8 AS lag
     FROM outbox WHERE status IN ('waiting', 'dead')`,
  );
  const { waiting, dead, lag } = rows[0];
  return { waiting, dead, lag: Math.max(0, lag) };
}
