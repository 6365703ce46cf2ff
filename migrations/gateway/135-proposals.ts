/**
 * Keeps what one person proposes and another carries out within 72 hours: the removal of a Chief or auditor,
 * the suspension of the last of them, a larger roster under a grant. The same transactions log both.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE proposal (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      act text NOT NULL CHECK (act IN ('remove_person', 'suspend_person', 'raise_roster')),
      -- Id of the person; of a roster, id of the agency and the number of officers, with a colon between.
      about text NOT NULL,
      -- Log index of the entry that tells of it.
      entry bigint NOT NULL,
      proposed_by uuid NOT NULL REFERENCES person (id),
      proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      approved_by uuid REFERENCES person (id),
      approved_at timestamptz,
      CONSTRAINT proposal_two_persons CHECK (approved_by <> proposed_by),
      CONSTRAINT proposal_whole CHECK ((approved_by IS NULL) = (approved_at IS NULL))
    );
    CREATE INDEX proposal_open ON proposal (act, about) WHERE approved_by IS NULL;
    CREATE TRIGGER proposal_kept BEFORE DELETE OR TRUNCATE ON proposal
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER proposal_steps BEFORE UPDATE ON proposal FOR EACH ROW
      WHEN (OLD.approved_by IS NOT NULL OR OLD.proposed_at < now() - interval '72 hours')
      EXECUTE FUNCTION owner_only('a proposal is carried out once, within 72 hours');
    CREATE CONSTRAINT TRIGGER proposal_made_told AFTER INSERT ON proposal DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION
        require_entry('sharing_admin', 'proposed_by', 'any', 'person_removal_proposed,agency_changed');
    CREATE CONSTRAINT TRIGGER proposal_approved_told AFTER UPDATE ON proposal DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION
        require_entry('sharing_admin', 'approved_by', 'any', 'person_removed,person_suspended,agency_changed');

    -- Whether this very transaction carries it out, as the second of two people.
    CREATE FUNCTION is_carried_out(wanted text, concerned text) RETURNS boolean
      LANGUAGE sql STABLE SET search_path = public, pg_temp
      RETURN EXISTS (
        SELECT FROM public.proposal p
        WHERE p.act = wanted AND p.about = concerned AND p.xmin = pg_current_xact_id()::xid
          AND are_two_people(p.proposed_by, p.approved_by));

    CREATE FUNCTION require_second_word_on_roster() RETURNS trigger
      LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
      IF is_owner_of_schema(session_user) OR is_carried_out('raise_roster', NEW.id || ':' || NEW.roster)
        OR NOT EXISTS (SELECT FROM sharing_grant g WHERE g.agency_id = NEW.id AND g.status = 'active'
          AND g.valid_until > clock_timestamp()) THEN RETURN NULL; END IF;
      RAISE EXCEPTION 'a larger roster under a grant in force takes two people'
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
    END $$;
    -- A node of the version before that raises one alone is refused too: letting it through would leave the way open.
    CREATE CONSTRAINT TRIGGER agency_roster_two_people AFTER UPDATE ON agency DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.roster > OLD.roster) EXECUTE FUNCTION require_second_word_on_roster();

    REVOKE ALL ON FUNCTION is_carried_out(text, text), require_second_word_on_roster() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION is_carried_out(text, text) TO gateway_app;
    GRANT SELECT, INSERT (act, about, entry, proposed_by), UPDATE (approved_by, approved_at) ON proposal TO gateway_app;
  `);
}
