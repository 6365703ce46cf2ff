/**
 * A halt is ended by two persons, and the gateway's role cannot end one otherwise: it may not write whether sharing is
 * halted, it may only ask for it, and what it asks is held against the registry.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- For the halt with this epoch and for no later one: any mark that binds everybody ends what was proposed before.
    CREATE TABLE resume_proposal (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      epoch bigint NOT NULL,
      -- Log index of the entry that tells of it.
      entry bigint NOT NULL,
      proposed_by uuid NOT NULL REFERENCES person (id),
      proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      resumed_by uuid REFERENCES person (id),
      resumed_at timestamptz,
      CONSTRAINT resume_proposal_two_persons CHECK (resumed_by <> proposed_by),
      CONSTRAINT resume_proposal_whole CHECK ((resumed_by IS NULL) = (resumed_at IS NULL))
    );
    CREATE INDEX resume_proposal_epoch ON resume_proposal (epoch);
    CREATE TRIGGER resume_proposal_kept BEFORE DELETE OR TRUNCATE ON resume_proposal
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    CREATE FUNCTION halt_sharing() RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
      AS 'UPDATE sharing_state SET halted = true';

    -- Employee ids and \`are_two_people\` are of a later step: they are looked for when these are called.
    CREATE FUNCTION may_resume(who uuid) RETURNS boolean
      LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
    BEGIN
      RETURN EXISTS (SELECT FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
        WHERE p.id = who AND p.status = 'active' AND i.status = 'active' AND p.roles = '{sharing_admin}'
          AND p.employee_id IS NOT NULL);
    END $$;

    CREATE FUNCTION propose_resume(who uuid, told_in bigint) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE state sharing_state%ROWTYPE;
    BEGIN
      SELECT * INTO STRICT state FROM sharing_state FOR UPDATE;
      IF NOT state.halted THEN RAISE EXCEPTION 'sharing is not halted'; END IF;
      IF NOT may_resume(who) THEN
        RAISE EXCEPTION 'only an administrator with an employee id proposes to resume';
      END IF;
      INSERT INTO resume_proposal (epoch, entry, proposed_by) VALUES (state.epoch, told_in, who);
    END $$;

    CREATE FUNCTION resume_sharing(who uuid) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE state sharing_state%ROWTYPE; proposal resume_proposal%ROWTYPE;
    BEGIN
      SELECT * INTO STRICT state FROM sharing_state FOR UPDATE;
      IF NOT state.halted THEN RETURN; END IF;
      SELECT * INTO proposal FROM resume_proposal p
        WHERE p.epoch = state.epoch AND p.resumed_at IS NULL AND may_resume(p.proposed_by)
          AND are_two_people(p.proposed_by, who)
        ORDER BY p.id DESC LIMIT 1;
      IF proposal.id IS NULL OR NOT may_resume(who) THEN
        RAISE EXCEPTION 'a halt is ended by two administrators: one proposes it, another resumes';
      END IF;
      UPDATE resume_proposal SET resumed_by = who, resumed_at = clock_timestamp() WHERE id = proposal.id;
      UPDATE sharing_state SET halted = false;
    END $$;

    REVOKE ALL ON FUNCTION halt_sharing(), may_resume(uuid), propose_resume(uuid, bigint), resume_sharing(uuid)
      FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION halt_sharing(), propose_resume(uuid, bigint), resume_sharing(uuid) TO gateway_app;
    REVOKE UPDATE ON sharing_state FROM gateway_app;
    GRANT UPDATE (epoch) ON sharing_state TO gateway_app;
    GRANT SELECT ON resume_proposal TO gateway_app;
  `);
}
