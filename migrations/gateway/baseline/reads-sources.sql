-- The sources that push reads, each registered by two persons; another row of the same name replaces the one before, whose
-- secret still works for an hour. It has hashes of secrets, or a salt from which, with a key file, the secret derives:
-- anyone who reads the rows alone can push nothing.

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
  CONSTRAINT reads_source_prefix CHECK (camera_prefix <> ''),
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

-- Whether one begins with the other; nobody tells capitals from small letters in a camera's name.
CREATE FUNCTION camera_prefixes_overlap(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE
  RETURN starts_with(lower(one), lower(other)) OR starts_with(lower(other), lower(one));

-- Two sources never write cameras in each other's names: a prefix is taken from the proposal until the last secret of its
-- source has ended. INVARIANT: the lock is a statement of its own, before the one that looks. A prefix is written once,
-- with its row.
CREATE FUNCTION hold_prefixes_apart() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE other text;
BEGIN
  PERFORM pg_advisory_xact_lock(74105292);
  SELECT s.name INTO other FROM reads_source s
  WHERE s.name <> NEW.name AND (s.status IN ('proposed', 'active') OR (s.status = 'replaced' AND s.ends_at > clock_timestamp()))
    AND camera_prefixes_overlap(s.camera_prefix, NEW.camera_prefix) ORDER BY s.name LIMIT 1;
  IF NOT FOUND THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the prefix of this source overlaps with that of another one'
    USING ERRCODE = 'exclusion_violation', CONSTRAINT = TG_NAME, DETAIL = other;
END $$;
CREATE TRIGGER reads_source_prefixes_apart BEFORE INSERT ON reads_source
  FOR EACH ROW EXECUTE FUNCTION hold_prefixes_apart();
