/** Makes a list equal to what was staged: the difference is found and written in one transaction. */
import type pg from 'pg';

/** Entries that may be shared, and beside them the restricted ones. */
export interface EntryCounts {
  readonly shared: number;
  readonly restricted: number;
}

const COUNTS =
  'count(*) FILTER (WHERE NOT restricted) AS shared, count(*) FILTER (WHERE restricted) AS restricted';
const COLUMNS =
  'key, plate, plate_state, kind, restricted, category, reference, originator, note, effective_at, expires_at';

/**
 * Finds the difference by hash joins, so that memory and time do not depend on the order of the rows.
 * INVARIANT: the caller holds the list's row lock and has staged `incoming` in this transaction.
 */
export async function findMissing(trx: pg.ClientBase, listId: string): Promise<EntryCounts> {
  await trx.query(`SET LOCAL work_mem = '128MB'`);
  await trx.query('ANALYZE incoming (key)');
  await trx.query(
    `CREATE TEMP TABLE missing ON COMMIT DROP AS
       SELECT position, restricted FROM hot_list_entry e
       WHERE list_id = '${asUuid(listId)}' AND NOT EXISTS (SELECT FROM incoming i WHERE i.key = e.key)`,
  );
  const { rows } = await trx.query(`SELECT ${COUNTS} FROM missing`);
  return rows[0] as EntryCounts;
}

/** Takes off the list what `findMissing` found; a removal is noted without the plate. */
export async function removeMissing(trx: pg.ClientBase, listId: string): Promise<void> {
  await trx.query(
    `WITH gone AS (
       DELETE FROM hot_list_entry e USING missing m WHERE e.list_id = $1 AND e.position = m.position
       RETURNING e.position, e.restricted)
     INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT $1, position, restricted FROM gone`,
    [listId],
  );
}

/** Takes off the list what was staged as `outgoing`, found by its content. */
export async function removeOutgoing(trx: pg.ClientBase, listId: string): Promise<EntryCounts> {
  await trx.query('ANALYZE outgoing (key)');
  const { rows } = await trx.query(
    `WITH gone AS (
       DELETE FROM hot_list_entry e USING outgoing o WHERE e.list_id = $1 AND e.key = o.key
       RETURNING e.position, e.restricted
     ), noted AS (
       INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT $1, position, restricted FROM gone)
     SELECT ${COUNTS} FROM gone`,
    [listId],
  );
  return rows[0] as EntryCounts;
}

/** Puts on the list what it does not have yet. In the order of the keys: a million random places in an index take minutes. */
export async function addIncoming(trx: pg.ClientBase, listId: string): Promise<EntryCounts> {
  await trx.query(`SET LOCAL work_mem = '128MB'`);
  // Without it a change of a few rows would be planned as if it were the whole list.
  await trx.query('ANALYZE incoming (key)');
  const { rows } = await trx.query(
    'SELECT coalesce(max(position), 0) AS before FROM hot_list_entry WHERE list_id = $1',
    [listId],
  );
  await trx.query(
    `INSERT INTO hot_list_entry (list_id, ${COLUMNS})
     SELECT DISTINCT ON (key) $1::uuid, ${COLUMNS} FROM incoming i
     WHERE NOT EXISTS (SELECT FROM hot_list_entry e WHERE e.list_id = $1 AND e.key = i.key)
     ORDER BY key`,
    [listId],
  );
  const added = await trx.query(`SELECT ${COUNTS} FROM hot_list_entry WHERE list_id = $1 AND position > $2`, [
    listId,
    rows[0].before,
  ]);
  return added.rows[0] as EntryCounts;
}

/** Utility statements take no parameters. */
function asUuid(text: string): string {
  if (!/^[0-9a-f-]{36}$/.test(text)) throw new RangeError('the id of a list is a UUID');
  return text;
}
