-- Which log this is, the keys that sign, and the witnesses of it.

-- The log's origin and the ids of the keys with which its nodes sign, search and encrypt. The first node to start on an
-- unused log writes it once; the gateway's role can never change it.
CREATE TABLE log_identity (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  origin text NOT NULL CHECK (origin <> ''),
  -- The verifier key; of the others ids that tell nothing of the keys.
  log_key text NOT NULL CHECK (log_key <> ''),
  plate_search_key text NOT NULL CHECK (plate_search_key ~ '^[0-9a-f]{32}$'),
  cursor_key text NOT NULL CHECK (cursor_key ~ '^[0-9a-f]{32}$'),
  endpoint_key text NOT NULL CHECK (endpoint_key ~ '^[0-9a-f]{32}$'),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Verifier keys, as log_key. While the log changes its key, the next one signs beside the present one.
  next_log_key text CHECK (next_log_key <> log_key),
  former_log_keys text[] NOT NULL DEFAULT '{}'
);

-- A row where nodes had run on this log before it had an identity: one that has seen it says which it is.
CREATE TABLE log_without_identity (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row));

-- No node runs without a generation, and none is given twice: the sequence knows whether one ever ran.
CREATE FUNCTION claim_log_identity(its_origin text, its_log_key text, its_plate_search_key text,
    its_cursor_key text, its_endpoint_key text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7410503, 0);
  IF EXISTS (SELECT FROM log_identity) THEN
    RAISE EXCEPTION 'this log is recorded already: its owner changes that by log adopt';
  END IF;
  IF (SELECT is_called FROM node_generation) AND NOT EXISTS (SELECT FROM log_without_identity) THEN
    RAISE EXCEPTION 'nodes have run on this log: its owner records which it is by log adopt';
  END IF;
  DELETE FROM log_without_identity;
  INSERT INTO log_identity (origin, log_key, plate_search_key, cursor_key, endpoint_key)
    VALUES (its_origin, its_log_key, its_plate_search_key, its_cursor_key, its_endpoint_key);
END $$;

-- Ids (RFC 7638 thumbprints, which are public) of the keys that sign the gateway's envelopes, in the order of
-- publication. A node that lacks the newest has another directory's keys.
CREATE TABLE envelope_key (
  position integer PRIMARY KEY CHECK (position > 0),
  kid text NOT NULL CHECK (kid ~ '^[A-Za-z0-9_-]{43}$'),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER envelope_key_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON envelope_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Added to by a node that names the newest before, so that one of two nodes publishes, and by the owner (log adopt).
CREATE FUNCTION record_envelope_key(its_kid text, after_kid text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  newest envelope_key;
BEGIN
  PERFORM pg_advisory_xact_lock(7410510, 0);
  SELECT * INTO newest FROM envelope_key ORDER BY position DESC LIMIT 1;
  IF newest.kid IS DISTINCT FROM after_kid THEN
    RAISE EXCEPTION 'another envelope key was published meanwhile';
  END IF;
  IF EXISTS (SELECT FROM envelope_key WHERE kid = its_kid) THEN
    RAISE EXCEPTION 'the envelope key % was published before, and given up since: bring envelope-keys.json from %',
      its_kid, 'DATA_DIR/secrets of a node that runs on this log';
  END IF;
  INSERT INTO envelope_key (position, kid) VALUES (coalesce(newest.position, 0) + 1, its_kid);
END $$;

-- The witnesses' cosignatures. Each reader verifies them: a false row is nobody's.
CREATE TABLE log_cosignature (
  size bigint NOT NULL CHECK (size > 0),
  root bytea NOT NULL CHECK (length(root) = 32),
  -- Verifier key of the witness.
  witness text NOT NULL CHECK (length(witness) <= 500),
  -- Signature line of a note.
  line text NOT NULL CHECK (length(line) <= 8192),
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (size, witness)
);
CREATE INDEX log_cosignature_witness ON log_cosignature (witness, size);

-- A witness is taken out by two persons, and the gateway's role cannot do it otherwise: what it asks is held against the
-- registry, and told in the log by the same transaction.
CREATE TABLE witness_removal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Its verifier key: under another key it is another witness.
  witness text NOT NULL CHECK (length(witness) BETWEEN 1 AND 4000),
  -- Log indexes of the entries that tell of it.
  entry bigint NOT NULL,
  proposed_by uuid NOT NULL REFERENCES person (id),
  proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '7 days',
  removed_entry bigint,
  removed_by uuid REFERENCES person (id),
  removed_at timestamptz,
  CONSTRAINT witness_removal_two_persons CHECK (removed_by <> proposed_by),
  CONSTRAINT witness_removal_whole CHECK (num_nulls(removed_entry, removed_by, removed_at) IN (0, 3))
);
CREATE UNIQUE INDEX witness_removal_once ON witness_removal (witness) WHERE removed_by IS NOT NULL;
CREATE TRIGGER witness_removal_kept BEFORE DELETE OR TRUNCATE ON witness_removal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION propose_witness_removal(who uuid, key text, told_in bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT may_resume(who) THEN
    RAISE EXCEPTION 'only an administrator with an employee id proposes to take a witness out';
  END IF;
  INSERT INTO witness_removal (witness, entry, proposed_by) VALUES (key, told_in, who);
END $$;

CREATE FUNCTION remove_witness(who uuid, key text, told_in bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE proposal bigint;
BEGIN
  SELECT id INTO proposal FROM witness_removal r
    WHERE r.witness = key AND r.removed_by IS NULL AND r.expires_at > clock_timestamp()
      AND may_resume(r.proposed_by) AND stands_by(r.proposed_by, r.proposed_at) AND are_two_people(r.proposed_by, who)
    ORDER BY id DESC LIMIT 1 FOR UPDATE;
  IF proposal IS NULL OR NOT may_resume(who) THEN
    RAISE EXCEPTION 'a witness is taken out by two administrators: one proposes it, another confirms';
  END IF;
  UPDATE witness_removal SET removed_entry = told_in, removed_by = who, removed_at = clock_timestamp()
    WHERE id = proposal;
END $$;
