/**
 * A report about the Chief is assigned and closed by an auditor who did not write it: the Chief does not see it. Which
 * role closes which report stands in sharing-rules/misuse/report-closing.ts too. And an officer's reports are found by
 * the officer.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Arguments: the column with the person, or ''; the kind of entry. As require_entry, of which it is one.
    CREATE FUNCTION require_closer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
      is_about_chief boolean := NEW.concerns IS NOT NULL AND holds_role(NEW.concerns, 'chief');
      wanted text := CASE WHEN is_about_chief THEN 'auditor' ELSE 'chief' END;
      person text := to_jsonb(NEW) ->> nullif(TG_ARGV[0], '');
    BEGIN
      IF is_owner_of_schema(session_user) OR (is_told(wanted, person, NULL, ARRAY[TG_ARGV[1]])
        AND NOT (is_about_chief AND coalesce(person = NEW.opened_by::text, false))) THEN RETURN NULL; END IF;
      RAISE EXCEPTION '% on % is refused: no entry of the log tells of it, by a person with the role % who did not report it',
        TG_OP, TG_TABLE_NAME, wanted USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
    END $$;
    REVOKE ALL ON FUNCTION require_closer() FROM PUBLIC;

    DROP TRIGGER misuse_report_closed_told ON misuse_report;
    CREATE CONSTRAINT TRIGGER misuse_report_closed_told AFTER UPDATE ON misuse_report DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state = 'closed')
      EXECUTE FUNCTION require_closer('closed_by', 'misuse_closed');
    DROP TRIGGER misuse_report_assigned_told ON misuse_report;
    CREATE CONSTRAINT TRIGGER misuse_report_assigned_told AFTER UPDATE ON misuse_report DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN ((NEW.owner, NEW.due_at) IS DISTINCT FROM (OLD.owner, OLD.due_at) AND NEW.state <> 'closed')
      EXECUTE FUNCTION require_closer('', 'misuse_assigned');

    CREATE INDEX misuse_report_officer ON misuse_report (officer_id, opened_at DESC) WHERE officer_id IS NOT NULL;
  `);
}
