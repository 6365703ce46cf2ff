/**
 * Keeps how deliveries to a partner's endpoint stand: its last try and success, and since when and why it
 * takes none. Kept in its row, for the partner and the administrators, and so that a trouble is told once.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE partner_endpoint
      ADD COLUMN tried_at timestamptz,
      ADD COLUMN taken_at timestamptz,
      ADD COLUMN failing_since timestamptz,
      ADD COLUMN fault text CHECK (fault ~ '^endpoint_[a-z0-9_]{1,40}$'),
      ADD CONSTRAINT partner_endpoint_failing_whole CHECK ((failing_since IS NULL) = (fault IS NULL));
    GRANT UPDATE (tried_at, taken_at, failing_since, fault) ON partner_endpoint TO gateway_app;
    CREATE INDEX outbox_of_agency ON outbox (agency_id) WHERE status IN ('waiting', 'dead');
  `);
}
