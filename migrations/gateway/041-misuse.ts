/** Reports of misuse to the Chief, and the monthly audits (Policy 420.9.1). Neither is ever deleted. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE misuse_report (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      kind text NOT NULL,
      agency_id bigint REFERENCES agency (id),
      officer_id uuid REFERENCES officer (id),
      -- The person of the owner whose conduct it is about.
      concerns uuid REFERENCES person (id),
      -- What makes two findings the same; NULL for a report that a person wrote.
      pattern bytea UNIQUE CHECK (octet_length(pattern) = 32),
      -- Log indices that show it.
      entries bigint[] NOT NULL,
      summary text NOT NULL,
      opened_at timestamptz NOT NULL,
      -- NULL: the gateway found it.
      opened_by uuid REFERENCES person (id),
      opened_index bigint,
      owner uuid REFERENCES person (id),
      due_at timestamptz NOT NULL,
      state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'closed')),
      outcome text CHECK (outcome IN ('founded', 'unfounded')),
      note text,
      closed_by uuid REFERENCES person (id),
      closed_at timestamptz,
      closed_index bigint,
      -- Policy 420.9.1: not by the person concerned, whatever the code above says.
      CHECK (concerns IS NULL OR closed_by IS DISTINCT FROM concerns),
      CHECK (concerns IS NULL OR owner IS DISTINCT FROM concerns),
      CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
      CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
      CHECK ((state = 'closed') = (outcome IS NOT NULL))
    );
    CREATE INDEX misuse_report_waiting ON misuse_report (due_at) WHERE state <> 'closed';
    CREATE INDEX misuse_report_opened ON misuse_report (opened_at DESC, id);

    CREATE TABLE monthly_audit (
      -- First day of the month that was audited.
      month date PRIMARY KEY CHECK (month = date_trunc('month', month)::date),
      -- Canonical JSON; its SHA-256 is in the log entry's detail.
      memo text NOT NULL,
      memo_sha256 bytea NOT NULL CHECK (octet_length(memo_sha256) = 32),
      index bigint NOT NULL,
      completed_by uuid NOT NULL REFERENCES person (id),
      completed_at timestamptz NOT NULL
    );

    CREATE TRIGGER misuse_report_kept BEFORE DELETE OR TRUNCATE ON misuse_report
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER monthly_audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON monthly_audit
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    GRANT SELECT, INSERT, UPDATE ON misuse_report TO gateway_app;
    GRANT SELECT, INSERT ON monthly_audit TO gateway_app;
  `);
}
