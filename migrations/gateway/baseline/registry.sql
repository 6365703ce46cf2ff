-- The registry: agencies by exact ORI, the identities bound to them, and their officers. Promise P1 is kept here: the
-- database itself knows which agency may be granted anything.

CREATE TABLE agency (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ori text COLLATE "C" NOT NULL UNIQUE CHECK (ori ~ '^[A-Z]{2}[A-Z0-9]{7}$'),
  name text NOT NULL,
  class text NOT NULL CHECK (class IN (
    'municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor', 'campus_private',
    'task_force', 'tribal', 'federal', 'corrections', 'not_criminal_justice', 'private', 'fusion', 'out_of_state')),
  state text NOT NULL CHECK (state ~ '^[A-Z]{2}$'),
  county text,
  bound_by_article_74 boolean NOT NULL,
  has_287g boolean NOT NULL,
  federal_members boolean NOT NULL,
  is_owner boolean NOT NULL DEFAULT false,
  status text NOT NULL CHECK (status IN ('draft', 'active', 'suspended', 'retired')),
  roster integer NOT NULL DEFAULT 0 CHECK (roster >= 0),
  agreement_reference text,
  agreement_signed_on date,
  agreement_expires_on date,
  agreement_article_74 boolean NOT NULL DEFAULT false,
  agreement_officer_mfa boolean NOT NULL DEFAULT false,
  certification_signer text,
  certification_signed_on date,
  encryption_key jsonb,
  epoch bigint NOT NULL DEFAULT 0,
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- P1: the lasting half of eligibility; what time ends (certification, agreement, grant) is judged at each release.
  -- Private campuses, corrections, parole and courts only where a person has found them bound by article 74; each of
  -- their queries is held.
  eligible boolean NOT NULL GENERATED ALWAYS AS (
    class IN ('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor', 'campus_private',
      'corrections')
    AND state = 'CO' AND bound_by_article_74 AND NOT has_287g AND NOT federal_members AND NOT is_owner
    AND status = 'active' AND agreement_signed_on IS NOT NULL AND agreement_article_74
    AND certification_signed_on IS NOT NULL
  ) STORED,
  CHECK ((agreement_reference IS NULL) = (agreement_signed_on IS NULL)),
  CHECK ((certification_signer IS NULL) = (certification_signed_on IS NULL)),
  UNIQUE (id, eligible)
);
CREATE UNIQUE INDEX agency_one_owner ON agency (is_owner) WHERE is_owner;

CREATE TABLE agency_ori (
  ori text COLLATE "C" PRIMARY KEY CHECK (ori ~ '^[A-Z]{2}[A-Z0-9]{7}$'),
  agency_id bigint NOT NULL REFERENCES agency (id),
  UNIQUE (agency_id, ori)
);

CREATE TABLE identity_issuer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  issuer text NOT NULL UNIQUE,
  jwks_uri text NOT NULL,
  -- Only the owner's own issuer may stand behind a role.
  asserts_roles boolean NOT NULL DEFAULT false,
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- One that is removed stays as a row: nobody of its clients and persons signs in any more.
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'removed')),
  UNIQUE (id, asserts_roles)
);

CREATE TABLE person (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  issuer_id bigint NOT NULL REFERENCES identity_issuer (id),
  subject text NOT NULL,
  name text NOT NULL,
  agency_id bigint NOT NULL REFERENCES agency (id),
  ori text COLLATE "C" NOT NULL,
  roles text[] NOT NULL DEFAULT '{}'
    CHECK (roles <@ ARRAY['sharing_admin', 'reviewer', 'auditor', 'chief', 'records_clerk']),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'removed')),
  -- NULL without a role: the foreign key then asks for an issuer that asserts roles, and only then.
  has_roles boolean GENERATED ALWAYS AS (CASE WHEN cardinality(roles) > 0 THEN true END) STORED,
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Two persons are two people by it (two-people.sql).
  employee_id text CHECK (employee_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
  -- What they approved alone before is worth nothing after: it may have been given by the one who took their key.
  reinstated_at timestamptz,
  CONSTRAINT person_employee_known CHECK (cardinality(roles) = 0 OR employee_id IS NOT NULL OR status = 'removed'),
  CONSTRAINT person_one_role CHECK (cardinality(roles) <= 1 OR status = 'removed'),
  UNIQUE (issuer_id, subject),
  FOREIGN KEY (agency_id, ori) REFERENCES agency_ori (agency_id, ori),
  FOREIGN KEY (issuer_id, has_roles) REFERENCES identity_issuer (id, asserts_roles)
);
-- A new sign-in of somebody whose old one was removed has the same; nobody goes on under another while one is suspended.
CREATE UNIQUE INDEX person_one_employee ON person (agency_id, lower(employee_id)) WHERE status <> 'removed';

-- Issuer and client together name the agency; a token's own ORI claim only has to agree.
CREATE TABLE client_registration (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  issuer_id bigint NOT NULL REFERENCES identity_issuer (id),
  client_id text NOT NULL,
  agency_id bigint NOT NULL REFERENCES agency (id),
  ori text COLLATE "C" NOT NULL,
  -- A system client that acts for one person (the administrators' command line).
  person_id uuid REFERENCES person (id),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'removed')),
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Answers for a records office. Never taken back: a client that answered must not ask.
  answers_records boolean NOT NULL DEFAULT false,
  CONSTRAINT client_registration_answers_for_nobody CHECK (NOT answers_records OR person_id IS NULL),
  UNIQUE (issuer_id, client_id),
  FOREIGN KEY (agency_id, ori) REFERENCES agency_ori (agency_id, ori)
);

CREATE TABLE officer (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agency_id bigint NOT NULL REFERENCES agency (id),
  reference text NOT NULL,
  name text NOT NULL,
  -- held: beyond the roster.
  status text NOT NULL CHECK (status IN ('active', 'held', 'suspended')),
  enrolled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When an inactive one was readmitted.
  reinstated_at timestamptz,
  -- The agency's attestation (CJISSECPOL AC-2(d)).
  attested_employer text COLLATE "C" CHECK (attested_employer ~ '^[A-Z]{2}[A-Z0-9]{7}$'),
  attested_federal_detail boolean,
  attested_trained_on date,
  attested_by uuid REFERENCES person (id),
  attested_at timestamptz,
  UNIQUE (agency_id, reference),
  CHECK ((attested_at IS NULL) = (attested_employer IS NULL)),
  CHECK ((attested_at IS NULL) = (attested_federal_detail IS NULL)),
  CHECK ((attested_at IS NULL) = (attested_trained_on IS NULL)),
  CHECK ((attested_at IS NULL) = (attested_by IS NULL))
);
CREATE INDEX officer_listed ON officer (agency_id, id);

-- An agency that becomes active has declared a roster (the condition of sharing-rules/terms/roster.ts): with none, each
-- query of its officers waits for a reviewer. Of one that was active without before, every other change goes on, a
-- revocation above all: so this is no CHECK, which would be asked at each of them.
CREATE FUNCTION require_roster() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.status = 'active' AND OLD.roster = 0 AND NOT OLD.is_owner
      AND OLD.state = 'CO' AND OLD.class IN ('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public',
        'prosecutor', 'campus_private', 'corrections') THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '% on agency is refused: an active agency has declared a roster', TG_OP
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER agency_has_roster BEFORE INSERT OR UPDATE ON agency FOR EACH ROW
  WHEN (NEW.status = 'active' AND NEW.roster = 0 AND NOT NEW.is_owner
    AND NEW.state = 'CO' AND NEW.class IN ('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public',
      'prosecutor', 'campus_private', 'corrections')) EXECUTE FUNCTION require_roster();
