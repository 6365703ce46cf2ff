/** Keeps who has signed in at the pages. Tokens are sealed with a key that only the cookie gives. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE page_session (
      -- SHA-256 of the cookie's value.
      id bytea PRIMARY KEY CHECK (length(id) = 32),
      issuer text NOT NULL CHECK (length(issuer) <= 500),
      subject text NOT NULL CHECK (length(subject) <= 255),
      -- The issuer's name of its own session, where it gives one.
      sid text CHECK (length(sid) <= 255),
      sealed bytea NOT NULL CHECK (length(sealed) <= 65536),
      created_at timestamptz NOT NULL DEFAULT now(),
      seen_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX page_session_person ON page_session (issuer, subject);
    CREATE INDEX page_session_seen ON page_session (seen_at);
    GRANT SELECT, INSERT (id, issuer, subject, sid, sealed), UPDATE (sealed, seen_at), DELETE ON page_session TO gateway_app;
  `);
}
