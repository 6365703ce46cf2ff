/**
 * A log changes its key while it goes on: for a time the next key signs beside the present one, then it is the present
 * one. Only the owner of the database writes that, as all of the log's identity. Each node says with its lease with
 * which keys it signs, so that the old key is not ended while a node has no other.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE log_identity
      -- Verifier keys, as log_key.
      ADD COLUMN next_log_key text CHECK (next_log_key <> log_key),
      ADD COLUMN former_log_keys text[] NOT NULL DEFAULT '{}';
    -- Ids in the verifier keys.
    ALTER TABLE node_lease ADD COLUMN log_keys text[] NOT NULL DEFAULT '{}';
    GRANT UPDATE (log_keys) ON node_lease TO gateway_app;
  `);
}
