/** A copy of the database in the hands of its owner, without the triggers that keep the log. */
import type pg from 'pg';
import { appendLeaves, leafHash } from '../../../gateway/audit/merkle.ts';
import type { Scratch } from './tampering.ts';

const TABLES = ['log_entry', 'log_checkpoint', 'log_tile', 'audit_detail'];

export async function openScratch(owner: pg.Pool): Promise<Scratch> {
  const turn = (what: 'ENABLE' | 'DISABLE') =>
    owner.query(TABLES.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER`).join('; '));
  await turn('DISABLE');
  const { rows } = await owner.query<{ entry: string }>('SELECT entry FROM log_entry ORDER BY index');
  return {
    owner,
    entries: rows.map(({ entry }) => entry),
    rewrite: (entries) => rewrite(owner, entries),
    restore: async () => void (await turn('ENABLE')),
  };
}

async function rewrite(owner: pg.Pool, entries: readonly string[]): Promise<void> {
  const leaves = entries.map((entry) => leafHash(Buffer.from(entry)));
  const { frontier, root, size } = appendLeaves([], 0, leaves);
  const client = await owner.connect();
  try {
    await client.query(
      'BEGIN; SET CONSTRAINTS ALL DEFERRED; DELETE FROM log_tile; DELETE FROM log_checkpoint',
    );
    await client.query('DELETE FROM log_entry WHERE index >= $1', [size]);
    await client.query(
      `INSERT INTO log_entry (index, entry, leaf_hash)
       SELECT n - 1, entry, leaf_hash FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS e (entry, leaf_hash, n)
       ON CONFLICT (index) DO UPDATE SET entry = excluded.entry, leaf_hash = excluded.leaf_hash
       WHERE log_entry.entry <> excluded.entry`,
      [entries, leaves],
    );
    await client.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
      ...[size, root],
      frontier,
    ]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
