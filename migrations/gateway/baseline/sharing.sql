-- Grants, whether sharing is halted, and what one person proposes and another carries out.

CREATE TABLE sharing_grant (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agency_id bigint NOT NULL REFERENCES agency (id),
  purposes text[] NOT NULL CHECK (cardinality(purposes) > 0),
  data_classes text[] NOT NULL
    CHECK (cardinality(data_classes) > 0 AND data_classes <@ ARRAY['reads', 'hits', 'hot_lists']),
  look_back_days integer NOT NULL CHECK (look_back_days BETWEEN 1 AND 30),
  daily_records integer NOT NULL CHECK (daily_records > 0),
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL CHECK (valid_until > valid_from),
  agreement_reference text NOT NULL,
  agreement_signed_on date NOT NULL,
  agreement_expires_on date,
  agreement_article_74 boolean NOT NULL,
  agreement_officer_mfa boolean NOT NULL,
  certification_signer text NOT NULL,
  certification_signed_on date NOT NULL,
  status text NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'active', 'revoked', 'withdrawn')),
  proposed_by uuid NOT NULL REFERENCES person (id),
  proposed_at timestamptz NOT NULL,
  approved_by uuid REFERENCES person (id),
  approved_at timestamptz,
  ended_by uuid REFERENCES person (id),
  ended_at timestamptz,
  ended_reason text,
  -- NULL unless active: the foreign key then asks for an eligible agency, and only then.
  active boolean GENERATED ALWAYS AS (CASE WHEN status = 'active' THEN true END) STORED,
  FOREIGN KEY (agency_id, active) REFERENCES agency (id, eligible),
  -- Granting needs two different persons.
  CHECK (approved_by IS DISTINCT FROM proposed_by),
  CHECK (status <> 'active' OR (approved_by IS NOT NULL AND approved_at IS NOT NULL AND agreement_article_74)),
  CHECK (status <> 'active' OR approved_at < certification_signed_on + interval '365 days'),
  CHECK (status NOT IN ('revoked', 'withdrawn') OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX sharing_grant_one_active ON sharing_grant (agency_id) WHERE status = 'active';
CREATE INDEX sharing_grant_agency ON sharing_grant (agency_id, proposed_at DESC);
CREATE INDEX sharing_grant_newest ON sharing_grant (proposed_at DESC, id DESC);
CREATE INDEX sharing_grant_waiting ON sharing_grant (proposed_at DESC, id DESC) WHERE status = 'proposed';
CREATE TRIGGER sharing_grant_kept BEFORE DELETE OR TRUNCATE ON sharing_grant
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A grant is put in force by this and by nothing else (guards.sql).
CREATE FUNCTION activate_grant(proposed uuid, approver uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found sharing_grant%ROWTYPE; at timestamptz := clock_timestamp();
BEGIN
  SELECT * INTO found FROM sharing_grant WHERE id = proposed FOR UPDATE;
  IF found.id IS NULL OR found.status <> 'proposed' THEN RETURN false; END IF;
  IF NOT holds_role(found.proposed_by, 'sharing_admin') OR NOT holds_role(approver, 'sharing_admin') THEN
    RAISE EXCEPTION 'a grant is proposed and approved by administrators'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'sharing_grant_by_administrators';
  END IF;
  -- Two people, and an eligible agency, by the table's own constraints.
  UPDATE sharing_grant SET status = 'active', approved_by = approver, approved_at = at, valid_from = at
    WHERE id = proposed;
  RETURN true;
END $$;

CREATE TABLE sharing_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  halted boolean NOT NULL,
  epoch bigint NOT NULL DEFAULT 0
);
INSERT INTO sharing_state (halted) VALUES (false);

-- A halt is ended by two persons, and the gateway's role cannot end one otherwise: it may not write whether sharing is
-- halted, it may only ask for it, and what it asks is held against the registry. A proposal is for the halt with this
-- epoch and for no later one: any mark that binds everybody ends what was proposed before.
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

-- Lets entries of the present follow those that were dated ahead of the clock, too.
CREATE FUNCTION resume_sharing(who uuid) RETURNS void
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

-- What one person proposes and another carries out within 72 hours; the same transactions log both.
CREATE TABLE proposal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  act text NOT NULL
    CHECK (act IN ('remove_person', 'suspend_person', 'raise_roster', 'records_client', 'lift_records_hold')),
  -- Id of the person, client or agency; of a roster, id of the agency and the number of officers, with a colon between.
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
