/**
 * Takes away what only nodes of versions before 0.2.0 used: the files of lists that they remembered, and the rules that
 * they kept. Contract: 0.2.0 neither reads nor writes these tables, and a fresh database has none of them.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE IF EXISTS hot_list_memory, hot_list_piece, kept_rules');
}
