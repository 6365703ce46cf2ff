/**
 * Agreements with other gateways, each a document that both sign with their logs' keys; the signed notes; and of each other
 * party what is remembered beside the agreement. An agreement is in force only with the notes of both, ours by two people,
 * and none is revived: what ended stays so. A grant may name its agreement, and does not outlive it.
 */
import type { Knex } from 'knex';

const TABLES = `
  CREATE TABLE network_agreement (
    id text PRIMARY KEY,
    -- The other party.
    agency_id bigint NOT NULL REFERENCES agency (id),
    -- Canonical JSON (RFC 8785), of which the id is the hash.
    document text NOT NULL CHECK (length(document) <= 20000),
    valid_from timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    replaces text,
    status text NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'in_force', 'ended', 'rejected', 'replaced')),
    -- The client by which the other party signs in here.
    client_id text CHECK (length(client_id) BETWEEN 1 AND 255),
    -- NULL: the other gateway sent it.
    proposed_by uuid REFERENCES person (id),
    proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The two people who accept it here.
    set_by uuid REFERENCES person (id),
    set_at timestamptz,
    approved_by uuid REFERENCES person (id),
    approved_at timestamptz,
    -- NULL: the other party ended it, or the one that replaced it did.
    ended_by uuid REFERENCES person (id),
    ended_at timestamptz,
    ended_reason text CHECK (length(ended_reason) BETWEEN 1 AND 500),
    CONSTRAINT network_agreement_is_its_id CHECK (id = 'sha256:' || encode(sha256(convert_to(document, 'UTF8')), 'hex')),
    CONSTRAINT network_agreement_two_persons CHECK (approved_by <> set_by),
    CONSTRAINT network_agreement_whole CHECK ((set_by IS NULL) = (set_at IS NULL)
      AND (approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NULL OR set_by IS NOT NULL)
      AND (status NOT IN ('proposed', 'in_force')) = (ended_at IS NOT NULL)),
    CONSTRAINT network_agreement_forward CHECK (valid_until > valid_from)
  );
  CREATE UNIQUE INDEX network_agreement_one_in_force ON network_agreement (agency_id) WHERE status = 'in_force';
  CREATE INDEX network_agreement_newest ON network_agreement (proposed_at DESC, id);

  CREATE TABLE network_note (
    agreement_id text NOT NULL REFERENCES network_agreement (id),
    side text NOT NULL CHECK (side IN ('ours', 'theirs')),
    word text NOT NULL CHECK (word IN ('accept', 'reject', 'end')),
    said_at timestamptz NOT NULL,
    note text NOT NULL CHECK (length(note) <= 2000),
    -- The person who answers for ours.
    said_by uuid REFERENCES person (id),
    -- Index of its entry in our log.
    entry bigint NOT NULL,
    -- When the other side took ours; until then it is told again.
    told_at timestamptz,
    tries integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (agreement_id, side, word),
    CONSTRAINT network_note_of_person CHECK ((side = 'ours') = (said_by IS NOT NULL))
  );
  CREATE INDEX network_note_to_tell ON network_note (next_at) WHERE side = 'ours';

  CREATE TABLE network_peer (
    ori text PRIMARY KEY,
    agency_id bigint NOT NULL UNIQUE REFERENCES agency (id),
    -- The successor of the key that the agreement names, where the log of the other tells of one.
    log_key text,
    asking_stopped_at timestamptz,
    asking_stopped_reason text,
    last_head text
  );

  ALTER TABLE sharing_grant ADD COLUMN network_agreement text REFERENCES network_agreement (id);`;

const GUARDS = `
  CREATE FUNCTION hold_agreement() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE is_ended boolean := TG_OP = 'UPDATE' AND OLD.status IN ('ended', 'rejected', 'replaced');
  BEGIN
    IF TG_OP = 'INSERT' AND NEW.status = 'proposed' AND num_nonnulls(NEW.set_by, NEW.approved_by) = 0 THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND NOT is_ended AND (OLD.approved_by IS NULL
        OR (NEW.set_by, NEW.approved_by) IS NOT DISTINCT FROM (OLD.set_by, OLD.approved_by))
      AND (NEW.status = OLD.status OR NEW.status <> 'proposed') AND (NEW.approved_by IS NOT DISTINCT FROM OLD.approved_by OR holds_role(NEW.set_by, 'sharing_admin')
        AND stands_by(NEW.set_by, NEW.set_at))
      AND (NEW.status <> 'in_force' OR NEW.approved_by IS NOT NULL
        AND (SELECT count(*) FROM network_note n WHERE n.agreement_id = NEW.id AND n.word = 'accept') = 2)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an agreement begins proposed, is in force with the notes of both, and what has ended stays so'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END $$;
  CREATE TRIGGER network_agreement_steps BEFORE INSERT OR UPDATE ON network_agreement
    FOR EACH ROW EXECUTE FUNCTION hold_agreement();
  CREATE TRIGGER network_agreement_two_people BEFORE UPDATE OF set_by, approved_by ON network_agreement
    FOR EACH ROW WHEN (NEW.approved_by <> NEW.set_by) EXECUTE FUNCTION require_two_people();
  CREATE CONSTRAINT TRIGGER network_agreement_set_told AFTER UPDATE ON network_agreement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.set_by IS DISTINCT FROM OLD.set_by)
    EXECUTE FUNCTION require_entry('sharing_admin', 'set_by', 'agency', 'agency_changed');
  CREATE TRIGGER network_agreement_kept BEFORE DELETE OR TRUNCATE ON network_agreement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER network_note_kept BEFORE DELETE OR TRUNCATE ON network_note
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- A note stands in both logs: its own entry is of its transaction, and ours is by a person who may share.
  CREATE FUNCTION require_note_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF is_owner_of_schema(session_user) OR EXISTS (
      SELECT FROM audit_detail d JOIN log_entry l ON l.index = d.index
      WHERE d.index = NEW.entry AND d.kind = 'agreement' AND l.entry::jsonb ->> 'kind' = d.kind
        AND d.owner_detail::jsonb ->> 'agreement' = NEW.agreement_id
        AND d.xmin = pg_current_xact_id()::xid AND l.xmin = pg_current_xact_id()::xid
        AND (NEW.side = 'theirs' OR d.owner_detail::jsonb ->> 'by' = NEW.said_by::text
          AND holds_role(NEW.said_by, 'sharing_admin')))
      THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% on % is refused: no entry of the log tells of it', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
  END $$;
  CREATE CONSTRAINT TRIGGER network_note_told AFTER INSERT ON network_note DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION require_note_entry();

  CREATE FUNCTION require_agreement_in_force() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM network_agreement n WHERE n.id = NEW.network_agreement AND n.agency_id = NEW.agency_id
      AND n.status = 'in_force' AND n.valid_until >= NEW.valid_until) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the agreement of a grant is in force, and not shorter'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END $$;
  CREATE TRIGGER sharing_grant_under_agreement BEFORE INSERT OR UPDATE OF status ON sharing_grant FOR EACH ROW
    WHEN (NEW.status = 'active' AND NEW.network_agreement IS NOT NULL) EXECUTE FUNCTION require_agreement_in_force();

  CREATE FUNCTION require_no_grant_under() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM sharing_grant g WHERE g.network_agreement = NEW.id AND g.status = 'active'
      AND g.valid_until > clock_timestamp()) THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'a grant does not outlive its agreement' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END $$;
  CREATE CONSTRAINT TRIGGER network_agreement_no_grant_left AFTER UPDATE ON network_agreement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.status = 'in_force' AND NEW.status <> 'in_force') EXECUTE FUNCTION require_no_grant_under();
  CREATE INDEX sharing_grant_under_agreement ON sharing_grant (network_agreement) WHERE network_agreement IS NOT NULL;

  GRANT SELECT, INSERT (id, agency_id, document, valid_from, valid_until, replaces, client_id, proposed_by),
    UPDATE (status, client_id, set_by, set_at, approved_by, approved_at, ended_by, ended_at, ended_reason)
    ON network_agreement TO gateway_app;
  GRANT SELECT, INSERT (agreement_id, side, word, said_at, note, said_by, entry), UPDATE (told_at, tries, next_at)
    ON network_note TO gateway_app;
  GRANT SELECT, INSERT (ori, agency_id), UPDATE (log_key, asking_stopped_at, asking_stopped_reason, last_head)
    ON network_peer TO gateway_app;
  GRANT INSERT (network_agreement) ON sharing_grant TO gateway_app;`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(GUARDS);
}
