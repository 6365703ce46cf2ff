/** Checks that no pooler is in between: the gateway listens, holds locks, and ends sessions by number. */
import type pg from 'pg';
import { DatabaseFault } from './in-database.ts';

/** @throws DatabaseFault where a pooler such as PgBouncer stands in between, in whatever mode */
export async function checkDirect(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    // `pg` keeps the number that it was told at the door, but does not declare it.
    if (rows[0].pid === (client as unknown as { readonly processID: number }).processID) return;
  } finally {
    client.release();
  }
  throw new DatabaseFault(
    'DATABASE_URL leads through a connection pooler, which hides what revocation relies on; next: name in it PostgreSQL ' +
      'itself, or the proxy that leads to the primary (gateway/docs/database.md)',
    true,
    undefined,
  );
}
