-- What takes two people, and that nobody shares while none of those who oversee it can sign in.
--
-- Two persons are two people by their employee ids (are_two_people in persons.sql). Persons without one withdraw rights
-- as ever, but no act that takes two is theirs until register gives them one. One person twice, or nobody, is refused by
-- the tables' own constraints.

CREATE FUNCTION require_two_people() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE first_person uuid := CASE TG_TABLE_NAME
  WHEN 'sharing_grant' THEN to_jsonb(NEW) ->> 'proposed_by' ELSE to_jsonb(NEW) ->> 'set_by' END;
BEGIN
  IF NOT are_two_people(first_person, NEW.approved_by) THEN
    RAISE EXCEPTION '% takes two people, each with an employee id', TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sharing_grant_two_people
  BEFORE INSERT OR UPDATE OF status, proposed_by, approved_by ON sharing_grant
  FOR EACH ROW WHEN (NEW.status = 'active' AND NEW.approved_by <> NEW.proposed_by) EXECUTE FUNCTION require_two_people();
CREATE TRIGGER partner_endpoint_two_people BEFORE INSERT OR UPDATE OF set_by, approved_by ON partner_endpoint
  FOR EACH ROW WHEN (NEW.approved_by <> NEW.set_by) EXECUTE FUNCTION require_two_people();
CREATE TRIGGER reads_source_two_people BEFORE INSERT OR UPDATE OF set_by, approved_by ON reads_source
  FOR EACH ROW WHEN (NEW.approved_by <> NEW.set_by) EXECUTE FUNCTION require_two_people();

CREATE FUNCTION require_setter() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF is_owner_of_schema(current_user) OR holds_role(NEW.set_by, 'sharing_admin') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an endpoint is set by an administrator'
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER partner_endpoint_setter BEFORE UPDATE ON partner_endpoint FOR EACH ROW
  WHEN (NEW.approved_by IS DISTINCT FROM OLD.approved_by AND NEW.approved_by IS NOT NULL)
  EXECUTE FUNCTION require_setter();

-- Whether this very transaction carries a proposal out, as the second of two people.
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
CREATE CONSTRAINT TRIGGER agency_roster_two_people AFTER UPDATE ON agency DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.roster > OLD.roster) EXECUTE FUNCTION require_second_word_on_roster();

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
CREATE CONSTRAINT TRIGGER client_registration_two_people AFTER UPDATE ON client_registration
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.answers_records AND NOT OLD.answers_records)
  EXECUTE FUNCTION require_two_administrators('records_client');

-- Halts all sharing where no Chief and no auditor can sign in any more. With its owner's rights: who may remove one can
-- halt, however it is done. The gateway halts before, with an entry.
CREATE FUNCTION halt_unless_overseen() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME <> 'person' AND NOT EXISTS (
    SELECT FROM person p WHERE p.roles && ARRAY['chief', 'auditor'] AND p.status = 'active'
      AND p.issuer_id = coalesce(to_jsonb(NEW) ->> 'issuer_id', to_jsonb(NEW) ->> 'id')::bigint)
  THEN RETURN NULL; END IF;
  -- One after the other: two who each suspend one of two would not see the other.
  PERFORM FROM sharing_state FOR UPDATE;
  IF is_overseen(NULL, NULL, NULL) THEN RETURN NULL; END IF;
  UPDATE sharing_state SET halted = true WHERE NOT halted;
  RETURN NULL;
END $$;
CREATE TRIGGER person_overseen AFTER UPDATE ON person FOR EACH ROW
  WHEN (OLD.status = 'active' AND OLD.roles && ARRAY['chief', 'auditor']
    AND (OLD.status, OLD.roles) IS DISTINCT FROM (NEW.status, NEW.roles))
  EXECUTE FUNCTION halt_unless_overseen();
CREATE TRIGGER client_registration_overseen AFTER UPDATE ON client_registration FOR EACH ROW
  WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION halt_unless_overseen();
CREATE TRIGGER identity_issuer_overseen AFTER UPDATE ON identity_issuer FOR EACH ROW
  WHEN (OLD.asserts_roles AND OLD.status <> NEW.status) EXECUTE FUNCTION halt_unless_overseen();

CREATE FUNCTION require_oversight() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF is_owner_of_schema(session_user) OR is_overseen(NULL, NULL, NULL) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'nothing is shared while neither a Chief nor an auditor can sign in'
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER sharing_state_overseen BEFORE UPDATE ON sharing_state FOR EACH ROW
  WHEN (OLD.halted AND NOT NEW.halted) EXECUTE FUNCTION require_oversight();
CREATE TRIGGER sharing_grant_overseen BEFORE UPDATE ON sharing_grant FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND NEW.status = 'active') EXECUTE FUNCTION require_oversight();

-- What a person's word alone does not do: reinstate oneself, remove a Chief or auditor, suspend the last of them.
CREATE FUNCTION require_word_on_person() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  kind text[] := '{person_reinstated}';
  at bigint := NEW.agency_id;
  stands boolean := CASE NEW.status
    WHEN 'active' THEN (is_told('sharing_admin', NULL, at, kind) OR is_told('chief', NULL, at, kind))
      AND NOT (is_told('sharing_admin', NEW.id::text, at, kind) OR is_told('chief', NEW.id::text, at, kind))
    WHEN 'suspended' THEN (is_told('sharing_admin', NULL, at, '{person_suspended}')
        OR is_told('chief', NULL, at, '{person_suspended}'))
      AND (NOT NEW.roles && ARRAY['chief', 'auditor'] OR is_overseen(NULL, NULL, NULL)
        OR is_carried_out('suspend_person', NEW.id::text))
    ELSE is_carried_out('remove_person', NEW.id::text) END;
BEGIN
  IF stands OR is_owner_of_schema(session_user) THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% on person is refused: no two people stand behind it, or no entry of the log tells of it', TG_OP
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER person_told AFTER UPDATE ON person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND (OLD.status = 'suspended' AND NEW.status = 'active'
    OR NEW.status = 'suspended' OR NEW.status <> 'active' AND OLD.roles && ARRAY['chief', 'auditor']))
  EXECUTE FUNCTION require_word_on_person();
