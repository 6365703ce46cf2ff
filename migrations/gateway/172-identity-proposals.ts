/**
 * Clients, persons without a role and issuers are registered by two administrators, too: one proposes, another approves,
 * and a function with its owner's rights writes the row. Who holds a role, and which issuer may say so, stays the owner's.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The key with which the client signs in at its issuer, as the agency gave it; the gateway believes the issuer.
    ALTER TABLE client_registration ADD COLUMN public_key jsonb;

    CREATE TABLE identity_proposal (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      what text NOT NULL CHECK (what IN ('client', 'person', 'issuer')),
      agency_id bigint REFERENCES agency (id),
      facts jsonb NOT NULL,
      status text NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'approved', 'removed')),
      proposed_by uuid NOT NULL REFERENCES person (id),
      proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      approved_by uuid REFERENCES person (id),
      approved_at timestamptz,
      CONSTRAINT identity_proposal_two_persons CHECK (approved_by <> proposed_by),
      CONSTRAINT identity_proposal_whole
        CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NULL) = (status <> 'approved')),
      CONSTRAINT identity_proposal_of_agency CHECK ((what = 'issuer') = (agency_id IS NULL))
    );
    CREATE INDEX identity_proposal_waiting ON identity_proposal (proposed_at) WHERE status = 'proposed';
    CREATE TRIGGER identity_proposal_kept BEFORE DELETE OR TRUNCATE ON identity_proposal
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER identity_proposal_steps BEFORE UPDATE ON identity_proposal FOR EACH ROW
      WHEN (OLD.status <> 'proposed' OR NEW.status <> 'removed')
      EXECUTE FUNCTION owner_only('a proposal is approved by register_identity, or removed, once');
    CREATE CONSTRAINT TRIGGER identity_proposal_made_told AFTER INSERT ON identity_proposal DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION require_entry('sharing_admin', 'proposed_by', 'any', 'agency_changed');
    CREATE CONSTRAINT TRIGGER identity_proposal_approved_told AFTER UPDATE ON identity_proposal
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'approved')
      EXECUTE FUNCTION require_entry('sharing_admin', 'approved_by', 'any', 'client_changed,person_added,issuer_added');

    -- INVARIANT: nothing that it writes holds a role, speaks for a person, or may say who holds a role.
    CREATE FUNCTION register_identity(proposed uuid, approver uuid) RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE found identity_proposal%ROWTYPE; of_issuer bigint;
    BEGIN
      SELECT * INTO found FROM identity_proposal WHERE id = proposed FOR UPDATE;
      IF found.id IS NULL OR found.status <> 'proposed' THEN RETURN false; END IF;
      IF NOT holds_role(found.proposed_by, 'sharing_admin') OR NOT holds_role(approver, 'sharing_admin')
        OR NOT are_two_people(found.proposed_by, approver) THEN
        RAISE EXCEPTION 'an identity is proposed and approved by two administrators'
          USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'identity_proposal_by_administrators';
      END IF;
      SELECT id INTO of_issuer FROM identity_issuer
        WHERE issuer = found.facts ->> 'issuer' AND status = 'active' FOR SHARE;
      IF found.what = 'issuer' THEN
        INSERT INTO identity_issuer (issuer, jwks_uri) VALUES (found.facts ->> 'issuer', found.facts ->> 'jwksUri');
      ELSIF found.what = 'person' THEN
        INSERT INTO person (issuer_id, subject, name, agency_id, ori, employee_id)
          VALUES (of_issuer, found.facts ->> 'subject', found.facts ->> 'name', found.agency_id,
            (SELECT ori FROM agency WHERE id = found.agency_id), found.facts ->> 'employeeId');
      ELSE
        INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, public_key)
          VALUES (of_issuer, found.facts ->> 'clientId', found.agency_id,
            (SELECT ori FROM agency WHERE id = found.agency_id), found.facts -> 'publicKey');
      END IF;
      UPDATE identity_proposal SET status = 'approved', approved_by = approver, approved_at = clock_timestamp()
        WHERE id = proposed;
      RETURN true;
    END $$;
    REVOKE ALL ON FUNCTION register_identity(uuid, uuid) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION register_identity(uuid, uuid) TO gateway_app;
    GRANT SELECT, INSERT (what, agency_id, facts, proposed_by), UPDATE (status) ON identity_proposal TO gateway_app;
  `);
}
