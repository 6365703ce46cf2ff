/**
 * A check of a records office begins as it is requested or answered, and what it answered is told in the log by the same
 * transaction: whoever has the gateway's role alone neither answers for an office nor settles a difference beforehand.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  CREATE TRIGGER records_check_begins BEFORE INSERT ON records_check FOR EACH ROW
    WHEN (num_nonnulls(NEW.explanation, NEW.outcome, NEW.report) > 0
      OR NEW.requested_at NOT BETWEEN now() - interval '1 hour' AND now() + interval '1 hour')
    EXECUTE FUNCTION owner_only('a check begins as it is requested, or answered');

  CREATE FUNCTION require_records_entry() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF is_owner_of_schema(session_user) OR EXISTS (
      SELECT FROM audit_detail d JOIN log_entry l ON l.index = d.index
      WHERE d.index = NEW.answered_entry AND d.kind = 'records_checked' AND d.agency_id = NEW.agency_id
        AND l.entry::jsonb ->> 'kind' = d.kind AND d.owner_detail::jsonb ->> 'entry' = NEW.index::text
        AND d.xmin = pg_current_xact_id()::xid AND l.xmin = pg_current_xact_id()::xid)
      THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% on % is refused: no entry of the log tells of the answer', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
  END $$;
  CREATE CONSTRAINT TRIGGER records_check_answered_told AFTER INSERT OR UPDATE OF answered_at ON records_check
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.answered_at IS NOT NULL)
    EXECUTE FUNCTION require_records_entry();
  REVOKE ALL ON FUNCTION require_records_entry() FROM PUBLIC;
  `);
}
