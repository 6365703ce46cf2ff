/**
 * Tells readiness whether an entry could be appended now. Reading is not enough: P4 is about writing the log.
 */
import type pg from 'pg';
import { inTransaction } from '../database/db-transaction.ts';
import { probeWriting } from './log-writer-store.ts';
import { appendOwnerEvent } from './owner-event.ts';

/** Milliseconds for which one look serves all: anyone may ask, and each look locks the head for a moment. */
const GOOD_FOR = 1_000;

/** PostgreSQL's `disk_full` and `io_error`. */
const STORAGE_FAULTS: ReadonlySet<unknown> = new Set(['53100', '58030']);

export interface LogCheck {
  /** Rejects while the log cannot be written: no database, no space, no privilege, a lock held. */
  readonly check: () => Promise<void>;
  /** Takes note of a commit that failed. */
  readonly failed: (error: unknown) => void;
}

/**
 * Creates a check that takes the head's lock and inserts, as a commit does, then rolls back. On a full disk
 * that proves little: rows that are rolled back may find room in existing pages. So once a commit has failed
 * for want of space, the log counts as writable only after an entry about the fault is durable.
 * @param now ms, monotonic
 */
export function createLogCheck(pool: pg.Pool, now: () => number): LogCheck {
  let last: { readonly at: number; readonly result: Promise<void> } | null = null;
  let isFull = false;
  const look = async () => {
    if (!isFull) return probe(pool);
    const owner = { fault: 'log_not_writable' };
    await inTransaction(pool, (trx) => appendOwnerEvent(trx, { kind: 'fault', agency: null, owner }));
    isFull = false;
  };
  return {
    check: () => {
      if (last === null || now() - last.at > GOOD_FOR) last = { at: now(), result: look() };
      return last.result;
    },
    failed: (error) => {
      const { cause, code } = error as { cause?: { code?: unknown }; code?: unknown };
      if (!STORAGE_FAULTS.has(cause?.code) && !STORAGE_FAULTS.has(code)) return;
      isFull = true;
      last = null;
    },
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
