/**
 * Wrong hits: what an officer reported, or a reviewer found, about the hits of a plate and entry. Each further hit of
 * them carries a caution until the entry changes, or two persons lift it. The plate and the note go with the entry.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE wrong_hit (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      -- The entry, and the plate as the camera read it.
      list_id uuid NOT NULL REFERENCES hot_list (id),
      position bigint NOT NULL,
      plate text CHECK (length(plate) <= 16),
      hit_id uuid NOT NULL,
      said text NOT NULL CHECK (said IN ('other_vehicle', 'entry_wrong', 'plate_misread')),
      note text CHECK (length(note) <= 300),
      status text NOT NULL CHECK (status IN ('reported_wrong', 'wrong', 'lifted')),
      -- The officer who reported it, by the reference that her agency has; NULL: a reviewer said it.
      agency_id bigint REFERENCES agency (id),
      officer text,
      said_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      -- The entry of the log that tells of it.
      index bigint NOT NULL,
      found_by uuid REFERENCES person (id),
      found_at timestamptz,
      proposed_by uuid REFERENCES person (id),
      proposed_at timestamptz,
      proposed_entry bigint,
      lifted_by uuid REFERENCES person (id),
      lifted_at timestamptz,
      -- When the entry had changed; then the plate and the note are gone.
      ended_at timestamptz,
      CHECK ((agency_id IS NULL) = (officer IS NULL)),
      CHECK (status <> 'reported_wrong' OR (agency_id IS NOT NULL AND found_by IS NULL)),
      CHECK (status <> 'wrong' OR found_by IS NOT NULL),
      CHECK ((status = 'lifted') = (lifted_by IS NOT NULL)),
      CONSTRAINT wrong_hit_two_people CHECK (lifted_by <> proposed_by)
    );
    CREATE INDEX wrong_hit_of_hit ON wrong_hit (hit_id);
    CREATE UNIQUE INDEX wrong_hit_reported_once ON wrong_hit (hit_id, agency_id, officer);
    CREATE INDEX wrong_hit_in_force ON wrong_hit (list_id, position) WHERE status <> 'lifted' AND ended_at IS NULL;
    CREATE INDEX wrong_hit_officer ON wrong_hit (agency_id, officer, said_at) WHERE agency_id IS NOT NULL;
    CREATE INDEX wrong_hit_said ON wrong_hit (said_at);

    CREATE FUNCTION require_lift_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
      IF is_owner_of_schema(session_user) OR (are_two_people(NEW.proposed_by, NEW.lifted_by)
        AND (is_told('reviewer', NEW.lifted_by::text, NULL, '{hit_wrong}')
          OR is_told('sharing_admin', NEW.lifted_by::text, NULL, '{hit_wrong}'))) THEN RETURN NULL; END IF;
      RAISE EXCEPTION '% on % is refused: two persons lift a caution, and an entry of the log tells of it', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
    END $$;
    CREATE TRIGGER wrong_hit_kept BEFORE DELETE OR TRUNCATE ON wrong_hit
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER wrong_hit_steps BEFORE UPDATE ON wrong_hit FOR EACH ROW
      WHEN (OLD.status = 'lifted' AND NEW.status <> 'lifted' OR OLD.status = 'wrong' AND NEW.status = 'reported_wrong'
        OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL)
      EXECUTE FUNCTION owner_only('a caution is lifted, or ends with its entry, once');
    CREATE CONSTRAINT TRIGGER wrong_hit_said_told AFTER INSERT ON wrong_hit DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.status <> 'reported_wrong')
      EXECUTE FUNCTION require_entry('reviewer', 'found_by', 'any', 'hit_wrong');
    CREATE CONSTRAINT TRIGGER wrong_hit_found_told AFTER UPDATE ON wrong_hit DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.status = 'wrong' AND OLD.status <> 'wrong')
      EXECUTE FUNCTION require_entry('reviewer', 'found_by', 'any', 'hit_wrong');
    CREATE CONSTRAINT TRIGGER wrong_hit_lifted_told AFTER UPDATE ON wrong_hit DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.status = 'lifted' AND OLD.status <> 'lifted') EXECUTE FUNCTION require_lift_entry();
    REVOKE ALL ON FUNCTION require_lift_entry() FROM PUBLIC;
    GRANT SELECT,
      INSERT (list_id, position, plate, hit_id, said, note, status, agency_id, officer, index, found_by, found_at),
      UPDATE (plate, note, status, found_by, found_at, proposed_by, proposed_at, proposed_entry, lifted_by, lifted_at, ended_at)
      ON wrong_hit TO gateway_app;

    ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
    ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
      CHECK (kind IN ('hit_notice', 'hit_caution', 'list_push', 'list_fetch', 'vendor_list', 'mail_notice'));
  `);
}
