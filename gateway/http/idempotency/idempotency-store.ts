/** Stores idempotency keys. Each statement stands alone: the key is not part of the change. */
import type pg from 'pg';

/** An answer as it was first given. */
export interface StoredAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  readonly location: string | null;
}

export interface IdempotencyKey {
  /** The asker: a person, or a partner's system. */
  readonly holder: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'busy' | 'other_request' };

/**
 * Claims the key, or says what became of it. A key counts for a day, and a claim without answer for a minute;
 * older rows are purged by time, and until then are ignored.
 */
export async function claimKey(pool: pg.Pool, { holder, key, requestHash }: IdempotencyKey): Promise<Claim> {
  const claimed = await pool.query(
    `INSERT INTO idempotency_key AS k (holder, key, request_hash, claimed_at)
     VALUES ($1, $2, $3, clock_timestamp())
     ON CONFLICT (holder, key) DO UPDATE
       SET claimed_at = excluded.claimed_at, request_hash = excluded.request_hash,
         status = NULL, body = NULL, location = NULL
       WHERE k.claimed_at < clock_timestamp() - interval '1 day'
         OR (k.status IS NULL AND k.request_hash = excluded.request_hash
           AND k.claimed_at < clock_timestamp() - interval '1 minute')
     RETURNING 1`,
    [holder, key, requestHash],
  );
  if (claimed.rows.length > 0) return { kind: 'claimed' };
  const { rows } = await pool.query(
    `SELECT request_hash = $3 AS same, status, body, location FROM idempotency_key WHERE holder = $1 AND key = $2`,
    [holder, key, requestHash],
  );
  const row = rows[0];
  // The row went between the two statements: its first request has just failed.
  if (row === undefined) return { kind: 'busy' };
  if (!row.same) return { kind: 'other_request' };
  if (row.status === null) return { kind: 'busy' };
  return { kind: 'answered', answer: { status: row.status, body: row.body, location: row.location } };
}

export async function storeAnswer(
  pool: pg.Pool,
  { holder, key }: IdempotencyKey,
  { status, body, location }: StoredAnswer,
): Promise<void> {
  await pool.query(
    'UPDATE idempotency_key SET status = $3, body = $4, location = $5 WHERE holder = $1 AND key = $2',
    [holder, key, status, body, location],
  );
}

/** Lets a key go whose request changed nothing. */
export async function releaseKey(pool: pg.Pool, { holder, key }: IdempotencyKey): Promise<void> {
  await pool.query('DELETE FROM idempotency_key WHERE holder = $1 AND key = $2 AND status IS NULL', [
    holder,
    key,
  ]);
}
