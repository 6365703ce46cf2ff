/** Keeps the reviewer's verdict on the asker; tells words that were refused once from a prohibited use. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE held_query
      -- NULL: the reviewer said nothing of it.
      ADD COLUMN verdict text CHECK (verdict IN ('honest', 'mistaken', 'misuse'));
    ALTER TABLE exigent_release
      ADD COLUMN verdict text CHECK (verdict IN ('honest', 'mistaken', 'misuse'));
    GRANT UPDATE (verdict) ON held_query, exigent_release TO gateway_app;

    DROP INDEX query_activity_prohibited;
    CREATE INDEX query_activity_prohibited ON query_activity (agency_id, plate, at DESC)
      WHERE plate IS NOT NULL AND signs && '{prohibited_use,prohibited_words}';
  `);
}
