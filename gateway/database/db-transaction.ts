/** One transaction, opened by a use case and passed down to the stores. */
import type pg from 'pg';
import { GatewayError } from '../errors.ts';

/** A connection inside an open transaction: for functions that must be part of their caller's. */
export type Transaction = pg.PoolClient;

/**
 * Runs `work` in a READ COMMITTED transaction (said, not assumed: locks guard only what later statements read).
 * @throws whatever `work` throws, after ROLLBACK; GatewayError `unavailable` if the COMMIT did not commit or
 * its outcome is unknown.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (trx: Transaction) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(client);
    await commit(client);
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function connect(pool: pg.Pool): Promise<Transaction> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new GatewayError('unavailable', 'the database cannot be reached; nothing was changed', { cause });
  }
}

async function commit(client: Transaction): Promise<void> {
  let command: string;
  try {
    ({ command } = await client.query('COMMIT'));
  } catch (cause) {
    throw new GatewayError(
      'unavailable',
      'it is not known whether the change was committed; look before you repeat it',
      {
        cause,
      },
    );
  }
  // A COMMIT after an error answers ROLLBACK and does not throw.
  if (command !== 'COMMIT') throw new GatewayError('unavailable', 'the change was rolled back; repeat it');
}
