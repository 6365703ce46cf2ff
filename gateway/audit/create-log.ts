/** The first entry of a log, and the agreement of this process with the log that it finds. */
import type pg from 'pg';
import { HEAD_STATEMENT, INSERT_STATEMENT, insertValues, sealEvents } from './append-events.ts';
import { HEAD_LOCK_STATEMENT } from './head-lock.ts';
import { emptyRoot } from './merkle.ts';

/** Appends `log_created` at index 0 unless the log exists. Safe to call from every node at start. */
export async function createLog(pool: pg.Pool, origin: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    await client.query(HEAD_LOCK_STATEMENT);
    const head = (await client.query(HEAD_STATEMENT)).rows[0];
    if (head === undefined) {
      const now = (await client.query('SELECT clock_timestamp() AS now')).rows[0].now as Date;
      const event = {
        kind: 'log_created',
        agency: null,
        grant: null,
        effect: null,
        mark: false,
        asker: {},
        owner: { origin },
      } as const;
      await client.query(
        INSERT_STATEMENT,
        insertValues(sealEvents({ size: 0, root: emptyRoot, frontier: [], now }, [event], () => 0)),
      );
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
