/** What is asked of the gateway's log-in in these tests, and what it must answer. */
import { expect } from '@jest/globals';
import type pg from 'pg';

/** Runs the statements in one transaction as the gateway's log-in, up to COMMIT. @throws the database's error */
export async function attempt(
  pool: pg.Pool,
  ...statements: readonly (string | [string, unknown[]])[]
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) {
      if (typeof statement === 'string') await client.query(statement);
      else await client.query(...statement);
    }
    await client.query('COMMIT');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** Refused for want of a right (42501), or by a constraint of the table (class 23). */
export async function refused(pool: pg.Pool, ...statements: Parameters<typeof attempt>[1][]): Promise<void> {
  await expect(attempt(pool, ...statements)).rejects.toMatchObject({
    code: expect.stringMatching(/^(42501|23...)$/),
  });
}
