/** Stages rows of a list and applies the difference that they make, in the same transaction. */
import type pg from 'pg';
import { ENTRY_COLUMNS } from './entry-text.ts';

/** `incoming` for the next version of a list or additions to it, `outgoing` for removals. */
export type StagingTable = 'incoming' | 'outgoing';

/** Holds rows as `hot_list_entry` has them; dropped with the transaction. */
export async function createStaging(trx: pg.ClientBase, table: StagingTable): Promise<void> {
  await trx.query(`
    CREATE TEMP TABLE ${table} (key uuid, plate text COLLATE "C", plate_state text COLLATE "C", kind text,
      restricted boolean, category text, reference text, originator text, note text, effective_at timestamptz,
      expires_at timestamptz)
    ON COMMIT DROP`);
}

/** The numbers of entries that may be shared, and of restricted ones. */
export interface EntryCounts {
  readonly shared: number;
  readonly restricted: number;
}

export interface AppliedChange {
  readonly added: EntryCounts;
  readonly removed: EntryCounts;
}

const CAME = `SELECT DISTINCT key FROM incoming i
  WHERE NOT EXISTS (SELECT FROM hot_list_entry e WHERE e.list_id = $1 AND e.key = i.key)`;
const WENT = `SELECT key FROM hot_list_entry e
  WHERE list_id = $1 AND NOT EXISTS (SELECT FROM incoming i WHERE i.key = e.key)`;
const WENT_ALONE = `SELECT key FROM hot_list_entry
  WHERE list_id = $1 AND key IN (SELECT key FROM outgoing EXCEPT SELECT key FROM incoming)`;

/** Puts what was staged as `incoming` in the place of the whole list. */
export async function replaceEntries(trx: pg.ClientBase, listId: string): Promise<AppliedChange> {
  return applyChange(trx, listId, `${CAME} UNION ALL ${WENT}`);
}

/** Puts on the list what was staged as `incoming`, and takes off what was staged as `outgoing` alone. */
export async function applyDifference(trx: pg.ClientBase, listId: string): Promise<AppliedChange> {
  return applyChange(trx, listId, `${CAME} UNION ALL ${WENT_ALONE}`);
}

/** Puts on the list what was staged as `incoming`. */
export async function addIncoming(trx: pg.ClientBase, listId: string): Promise<EntryCounts> {
  return (await applyChange(trx, listId, CAME)).added;
}

const COUNTS =
  'count(*) FILTER (WHERE NOT restricted) AS shared, count(*) FILTER (WHERE restricted) AS restricted';

/**
 * INVARIANT: the caller holds the list's row lock and has staged in this transaction.
 * @param find gives keys that came and keys that went; $1 is the list. Entries are looked up one by one: the planner
 * does not know how long a list is until its statistics come, and would read all of it.
 */
async function applyChange(trx: pg.ClientBase, listId: string, find: string): Promise<AppliedChange> {
  await trx.query(`SET LOCAL work_mem = '128MB'`);
  await trx.query('CREATE TEMP TABLE change (key uuid, entry tid) ON COMMIT DROP');
  await trx.query(
    `WITH difference AS (${find}) INSERT INTO change SELECT key, entry FROM difference LEFT JOIN LATERAL (
       SELECT ctid AS entry FROM hot_list_entry e WHERE list_id = $1 AND e.key = difference.key OFFSET 0
     ) AS found ON true`,
    [listId],
  );
  // Without statistics the planner would assume a few rows, and scan all staged rows for each of them.
  await trx.query('ANALYZE change; ANALYZE incoming (key)');
  // A removal is noted without the plate.
  const removed = await trx.query(
    `WITH gone AS (
       DELETE FROM hot_list_entry WHERE ctid = ANY (ARRAY (SELECT entry FROM change WHERE entry IS NOT NULL))
       RETURNING position, restricted
     ), noted AS (
       INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT $1, position, restricted FROM gone)
     SELECT ${COUNTS} FROM gone`,
    [listId],
  );
  // Rows go in by key: random places in an index cost as much as all the rest.
  const added = await trx.query(
    `WITH came AS (
       INSERT INTO hot_list_entry (list_id, key, ${ENTRY_COLUMNS})
       SELECT DISTINCT ON (key) $1::uuid, key, ${ENTRY_COLUMNS} FROM change c JOIN incoming USING (key)
       WHERE c.entry IS NULL ORDER BY key RETURNING restricted)
     SELECT ${COUNTS} FROM came`,
    [listId],
  );
  return { added: added.rows[0], removed: removed.rows[0] };
}
