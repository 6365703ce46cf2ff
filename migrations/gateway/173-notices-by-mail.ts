/**
 * Notices by mail: the addresses of persons, apart from what decides who they are, and which notice was made for whom.
 * A notice names its kind and what its link leads to: neither a plate, nor a person, nor a case.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE mail_address (
      person_id uuid PRIMARY KEY REFERENCES person (id),
      email text NOT NULL CHECK (email ~ '^[^@\\s<>]+@[^@\\s<>]+$' AND length(email) <= 254)
    );
    CREATE TABLE mail_notice (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      person_id uuid NOT NULL REFERENCES person (id),
      kind text NOT NULL CHECK (kind IN ('decided', 'waits', 'approve', 'ends', 'hit', 'overdue')),
      -- Of what it tells: an id, or the minutes in which several things are told at once.
      about text NOT NULL CHECK (length(about) <= 64),
      made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (person_id, kind, about)
    );
    CREATE INDEX mail_notice_made ON mail_notice (made_at);
    GRANT SELECT ON mail_address TO gateway_app;
    GRANT SELECT, INSERT (person_id, kind, about), DELETE ON mail_notice TO gateway_app;

    ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
    ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
      CHECK (kind IN ('hit_notice', 'list_push', 'list_fetch', 'vendor_list', 'mail_notice'));
  `);
}
