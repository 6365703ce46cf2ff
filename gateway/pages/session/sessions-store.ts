/**
 * Stores sessions of people at the pages. The database has the hash of the cookie and, sealed with a key made
 * of the cookie, the tokens: neither a copy of the database nor its owner can act for somebody signed in.
 */
import type pg from 'pg';
import { countChanged, type Queryable } from '../../database/queryable.ts';

/** A session ends this long after the last request, and this long after the sign-in, whichever is first (minutes). */
export const IDLE_MINUTES = 30;
export const LONGEST_MINUTES = 12 * 60;

export interface SessionRow {
  readonly issuer: string;
  readonly subject: string;
  readonly sealed: Buffer;
}

export interface NewSession extends SessionRow {
  /** The SHA-256 of the cookie's value. */
  readonly id: Buffer;
  /** The issuer's own name of its session, for a logout that it tells us of. */
  readonly sid: string | null;
}

/** The SQL condition for a row of `page_session` that is still in force. */
export const STANDS = `created_at > now() - interval '${LONGEST_MINUTES} minutes' AND seen_at > now() - interval '${IDLE_MINUTES} minutes'`;

export async function insertSession(db: Queryable, session: NewSession): Promise<void> {
  const { id, issuer, sealed, sid, subject } = session;
  await db.query(`INSERT INTO page_session (id, issuer, subject, sid, sealed) VALUES ($1, $2, $3, $4, $5)`, [
    id,
    issuer,
    subject,
    sid,
    sealed,
  ]);
}

/** Finds one in force; null for any other. @param isActivity true if this counts as its last activity */
export async function findSession(
  db: Queryable,
  id: Buffer,
  isActivity: boolean,
): Promise<SessionRow | null> {
  const { rows } = await db.query<SessionRow & { readonly stale: boolean }>(
    `SELECT issuer, subject, sealed, seen_at < now() - interval '1 minute' AS stale
     FROM page_session WHERE id = $1 AND ${STANDS}`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  if (row.stale && isActivity) await db.query('UPDATE page_session SET seen_at = now() WHERE id = $1', [id]);
  return row;
}

/**
 * Renews its tokens one after the other, since an issuer may take each refresh token once. `work` is given
 * the row as it is now, and returns what to keep instead; null keeps it.
 */
export async function renewSession(
  pool: pg.Pool,
  id: Buffer,
  work: (sealed: Buffer) => Promise<Buffer | null>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ sealed: Buffer }>(
      `SELECT sealed FROM page_session WHERE id = $1 AND ${STANDS} FOR UPDATE`,
      [id],
    );
    const [row] = rows;
    const renewed = row === undefined ? null : await work(row.sealed);
    if (renewed !== null)
      await client.query('UPDATE page_session SET sealed = $2 WHERE id = $1', [id, renewed]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

export async function deleteSession(db: Queryable, id: Buffer): Promise<void> {
  await db.query('DELETE FROM page_session WHERE id = $1', [id]);
}

/** Deletes those of one sign-in at the issuer if it is named, else all of the person's. @returns how many */
export const deleteSessionsOf = (
  db: Queryable,
  {
    issuer,
    sid,
    subject,
  }: { readonly issuer: string; readonly subject: string | null; readonly sid: string | null },
) =>
  countChanged(
    db,
    `DELETE FROM page_session WHERE issuer = $1 AND ($2::text IS NULL OR subject = $2)
       AND ($3::text IS NULL OR sid = $3) AND ($2::text IS NOT NULL OR $3::text IS NOT NULL)`,
    [issuer, subject, sid],
  );

/** Deletes those that have ended by themselves. */
export async function forgetEndedSessions(db: Queryable): Promise<void> {
  await db.query(`DELETE FROM page_session WHERE NOT (${STANDS})`);
}
