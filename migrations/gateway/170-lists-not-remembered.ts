/**
 * Nothing is remembered of a list's file any more: each version is compared with the entries of the list. A node of the
 * version before goes on remembering what it imports itself, and is not waited for where it imports now.
 * `hot_list_memory`, `hot_list_piece`, `hot_list.blocks_of` and `hot_list_entry.copies` go in later steps: version 0.1 of
 * November 2026 was the last to use them.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    WITH idle AS (
      UPDATE hot_list SET blocks_of = NULL WHERE id IN (SELECT id FROM hot_list FOR NO KEY UPDATE SKIP LOCKED)
      RETURNING id
    ), pieces AS (DELETE FROM hot_list_piece WHERE list_id IN (SELECT id FROM idle))
    DELETE FROM hot_list_memory WHERE list_id IN (SELECT id FROM idle)
  `);
}
