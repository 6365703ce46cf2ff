/** For readiness: whether an entry could be appended now. Reading the log is not enough: P4 is about writing it. */
import type pg from 'pg';
import { probeWriting } from './log-writer-store.ts';

/**
 * Anyone may ask for readiness, and each look takes the head's lock for a moment: so one look serves all who ask, ms.
 */
const GOOD_FOR = 1_000;

/**
 * Takes the head's lock and inserts, as a commit does, then rolls back.
 * @param now ms, monotonic
 * @returns a check that rejects while the log cannot be written: no database, no space, no privilege, a lock held
 */
export function createLogCheck(pool: pg.Pool, now: () => number): () => Promise<void> {
  let last: { readonly at: number; readonly result: Promise<void> } | null = null;
  return () => {
    if (last === null || now() - last.at > GOOD_FOR) last = { at: now(), result: probe(pool) };
    return last.result;
  };
}

async function probe(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '1500ms'`);
    await probeWriting(client);
  } finally {
    await client.query('ROLLBACK').catch((fault: Error) => {
      broken = fault;
    });
    client.release(broken);
  }
}
