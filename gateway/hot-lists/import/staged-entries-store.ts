/** Rows staged for a list, and the difference that they make: found and written in the transaction that staged them. */
import type pg from 'pg';
import { ENTRY_COLUMNS } from './entry-text.ts';

/** `incoming`: the next version of a list, or what is added to it; `outgoing`: what is taken off. */
export type StagingTable = 'incoming' | 'outgoing';

/** Holds rows as `hot_list_entry` has them; dropped with the transaction. */
export async function createStaging(trx: pg.ClientBase, table: StagingTable): Promise<void> {
  await trx.query(`
    CREATE TEMP TABLE ${table} (key uuid, plate text COLLATE "C", plate_state text COLLATE "C", kind text,
      restricted boolean, category text, reference text, originator text, note text, effective_at timestamptz,
      expires_at timestamptz)
    ON COMMIT DROP`);
}

/** Entries that may be shared, and beside them the restricted ones. */
export interface EntryCounts {
  readonly shared: number;
  readonly restricted: number;
}

export interface AppliedChange {
  readonly added: EntryCounts;
  readonly removed: EntryCounts;
}

/** What `incoming` stands in the place of: `outgoing` and what these pieces gave, or the whole list. */
export type Replaced = { readonly pieces: readonly number[] } | 'everything';

const ROWS_OF_LIST = 'SELECT key, -copies FROM hot_list_entry WHERE list_id = $1';
const PIECES = `piece AS (
  DELETE FROM hot_list_piece WHERE list_id = $1 AND number = ANY ($2) RETURNING keys)`;
const ROWS_OF_PIECES = `SELECT key, -1 FROM outgoing UNION ALL
  SELECT encode(substr(keys, row * 16 + 1, 16), 'hex')::uuid, -1
  FROM piece CROSS JOIN generate_series(0, length(keys) / 16 - 1) AS row`;

const differenceTo = (before: string) => `difference AS (
  SELECT key, sum(rows)::integer AS rows FROM (SELECT key, 1 AS rows FROM incoming UNION ALL ${before}) AS row
  GROUP BY key HAVING sum(rows) <> 0)`;
const TO_LIST = `WITH ${differenceTo(ROWS_OF_LIST)}`;
const TO_PIECES = `WITH ${PIECES}, ${differenceTo(ROWS_OF_PIECES)}`;

/**
 * INVARIANT: the caller holds the list's row lock and has staged `incoming` in this transaction. An entry stands on the
 * list as long as one row of the file gives it, so rows are counted (`copies`), and only those of
 * what is replaced looked at.
 */
export async function applyIncoming(
  trx: pg.ClientBase,
  listId: string,
  replaced: Replaced,
): Promise<AppliedChange> {
  if (replaced === 'everything') return applyChange(trx, listId, TO_LIST, []);
  return applyChange(trx, listId, TO_PIECES, [replaced.pieces]);
}

const CAME = `SELECT DISTINCT key, 1 AS rows FROM incoming i
  WHERE NOT EXISTS (SELECT FROM hot_list_entry e WHERE e.list_id = $1 AND e.key = i.key)`;
const WENT = `SELECT key, -copies FROM hot_list_entry
  WHERE list_id = $1 AND key IN (SELECT key FROM outgoing EXCEPT SELECT key FROM incoming)`;

/** Puts on the list what was staged as `incoming`, and takes off what was staged as `outgoing` alone. */
export async function applyDifference(trx: pg.ClientBase, listId: string): Promise<AppliedChange> {
  return applyChange(trx, listId, `WITH difference AS (${CAME} UNION ALL ${WENT})`, []);
}

/** Puts on the list what was staged as `incoming`. */
export async function addIncoming(trx: pg.ClientBase, listId: string): Promise<EntryCounts> {
  return (await applyChange(trx, listId, `WITH difference AS (${CAME})`, [])).added;
}

const COUNTS =
  'count(*) FILTER (WHERE NOT restricted) AS shared, count(*) FILTER (WHERE restricted) AS restricted';

/**
 * @param find gives `key` and by how many rows that entry has more or fewer now; $1 is the list. Entries are looked up
 * one by one: the planner does not know how long a list is until its statistics come, and would read all of it.
 */
async function applyChange(
  trx: pg.ClientBase,
  listId: string,
  find: string,
  values: readonly unknown[],
): Promise<AppliedChange> {
  await trx.query(`SET LOCAL work_mem = '128MB'`);
  await trx.query(
    'CREATE TEMP TABLE change (key uuid, rows integer, entry tid, copies integer) ON COMMIT DROP',
  );
  await trx.query(
    `${find} INSERT INTO change SELECT difference.key, rows, entry, copies FROM difference LEFT JOIN LATERAL (
       SELECT ctid AS entry, copies FROM hot_list_entry e WHERE list_id = $1 AND e.key = difference.key OFFSET 0
     ) AS found ON true`,
    [listId, ...values],
  );
  // Without statistics it would take a few rows for granted, and go through all that is staged for each of them.
  await trx.query('ANALYZE change; ANALYZE incoming (key)');
  // A removal is noted without the plate.
  const removed = await trx.query(
    `WITH gone AS (
       DELETE FROM hot_list_entry WHERE ctid = ANY (ARRAY (SELECT entry FROM change WHERE copies + rows <= 0))
       RETURNING position, restricted
     ), noted AS (
       INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT $1, position, restricted FROM gone)
     SELECT ${COUNTS} FROM gone`,
    [listId],
  );
  await trx.query(
    `UPDATE hot_list_entry e SET copies = c.copies + c.rows FROM change c
     WHERE e.ctid = c.entry AND c.copies + c.rows > 0`,
  );
  // In the order of the keys: random places in an index cost as much as all the rest.
  const added = await trx.query(
    `WITH came AS (
       INSERT INTO hot_list_entry (list_id, key, copies, ${ENTRY_COLUMNS})
       SELECT DISTINCT ON (key) $1::uuid, key, c.rows, ${ENTRY_COLUMNS} FROM change c JOIN incoming USING (key)
       WHERE c.entry IS NULL ORDER BY key RETURNING restricted)
     SELECT ${COUNTS} FROM came`,
    [listId],
  );
  return { added: added.rows[0], removed: removed.rows[0] };
}
