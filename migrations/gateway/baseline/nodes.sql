-- Revocation records (marks), the nodes that obey them, and what a node remembers of whoever talks to it.

-- A mark withdrew a right: its log index is the epoch from then on. agency_id NULL: it binds everybody.
CREATE TABLE mark (
  -- A mark beyond the log would let a node acknowledge those that are still to come.
  index bigint PRIMARY KEY CONSTRAINT mark_entry REFERENCES log_entry (index),
  agency_id bigint REFERENCES agency (id),
  kind text NOT NULL,
  marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX mark_agency ON mark (agency_id, index DESC);
CREATE TRIGGER mark_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON mark
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- No generation is ever given twice: what was committed under one cannot be sent under another.
CREATE SEQUENCE node_generation AS bigint;
CREATE TABLE node_lease (
  node_id uuid PRIMARY KEY,
  generation bigint NOT NULL UNIQUE,
  -- Counts up with each renewal: others watch it with their own clock, whatever this database's clock does.
  renewals bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  -- Every mark up to this index binds the node: its fences stand, its answers are cut.
  acknowledged bigint NOT NULL,
  -- Ids, in the verifier keys, of those with which it signs: an old key is not ended while a node has no other.
  log_keys text[] NOT NULL DEFAULT '{}'
);

-- Neither gives nor renews a lease that is behind a mark for longer than its term, whoever asks: its counter then stands
-- still, and the revocation drops it, as the lease of a node that died. Nodes renew so by themselves; the gateway's role
-- could write a lease that is renewed forever, obeys nobody, and holds every revocation. It refuses rather than deletes:
-- a node whose renewal crosses a revocation must wait its term out.
CREATE FUNCTION keep_lease_term() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- LEASE_TTL of every node.
DECLARE term CONSTANT interval := '2 seconds';
BEGIN
  -- A revocation looks at each.
  IF TG_OP = 'INSERT' AND (SELECT count(*) FROM node_lease) >= 64 THEN
    RAISE EXCEPTION 'there are 64 leases, and no more are given; next: see which nodes run'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  IF EXISTS (SELECT FROM mark WHERE index > NEW.acknowledged AND marked_at < clock_timestamp() - term) THEN
    IF TG_OP = 'UPDATE' THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'a lease that is behind a revocation is not given'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  -- Who counts the nodes that run believes it.
  NEW.expires_at := least(NEW.expires_at, clock_timestamp() + term);
  RETURN NEW;
END $$;
-- Not where a node acknowledges.
CREATE TRIGGER node_lease_term BEFORE INSERT OR UPDATE OF node_id, generation, renewals, expires_at ON node_lease
  FOR EACH ROW EXECUTE FUNCTION keep_lease_term();

-- effective_at NULL: nodes may still be writing what the mark forbids. Any node may finish it.
CREATE TABLE drain (
  mark bigint PRIMARY KEY REFERENCES mark (index),
  grant_id uuid REFERENCES sharing_grant (id),
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  drained integer,
  aborted integer,
  expired_nodes integer,
  effective_at timestamptz,
  CHECK ((effective_at IS NULL) = (drained IS NULL)),
  CHECK ((effective_at IS NULL) = (aborted IS NULL)),
  CHECK ((effective_at IS NULL) = (expired_nodes IS NULL))
);
CREATE INDEX drain_open ON drain (mark) WHERE effective_at IS NULL;

CREATE TABLE mark_acknowledgement (
  mark bigint NOT NULL REFERENCES mark (index),
  node_id uuid NOT NULL,
  generation bigint NOT NULL,
  drained integer NOT NULL CHECK (drained >= 0),
  aborted integer NOT NULL CHECK (aborted >= 0),
  acknowledged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (mark, generation)
);
CREATE TRIGGER mark_acknowledgement_kept BEFORE UPDATE OR TRUNCATE ON mark_acknowledgement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Acknowledgments are needed until the drain ends, and kept for a month; they go by a function.
CREATE FUNCTION require_ended_drain() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM drain d WHERE d.mark = OLD.mark AND d.effective_at < clock_timestamp() - interval '30 days')
    THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'DELETE on mark_acknowledgement is refused: kept for 30 days after the drain has ended'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER mark_acknowledgement_ended BEFORE DELETE ON mark_acknowledgement
  FOR EACH ROW EXECUTE FUNCTION require_ended_drain();

-- Of drains that ended before; a row for each that goes.
CREATE FUNCTION forget_acknowledgements(before date) RETURNS SETOF bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM mark_acknowledgement a USING drain d
    WHERE d.mark = a.mark AND d.effective_at < least(before, clock_timestamp() - interval '30 days')
    RETURNING a.mark
$$;

-- Answers to POSTs that carried an Idempotency-Key, so that a repeated request gets the same one.
CREATE TABLE idempotency_key (
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  -- SHA-256 of method, path and body: another request under the same key is refused.
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  claimed_at timestamptz NOT NULL,
  -- NULL until the first request was answered.
  status integer,
  body text,
  location text,
  -- Whoever asks: a person, or a partner's system.
  holder text NOT NULL CHECK (length(holder) BETWEEN 1 AND 2048),
  PRIMARY KEY (holder, key),
  CHECK ((status IS NULL) = (body IS NULL))
);
CREATE INDEX idempotency_key_claimed ON idempotency_key (claimed_at);

-- Who has signed in at the pages. Tokens are sealed with a key that only the cookie gives.
CREATE TABLE page_session (
  -- SHA-256 of the cookie's value.
  id bytea PRIMARY KEY CHECK (length(id) = 32),
  issuer text NOT NULL CHECK (length(issuer) <= 500),
  subject text NOT NULL CHECK (length(subject) <= 255),
  -- The issuer's name of its own session, where it gives one.
  sid text CHECK (length(sid) <= 255),
  sealed bytea NOT NULL CHECK (length(sealed) <= 65536),
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX page_session_person ON page_session (issuer, subject);
CREATE INDEX page_session_seen ON page_session (seen_at);

-- RFC 9449 section 11.1: a proof's jti is used once, on whichever node it arrives.
CREATE TABLE proof_used (
  hash bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX proof_used_expired ON proof_used (expires_at);
