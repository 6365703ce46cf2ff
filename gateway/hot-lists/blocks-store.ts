/** Blocks of the lists' lines as they were read, and the entries that each of them gave. */
import type pg from 'pg';

/** Blocks to compare the next version with, each 32 bytes: digest, number, lines, taken, restricted (big-endian). */
export async function recallBlocks(trx: pg.ClientBase, listId: string): Promise<Buffer> {
  const { rows } = await trx.query(
    `SELECT string_agg(digest || int4send(number) || int4send(lines) || int4send(taken) || int4send(restricted), '')
       AS records FROM hot_list_block WHERE list_id = $1 AND digest IS NOT NULL`,
    [listId],
  );
  return rows[0].records ?? Buffer.alloc(0);
}

/** Highest number of a block of the list; 0 if there is none. */
export async function findLastBlock(trx: pg.ClientBase, listId: string): Promise<number> {
  const { rows } = await trx.query(
    'SELECT coalesce(max(number), 0) AS last FROM hot_list_block WHERE list_id = $1',
    [listId],
  );
  return rows[0].last;
}

export async function forgetBlocks(trx: pg.ClientBase, listId: string): Promise<void> {
  await trx.query('DELETE FROM hot_list_block WHERE list_id = $1', [listId]);
}
