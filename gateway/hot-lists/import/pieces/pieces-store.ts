/**
 * Pieces of the lists' files: the entries that the blocks of each gave, and what is remembered
 * of the file they stood in.
 */
import type pg from 'pg';

/**
 * The columns that a piece is copied into: its blocks as they are packed, and the keys of their
 * entries behind one another.
 */
export const PIECE_COLUMNS = 'hot_list_piece (list_id, number, blocks, keys)';

/** As it was packed; empty if nothing is remembered. */
export async function findListMemory(trx: pg.ClientBase, listId: string): Promise<Buffer> {
  const { rows } = await trx.query('SELECT records FROM hot_list_memory WHERE list_id = $1', [listId]);
  return rows[0]?.records ?? Buffer.alloc(0);
}

export interface StoredPiece {
  readonly blocks: Buffer;
  /** Hex. */
  readonly keys: string;
}

/** Pieces that are no more as they were. */
export async function deletePieces(
  trx: pg.ClientBase,
  listId: string,
  numbers: readonly number[],
): Promise<StoredPiece[]> {
  const { rows } = await trx.query({
    name: 'delete-list-pieces',
    text: `DELETE FROM hot_list_piece WHERE list_id = $1 AND number = ANY ($2)
      RETURNING blocks, encode(keys, 'hex') AS keys`,
    values: [listId, numbers],
  });
  return rows;
}

export async function replaceListMemory(trx: pg.ClientBase, listId: string, records: Buffer): Promise<void> {
  await trx.query(
    `INSERT INTO hot_list_memory (list_id, records) VALUES ($1, $2)
     ON CONFLICT (list_id) DO UPDATE SET records = excluded.records`,
    [listId, records],
  );
}

export async function deleteListMemory(trx: pg.ClientBase, listId: string): Promise<void> {
  await trx.query('DELETE FROM hot_list_piece WHERE list_id = $1', [listId]);
  await trx.query('DELETE FROM hot_list_memory WHERE list_id = $1', [listId]);
}
