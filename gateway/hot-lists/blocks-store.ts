/** Blocks of the lists' lines: the entries that each gave, and what is remembered of the file they stood in. */
import type pg from 'pg';

/** As it was packed; empty if nothing is remembered. */
export async function recallBlocks(trx: pg.ClientBase, listId: string): Promise<Buffer> {
  const { rows } = await trx.query('SELECT records FROM hot_list_memory WHERE list_id = $1', [listId]);
  return rows[0]?.records ?? Buffer.alloc(0);
}

export async function rememberBlocks(trx: pg.ClientBase, listId: string, records: Buffer): Promise<void> {
  await trx.query(
    `INSERT INTO hot_list_memory (list_id, records) VALUES ($1, $2)
     ON CONFLICT (list_id) DO UPDATE SET records = excluded.records`,
    [listId, records],
  );
}

export async function forgetBlocks(trx: pg.ClientBase, listId: string): Promise<void> {
  await trx.query('DELETE FROM hot_list_block WHERE list_id = $1', [listId]);
  await trx.query('DELETE FROM hot_list_memory WHERE list_id = $1', [listId]);
}
