/** The first entry of a log, and the agreement of this process with the log that it finds. */
import type pg from 'pg';
import { insertBatch, lockMissingLog } from './log-writer-store.ts';
import { emptyRoot } from './merkle.ts';
import { sealEvents } from './seal-events.ts';

/** Appends `log_created` at index 0 unless the log exists. Safe to call from every node at start. */
export async function createLog(pool: pg.Pool, origin: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const now = await lockMissingLog(client);
    if (now !== null) {
      const event = {
        kind: 'log_created',
        agency: null,
        grant: null,
        effect: null,
        mark: false,
        asker: {},
        owner: { origin },
      } as const;
      const head = { size: 0, root: emptyRoot, frontier: [], now };
      await insertBatch(
        client,
        sealEvents(head, [event], () => 0),
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
