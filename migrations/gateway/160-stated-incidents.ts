/** Keeps what the search for misuse needs of an incident: whether two queries for a plate state the same. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE query_activity
      -- Keyed hash, as those of plates are.
      ADD COLUMN stated bytea CHECK (octet_length(stated) = 16),
      -- Asked only what would be decided.
      ADD COLUMN dry_run boolean NOT NULL DEFAULT false;
    CREATE INDEX query_activity_stated ON query_activity (agency_id, plate, at DESC) WHERE stated IS NOT NULL;
  `);
}
