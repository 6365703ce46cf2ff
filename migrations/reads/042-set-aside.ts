/**
 * Pushed reads that could not be taken, with the reason, for the owner alone: the gateway's role sees the view
 * `shared_read` and nothing of this. They hold plates, and so live no longer than reads.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE set_aside_read (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      source text NOT NULL,
      set_aside_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      -- Which capture of the payload, from 1.
      ordinal integer NOT NULL,
      reason text NOT NULL,
      -- Without its images; null where it is too long even so.
      payload text
    );
    CREATE INDEX set_aside_read_by_source ON set_aside_read (source, id);
    CREATE INDEX set_aside_read_by_time ON set_aside_read (set_aside_at);
  `);
}
