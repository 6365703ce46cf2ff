/**
 * Remembers, under keyed hashes, which plates and officers a case was used for, which cases and purposes a plate, and
 * what the first incident of a case stated. A refusal that is nothing but a contradiction of the incident is told apart
 * from others: it may be a slip.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  CREATE TABLE incident_use (
    scope bytea NOT NULL CHECK (octet_length(scope) = 32),
    member bytea NOT NULL CHECK (octet_length(member) = 32),
    used_at timestamptz NOT NULL,
    -- When it happened, of the row that binds a case; without an end it goes on.
    occurred_from timestamptz,
    occurred_to timestamptz,
    PRIMARY KEY (scope, member)
  );
  CREATE INDEX incident_use_age ON incident_use (used_at);
  CREATE TRIGGER incident_use_kept BEFORE DELETE ON incident_use FOR EACH ROW
    WHEN (OLD.used_at > now() - interval '30 days')
    EXECUTE FUNCTION owner_only('what a case was used for is remembered for 30 days');
  CREATE TRIGGER incident_use_later BEFORE UPDATE ON incident_use FOR EACH ROW
    WHEN (NEW.used_at < OLD.used_at)
    EXECUTE FUNCTION owner_only('what a case was used for is remembered for 30 days');
  GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON incident_use TO gateway_app;

  ALTER TABLE refused_wording ADD COLUMN only_contradiction boolean NOT NULL DEFAULT false;
  CREATE TRIGGER refused_wording_graver BEFORE UPDATE ON refused_wording FOR EACH ROW
    WHEN (NEW.only_contradiction AND NOT OLD.only_contradiction AND OLD.refused_at > now() - interval '24 hours')
    EXECUTE FUNCTION owner_only('what was refused is remembered for a day');
  GRANT UPDATE (only_contradiction) ON refused_wording TO gateway_app;
  `);
}
