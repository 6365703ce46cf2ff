/**
 * The register of served process: subpoenas, warrants, orders and records requests, each with its duties and when they are
 * due. Persons and plates are there as codes (HMAC), the paper as its hash. A process clerk keeps it, every act told in
 * the log; an administrative warrant of immigration is refused as it is registered, whatever the code above says.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE person
      DROP CONSTRAINT person_roles_check,
      ADD CONSTRAINT person_roles_check CHECK (roles <@
        ARRAY['sharing_admin', 'reviewer', 'auditor', 'chief', 'records_clerk', 'process_clerk']);
    ALTER TABLE mail_notice
      DROP CONSTRAINT mail_notice_kind_check,
      ADD CONSTRAINT mail_notice_kind_check
        CHECK (kind IN ('decided', 'waits', 'approve', 'ends', 'hit', 'overdue', 'duty_overdue'));

    CREATE TABLE served_process (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      kind text NOT NULL
        CHECK (kind IN ('subpoena', 'search_warrant', 'court_order', 'records_request', 'administrative_warrant')),
      issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 200),
      served_at timestamptz NOT NULL,
      -- Codes of 32 bytes, under a key that the database does not have.
      persons bytea[] NOT NULL,
      plates bytea[] NOT NULL,
      words bytea CHECK (length(words) = 32),
      scope_from timestamptz,
      scope_to timestamptz,
      document_sha256 text CHECK (document_sha256 ~ '^[0-9a-f]{64}$'),
      registered_by uuid NOT NULL REFERENCES person (id),
      registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      refused_by uuid REFERENCES person (id),
      refused_at timestamptz,
      refused_reason text CHECK (length(refused_reason) BETWEEN 1 AND 500),
      CONSTRAINT served_process_refused_whole CHECK (num_nulls(refused_by, refused_at, refused_reason) IN (0, 3)),
      CONSTRAINT served_process_administrative_refused
        CHECK (kind <> 'administrative_warrant' OR refused_at IS NOT NULL),
      CONSTRAINT served_process_scope_forward CHECK (scope_from <= scope_to)
    );
    CREATE TABLE process_duty (
      process_id uuid NOT NULL REFERENCES served_process (id),
      duty text NOT NULL CHECK (duty IN ('answer', 'copy_to_state', 'notify_person')),
      due_at timestamptz NOT NULL,
      done_at timestamptz,
      done_by uuid REFERENCES person (id),
      note text CHECK (length(note) BETWEEN 1 AND 500),
      -- When the gateway found it overdue, and raised the alarm.
      alarmed_at timestamptz,
      PRIMARY KEY (process_id, duty),
      CONSTRAINT process_duty_done_whole CHECK ((done_at IS NULL) = (done_by IS NULL) AND (note IS NULL OR done_at IS NOT NULL))
    );
    CREATE INDEX process_duty_open ON process_duty (due_at) WHERE done_at IS NULL;
    CREATE INDEX process_duty_alarmed ON process_duty (alarmed_at);

    CREATE TRIGGER served_process_kept BEFORE DELETE OR TRUNCATE ON served_process
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER process_duty_kept BEFORE DELETE OR TRUNCATE ON process_duty
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER served_process_begins BEFORE INSERT ON served_process FOR EACH ROW
      WHEN (NEW.refused_by <> NEW.registered_by OR NEW.refused_at IS NOT NULL AND NEW.kind <> 'administrative_warrant')
      EXECUTE FUNCTION owner_only('a process begins open, unless nobody may answer it');
    CREATE TRIGGER served_process_steps BEFORE UPDATE ON served_process FOR EACH ROW
      WHEN (OLD.refused_at IS NOT NULL) EXECUTE FUNCTION owner_only('what was refused stays so');
    CREATE TRIGGER process_duty_steps BEFORE UPDATE ON process_duty FOR EACH ROW
      WHEN (OLD.done_at IS NOT NULL OR OLD.alarmed_at IS NOT NULL AND NEW.alarmed_at IS DISTINCT FROM OLD.alarmed_at)
      EXECUTE FUNCTION owner_only('what was done stays so, and an alarm is raised once');
    CREATE CONSTRAINT TRIGGER served_process_told AFTER INSERT ON served_process DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION require_entry('process_clerk', 'registered_by', 'any', 'process_served');
    CREATE CONSTRAINT TRIGGER served_process_refused_told AFTER UPDATE ON served_process DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION require_entry('process_clerk', 'refused_by', 'any', 'process_changed');
    CREATE CONSTRAINT TRIGGER process_duty_told AFTER INSERT ON process_duty DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION require_entry('process_clerk', '', 'any', 'process_served');
    CREATE CONSTRAINT TRIGGER process_duty_done_told AFTER UPDATE ON process_duty DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.done_at IS NOT NULL)
      EXECUTE FUNCTION require_entry('process_clerk', 'done_by', 'any', 'process_changed');

    GRANT SELECT, UPDATE (refused_by, refused_at, refused_reason),
      INSERT (kind, issuer, served_at, persons, plates, words, scope_from, scope_to, document_sha256, registered_by,
        refused_by, refused_at, refused_reason) ON served_process TO gateway_app;
    GRANT SELECT, INSERT (process_id, duty, due_at), UPDATE (done_at, done_by, note, alarmed_at)
      ON process_duty TO gateway_app;
  `);
}
