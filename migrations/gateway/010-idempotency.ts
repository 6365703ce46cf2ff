/** Answers to administrators' POSTs that carried an Idempotency-Key, so that a repeated request gets the same one. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE idempotency_key (
      person_id uuid NOT NULL REFERENCES person (id),
      key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
      -- SHA-256 of method, path and body: another request under the same key is refused.
      request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
      claimed_at timestamptz NOT NULL,
      -- NULL until the first request was answered.
      status integer,
      body text,
      location text,
      PRIMARY KEY (person_id, key),
      CHECK ((status IS NULL) = (body IS NULL))
    );
    CREATE INDEX idempotency_key_claimed ON idempotency_key (claimed_at);
    GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO gateway_app;
  `);
}
