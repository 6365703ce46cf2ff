/**
 * Registers the sources that push reads, each by two persons; another row of the same name replaces the one
 * before, whose secret still works for an hour. It has hashes of secrets, or a salt from which, with a key
 * file, the secret derives: anyone who reads the rows alone can push nothing.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE reads_source (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
      vendor text NOT NULL,
      method text NOT NULL CHECK (method IN ('hmac', 'basic', 'path')),
      camera_prefix text NOT NULL,
      requests_per_minute integer NOT NULL CHECK (requests_per_minute > 0),
      reads_per_minute integer NOT NULL CHECK (reads_per_minute > 0),
      body_bytes integer NOT NULL CHECK (body_bytes > 0),
      status text NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'active', 'replaced', 'removed')),
      secret_hash bytea,
      secret_salt bytea,
      set_by uuid NOT NULL REFERENCES person (id),
      set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      approved_by uuid REFERENCES person (id),
      approved_at timestamptz,
      -- From then on nothing is taken by its secret.
      ends_at timestamptz,
      CONSTRAINT reads_source_two_persons CHECK (approved_by <> set_by),
      CONSTRAINT reads_source_approval_whole
        CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (status NOT IN ('active', 'replaced') OR approved_by IS NOT NULL)),
      CONSTRAINT reads_source_one_secret CHECK (CASE WHEN status NOT IN ('active', 'replaced') THEN true
        WHEN method = 'hmac' THEN secret_salt IS NOT NULL AND secret_hash IS NULL
        ELSE secret_hash IS NOT NULL AND secret_salt IS NULL END)
    );
    CREATE UNIQUE INDEX reads_source_one_active ON reads_source (name) WHERE status = 'active';
    CREATE UNIQUE INDEX reads_source_one_proposed ON reads_source (name) WHERE status = 'proposed';
    CREATE INDEX reads_source_by_name ON reads_source (name, set_at);

    -- What came of it, by the day and the reason; no plate, no camera.
    CREATE TABLE reads_source_count (
      name text NOT NULL,
      day date NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('taken', 'known', 'set_aside', 'no_read', 'refused', 'limited')),
      reason text NOT NULL,
      count bigint NOT NULL,
      newest_at timestamptz NOT NULL,
      PRIMARY KEY (name, day, outcome, reason)
    );
    CREATE INDEX reads_source_count_by_day ON reads_source_count (day);

    -- The minute under way, for all nodes together.
    CREATE TABLE reads_source_use (
      name text PRIMARY KEY,
      minute timestamptz NOT NULL,
      requests integer NOT NULL,
      reads integer NOT NULL
    );

    CREATE TRIGGER reads_source_two_people BEFORE INSERT OR UPDATE OF set_by, approved_by ON reads_source
      FOR EACH ROW WHEN (NEW.approved_by <> NEW.set_by) EXECUTE FUNCTION require_two_people();
    CREATE CONSTRAINT TRIGGER reads_source_set_told AFTER INSERT ON reads_source DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION require_entry('sharing_admin', 'set_by', 'any', 'agency_changed');
    CREATE CONSTRAINT TRIGGER reads_source_approved_told AFTER UPDATE ON reads_source DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.status = 'active' AND OLD.status <> 'active')
      EXECUTE FUNCTION require_entry('sharing_admin', 'approved_by', 'any', 'agency_changed');

    -- INVARIANT: it begins proposed, is approved once, and what was approved never changes but to its end.
    CREATE FUNCTION hold_reads_source() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND NEW.status = 'proposed' THEN RETURN NEW; END IF;
      IF TG_OP = 'UPDATE' AND (OLD.status, NEW.status) IN (('proposed', 'active'), ('proposed', 'removed'), ('active', 'replaced'),
        ('active', 'removed'), ('replaced', 'removed')) AND (OLD.status = 'proposed'
          OR (NEW.secret_hash, NEW.secret_salt, NEW.approved_by) IS NOT DISTINCT FROM (OLD.secret_hash, OLD.secret_salt, OLD.approved_by))
      THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a source of reads goes from proposed to active, and from there to its end'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END $$;
    CREATE TRIGGER reads_source_steps BEFORE INSERT OR UPDATE ON reads_source
      FOR EACH ROW EXECUTE FUNCTION hold_reads_source();
    REVOKE ALL ON FUNCTION hold_reads_source() FROM PUBLIC;

    GRANT SELECT, INSERT (name, vendor, method, camera_prefix, requests_per_minute, reads_per_minute, body_bytes, set_by),
      UPDATE (status, secret_hash, secret_salt, approved_by, approved_at, ends_at) ON reads_source TO gateway_app;
    GRANT SELECT, INSERT, UPDATE (count, newest_at), DELETE ON reads_source_count TO gateway_app;
    GRANT SELECT, INSERT, UPDATE (minute, requests, reads) ON reads_source_use TO gateway_app;
  `);
}
