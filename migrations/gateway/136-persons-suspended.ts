/**
 * A person can be suspended, and nobody shares while none of those who oversee it, the Chief and the auditors, can sign
 * in. A person who is suspended is none that the version before lets sign in either: it asks for \`active\` everywhere.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE person
      DROP CONSTRAINT person_status_check,
      ADD CONSTRAINT person_status_check CHECK (status IN ('active', 'suspended', 'removed')),
      -- What they approved alone before is worth nothing after: it may have been given by the one who took their key.
      ADD COLUMN reinstated_at timestamptz;
    GRANT UPDATE (reinstated_at) ON person TO gateway_app;
    -- Nobody goes on under another sign-in while the first is suspended.
    DROP INDEX person_one_employee;
    CREATE UNIQUE INDEX person_one_employee ON person (agency_id, lower(employee_id)) WHERE status <> 'removed';

    -- Whether a person said it after they were reinstated last: what was said before may be the word of a thief.
    CREATE FUNCTION stands_by(who uuid, said_at timestamptz) RETURNS boolean
      LANGUAGE sql STABLE SET search_path = public, pg_temp
      RETURN NOT EXISTS (SELECT FROM public.person p WHERE p.id = who AND p.reinstated_at >= said_at);
    CREATE TRIGGER person_reinstated_later BEFORE UPDATE OF reinstated_at ON person FOR EACH ROW
      WHEN (NEW.reinstated_at IS NULL AND OLD.reinstated_at IS NOT NULL OR NEW.reinstated_at < OLD.reinstated_at)
      EXECUTE FUNCTION owner_only('a person is reinstated later, not earlier');

    -- Ends a halt as before, and lets entries of the present follow those that were dated ahead of the clock.
    CREATE OR REPLACE FUNCTION resume_sharing(who uuid) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE state sharing_state%ROWTYPE; proposal resume_proposal%ROWTYPE;
    BEGIN
      SELECT * INTO STRICT state FROM sharing_state FOR UPDATE;
      IF NOT state.halted THEN RETURN; END IF;
      SELECT * INTO proposal FROM resume_proposal p
        WHERE p.epoch = state.epoch AND p.resumed_at IS NULL AND may_resume(p.proposed_by)
          AND stands_by(p.proposed_by, p.proposed_at) AND are_two_people(p.proposed_by, who)
        ORDER BY p.id DESC LIMIT 1;
      IF proposal.id IS NULL OR NOT may_resume(who) THEN
        RAISE EXCEPTION 'a halt is ended by two administrators: one proposes it, another resumes';
      END IF;
      UPDATE resume_proposal SET resumed_by = who, resumed_at = clock_timestamp() WHERE id = proposal.id;
      UPDATE sharing_state SET halted = false;
      UPDATE log_clock SET minute = '';
    END $$;

    -- Whether a Chief or an auditor can sign in, without the person, client or issuer that is named.
    CREATE FUNCTION is_overseen(without_person uuid, without_client bigint, without_issuer bigint) RETURNS boolean
      LANGUAGE sql STABLE SET search_path = public, pg_temp
      RETURN EXISTS (
        SELECT FROM public.person p
        WHERE p.roles && ARRAY['chief', 'auditor'] AND (holds_role(p.id, 'chief') OR holds_role(p.id, 'auditor'))
          AND p.id IS DISTINCT FROM without_person AND p.issuer_id IS DISTINCT FROM without_issuer
          AND EXISTS (SELECT FROM public.client_registration c
            WHERE c.issuer_id = p.issuer_id AND c.agency_id = p.agency_id AND c.status = 'active'
              AND coalesce(c.person_id, p.id) = p.id AND c.id IS DISTINCT FROM without_client));

    -- With its owner's rights: who may remove one can halt, however it is done. The gateway halts before, with an entry.
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
      WHEN (OLD.status = 'active' AND OLD.roles && ARRAY['chief', 'auditor'] AND (OLD.status, OLD.roles) IS DISTINCT FROM (NEW.status, NEW.roles))
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
    -- A node of the version before that removes a Chief or auditor alone is refused too, and stops.
    CREATE CONSTRAINT TRIGGER person_told AFTER UPDATE ON person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (OLD.status <> NEW.status AND (OLD.status = 'suspended' AND NEW.status = 'active'
        OR NEW.status = 'suspended' OR NEW.status <> 'active' AND OLD.roles && ARRAY['chief', 'auditor']))
      EXECUTE FUNCTION require_word_on_person();

    -- As before, but a Chief who is suspended is one still: a report about them is an auditor's to close.
    CREATE OR REPLACE FUNCTION require_closer() RETURNS trigger
      LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
      is_about_chief boolean := EXISTS (
        SELECT FROM person p JOIN identity_issuer i ON i.id = p.issuer_id JOIN agency a ON a.id = p.agency_id
        WHERE p.id = NEW.concerns AND p.status <> 'removed' AND i.status = 'active' AND a.is_owner
          AND p.roles = ARRAY['chief']);
      wanted text := CASE WHEN is_about_chief THEN 'auditor' ELSE 'chief' END;
      person text := to_jsonb(NEW) ->> nullif(TG_ARGV[0], '');
    BEGIN
      IF is_owner_of_schema(session_user) OR (is_told(wanted, person, NULL, ARRAY[TG_ARGV[1]])
        AND NOT (is_about_chief AND coalesce(person = NEW.opened_by::text, false))) THEN RETURN NULL; END IF;
      RAISE EXCEPTION '% on % is refused: no entry of the log tells of it, by a person with the role % who did not report it',
        TG_OP, TG_TABLE_NAME, wanted USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
    END $$;

    REVOKE ALL ON FUNCTION stands_by(uuid, timestamptz), is_overseen(uuid, bigint, bigint), halt_unless_overseen(), require_oversight(),
      require_word_on_person() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION stands_by(uuid, timestamptz), is_overseen(uuid, bigint, bigint) TO gateway_app;
  `);
}
