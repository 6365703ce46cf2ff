/**
 * Two persons are two people: an employee id, of one active person of an agency only, and no approval of
 * one's own under another sign-in. One person holds one role.
 *
 * Persons with roles who were registered before have no employee id: they withdraw rights as ever, but no act
 * that takes two is theirs until `register` gives them one. Holders of several roles can only withdraw rights
 * (`sharing-rules/terms/roles.ts`). So neither constraint binds old rows, and any can be removed.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE person
      ADD COLUMN employee_id text CHECK (employee_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
      ADD CONSTRAINT person_employee_known
        CHECK (cardinality(roles) = 0 OR employee_id IS NOT NULL OR status = 'removed') NOT VALID,
      ADD CONSTRAINT person_one_role CHECK (cardinality(roles) <= 1 OR status = 'removed') NOT VALID;
    -- A new sign-in of somebody whose old one was removed has the same.
    CREATE UNIQUE INDEX person_one_employee ON person (agency_id, lower(employee_id)) WHERE status = 'active';

    -- Not where either's employee id is unknown.
    CREATE FUNCTION are_two_people(one uuid, other uuid) RETURNS boolean
      LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN EXISTS (
      SELECT FROM public.person a JOIN public.person b ON b.agency_id = a.agency_id
      WHERE a.id = one AND b.id = other AND lower(a.employee_id) <> lower(b.employee_id));

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
    -- One person twice, or nobody, is refused by the tables' own constraints.
    CREATE TRIGGER sharing_grant_two_people
      BEFORE INSERT OR UPDATE OF status, proposed_by, approved_by ON sharing_grant
      FOR EACH ROW WHEN (NEW.status = 'active' AND NEW.approved_by <> NEW.proposed_by) EXECUTE FUNCTION require_two_people();
    CREATE TRIGGER partner_endpoint_two_people
      BEFORE INSERT OR UPDATE OF set_by, approved_by ON partner_endpoint
      FOR EACH ROW WHEN (NEW.approved_by <> NEW.set_by) EXECUTE FUNCTION require_two_people();
  `);
}
