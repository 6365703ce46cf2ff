/**
 * Keeps the questions to agencies' records offices about released queries, and the answers: which differs,
 * which was explained, which became a report; and the hold on an agency's incidents without words, which two
 * administrators lift. Two also let a client answer for a records office; it asks nothing from then on.
 */
import type { Knex } from 'knex';

const PROPOSABLE = `('remove_person', 'suspend_person', 'raise_roster', 'records_client', 'lift_records_hold')`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  CREATE TABLE records_check (
    -- Log index of the release.
    index bigint PRIMARY KEY,
    agency_id bigint NOT NULL REFERENCES agency (id),
    -- First day of the month of the release, UTC.
    month date NOT NULL,
    -- Null: answered unasked.
    requested_at timestamptz,
    answered_at timestamptz,
    -- Log index of the entry that tells the answer.
    answered_entry bigint,
    differences text[] NOT NULL DEFAULT '{}',
    explanation text CHECK (length(explanation) BETWEEN 1 AND 500),
    explained_at timestamptz,
    outcome text CHECK (outcome IN ('accepted', 'upheld')),
    closed_by uuid REFERENCES person (id),
    closed_at timestamptz,
    report uuid REFERENCES misuse_report (id),
    CONSTRAINT records_check_is_one CHECK (num_nonnulls(requested_at, answered_at) > 0),
    CONSTRAINT records_check_answered CHECK (num_nulls(answered_at, answered_entry) IN (0, 2)),
    CONSTRAINT records_check_differs CHECK (cardinality(differences) > 0
      OR num_nonnulls(explanation, outcome, report) = 0),
    CONSTRAINT records_check_explained CHECK (num_nulls(explanation, explained_at) IN (0, 2)),
    CONSTRAINT records_check_closed CHECK (num_nulls(outcome, closed_by, closed_at) IN (0, 3))
  );
  CREATE INDEX records_check_agency ON records_check (agency_id, index);
  CREATE INDEX records_check_question ON records_check (answered_at)
    WHERE cardinality(differences) > 0 AND explained_at IS NULL AND closed_at IS NULL AND report IS NULL;
  CREATE TRIGGER records_check_kept BEFORE DELETE ON records_check FOR EACH ROW
    WHEN (greatest(OLD.requested_at, OLD.answered_at) > now() - interval '400 days')
    EXECUTE FUNCTION owner_only('what a records office was asked is kept for 400 days');
  CREATE TRIGGER records_check_steps BEFORE UPDATE ON records_check FOR EACH ROW
    WHEN ((OLD.answered_at IS NOT NULL AND (OLD.answered_at, OLD.answered_entry, OLD.differences)
        IS DISTINCT FROM (NEW.answered_at, NEW.answered_entry, NEW.differences))
      OR (OLD.requested_at IS NOT NULL AND OLD.requested_at IS DISTINCT FROM NEW.requested_at)
      OR (OLD.explained_at IS NOT NULL AND OLD.explanation IS DISTINCT FROM NEW.explanation)
      OR (OLD.closed_at IS NOT NULL AND OLD.outcome IS DISTINCT FROM NEW.outcome)
      OR (OLD.report IS NOT NULL AND OLD.report IS DISTINCT FROM NEW.report))
    EXECUTE FUNCTION owner_only('a records office answers once, and what was closed stays so');
  CREATE CONSTRAINT TRIGGER records_check_closed_told AFTER UPDATE ON records_check
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)
    EXECUTE FUNCTION require_entry('auditor', 'closed_by', 'agency', 'records_checked');

  CREATE TABLE records_hold (
    agency_id bigint NOT NULL REFERENCES agency (id),
    month date NOT NULL,
    detail text NOT NULL CHECK (detail IN ('records_unanswered', 'records_contradicted')),
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    lifted_at timestamptz,
    PRIMARY KEY (agency_id, month, detail)
  );
  CREATE TRIGGER records_hold_kept BEFORE DELETE OR TRUNCATE ON records_hold
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER records_hold_begins BEFORE INSERT ON records_hold FOR EACH ROW WHEN (NEW.lifted_at IS NOT NULL)
    EXECUTE FUNCTION owner_only('a hold begins in force');

  -- The second of two administrators carries it out in the same transaction. Argument: the act.
  CREATE FUNCTION require_two_administrators() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF is_owner_of_schema(session_user)
      OR is_carried_out(TG_ARGV[0], to_jsonb(NEW) ->> CASE TG_TABLE_NAME WHEN 'records_hold' THEN 'agency_id' ELSE 'id' END)
      THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% on % is refused: it takes two administrators', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
  END $$;
  CREATE CONSTRAINT TRIGGER records_hold_two_people AFTER UPDATE ON records_hold DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION require_two_administrators('lift_records_hold');

  ALTER TABLE proposal DROP CONSTRAINT proposal_act_check,
    ADD CONSTRAINT proposal_act_check CHECK (act IN ${PROPOSABLE});

  -- Never taken back: a client that answered must not ask.
  ALTER TABLE client_registration ADD COLUMN answers_records boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT client_registration_answers_for_nobody CHECK (NOT answers_records OR person_id IS NULL);
  CREATE TRIGGER client_registration_answers BEFORE UPDATE ON client_registration FOR EACH ROW
    WHEN (OLD.answers_records AND NOT NEW.answers_records)
    EXECUTE FUNCTION owner_only('a client that answers for a records office asks nothing any more');
  CREATE CONSTRAINT TRIGGER client_registration_two_people AFTER UPDATE ON client_registration
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.answers_records AND NOT OLD.answers_records)
    EXECUTE FUNCTION require_two_administrators('records_client');

  REVOKE ALL ON FUNCTION require_two_administrators() FROM PUBLIC;
  GRANT SELECT, INSERT, DELETE,
    UPDATE (requested_at, answered_at, answered_entry, differences, explanation, explained_at, outcome, closed_by,
      closed_at, report) ON records_check TO gateway_app;
  GRANT SELECT, INSERT (agency_id, month, detail), UPDATE (lifted_at) ON records_hold TO gateway_app;
  GRANT UPDATE (answers_records) ON client_registration TO gateway_app;
  `);
}
