/** The entries of which a node found that what is kept of them contradicts the log, so that people are told in their inbox. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE altered_entry (
      index bigint PRIMARY KEY,
      found_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX altered_entry_found ON altered_entry (found_at);
    GRANT SELECT, INSERT (index) ON altered_entry TO gateway_app;`);
}
