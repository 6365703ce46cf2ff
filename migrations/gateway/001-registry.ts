/** The sharing registry: agencies by exact ORI, identities bound to them, grants. The database itself keeps promise P1. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    REVOKE ALL ON SCHEMA public FROM PUBLIC;

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
      CHECK ((agreement_reference IS NULL) = (agreement_signed_on IS NULL)),
      CHECK ((certification_signer IS NULL) = (certification_signed_on IS NULL)),
      -- P1: the lasting half of eligibility; what time ends (certification, agreement, grant) is judged at each release.
      eligible boolean NOT NULL GENERATED ALWAYS AS (
        class IN ('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor')
        AND state = 'CO' AND bound_by_article_74 AND NOT has_287g AND NOT federal_members AND NOT is_owner
        AND status = 'active' AND agreement_signed_on IS NOT NULL AND agreement_article_74
        AND certification_signed_on IS NOT NULL
      ) STORED,
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
      UNIQUE (id, asserts_roles)
    );

    CREATE TABLE person (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      issuer_id bigint NOT NULL REFERENCES identity_issuer (id),
      subject text NOT NULL,
      name text NOT NULL,
      agency_id bigint NOT NULL REFERENCES agency (id),
      ori text COLLATE "C" NOT NULL,
      roles text[] NOT NULL DEFAULT '{}' CHECK (roles <@ ARRAY['sharing_admin', 'reviewer', 'auditor', 'chief']),
      status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'removed')),
      has_roles boolean GENERATED ALWAYS AS (CASE WHEN cardinality(roles) > 0 THEN true END) STORED,
      registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (issuer_id, subject),
      FOREIGN KEY (agency_id, ori) REFERENCES agency_ori (agency_id, ori),
      FOREIGN KEY (issuer_id, has_roles) REFERENCES identity_issuer (id, asserts_roles)
    );

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
      UNIQUE (issuer_id, client_id),
      FOREIGN KEY (agency_id, ori) REFERENCES agency_ori (agency_id, ori)
    );

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
      status text NOT NULL CHECK (status IN ('proposed', 'active', 'revoked', 'withdrawn')),
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

    CREATE TABLE officer (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      agency_id bigint NOT NULL REFERENCES agency (id),
      reference text NOT NULL,
      name text NOT NULL,
      status text NOT NULL CHECK (status IN ('active', 'held', 'suspended')),
      enrolled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (agency_id, reference)
    );

    CREATE TABLE sharing_state (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      halted boolean NOT NULL,
      epoch bigint NOT NULL DEFAULT 0
    );
    INSERT INTO sharing_state (halted) VALUES (false);

    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% on % is refused: its rows are kept', TG_OP, TG_TABLE_NAME;
    END $$;
    CREATE TRIGGER sharing_grant_kept BEFORE DELETE OR TRUNCATE ON sharing_grant
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  `);
}
