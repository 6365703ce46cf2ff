/**
 * The rules of every revision that has judged, so that a decision can be taken again when they have changed. A row is
 * what its revision says, or the database refuses it; PostgreSQL compresses what it stores.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE kept_rules (
      revision text PRIMARY KEY,
      -- Paths, lengths and contents of the files, as they are hashed.
      code bytea NOT NULL CHECK (length(code) <= 16777216),
      kept_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT kept_rules_hashed CHECK (revision = encode(sha256(code), 'hex'))
    );
    REVOKE ALL ON kept_rules FROM PUBLIC, gateway_app;
    GRANT SELECT, INSERT (revision, code) ON kept_rules TO gateway_app;
  `);
}
