/**
 * Reads are matched in the database: entries are found by what plates that look alike have in common, as `lookalikeKey`
 * of `sharing-rules/terms/plate.ts` writes it. Nodes of the version before go on matching in their own memory.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX hot_list_entry_plate ON hot_list_entry (translate(plate, 'ODIBSZ', '001852'))
  `);
}
