/** For readiness: whether an entry could be appended now. Reading the log is not enough: P4 is about writing it. */
import type pg from 'pg';
import { HEAD_LOCK_STATEMENT } from './head-lock.ts';

/** Anyone may ask for readiness, and each look takes the head's lock for a moment: so one look serves all who ask, ms. */
const GOOD_FOR = 1_000;

/** Into every table that an entry needs, under an index that no log reaches; no row is ever committed. */
const PROBE = `
  INSERT INTO log_entry (index, entry, leaf_hash) VALUES (9007199254740991, '', decode(repeat('00', 32), 'hex'));
  INSERT INTO log_checkpoint (size, root, frontier)
  VALUES (9007199254740991, decode(repeat('00', 32), 'hex'), '{}');
  INSERT INTO audit_detail (index, day, at, kind, asker_salt, asker_detail, owner_salt, owner_detail)
  VALUES (9007199254740991, (now() AT TIME ZONE 'UTC')::date, now(), 'probe', '', '', '', '')`;

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
    await client.query(HEAD_LOCK_STATEMENT);
    await client.query(PROBE);
  } finally {
    await client.query('ROLLBACK').catch((fault: Error) => {
      broken = fault;
    });
    client.release(broken);
  }
}
