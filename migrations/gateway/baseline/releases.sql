-- What a release counts and remembers, and the queries that a person looks at. Days are UTC days of the database's clock.

CREATE TABLE agency_usage (
  agency_id bigint NOT NULL REFERENCES agency (id),
  day date NOT NULL,
  records bigint NOT NULL CHECK (records >= 0),
  releases bigint NOT NULL CHECK (releases >= 0),
  refusals bigint NOT NULL DEFAULT 0 CHECK (refusals >= 0),
  PRIMARY KEY (agency_id, day)
);
CREATE INDEX agency_usage_day ON agency_usage (day);

CREATE TABLE officer_usage (
  officer_id uuid NOT NULL REFERENCES officer (id),
  day date NOT NULL,
  records bigint NOT NULL CHECK (records >= 0),
  releases bigint NOT NULL CHECK (releases >= 0),
  PRIMARY KEY (officer_id, day)
);

-- Releases of a day, by keyed hashes of the officer, and of the officer with the plate's pattern.
CREATE TABLE query_count (
  code bytea NOT NULL CHECK (octet_length(code) = 32),
  day date NOT NULL,
  releases integer NOT NULL CHECK (releases > 0),
  PRIMARY KEY (day, code)
);

-- Words that were released upon, by eight bytes of their keyed hash (32 of versions before); a row more of the same words
-- does no harm, so nothing is looked for before one is written. Unlogged: they only spare an officer a wait, and are not
-- worth a line of the write-ahead log under the lock of the head.
CREATE UNLOGGED TABLE released_words (
  day date NOT NULL,
  code bytea NOT NULL CHECK (octet_length(code) IN (8, 32))
);
CREATE INDEX released_words_code ON released_words (day, code);

-- Keyed hashes of what was refused as prohibited: of the officer with the plate, and of the case.
CREATE TABLE refused_wording (
  code bytea PRIMARY KEY CHECK (octet_length(code) = 32),
  refused_at timestamptz NOT NULL,
  -- Nothing but a contradiction of the incident: it may be a slip.
  only_contradiction boolean NOT NULL DEFAULT false
);
CREATE INDEX refused_wording_age ON refused_wording (refused_at);

-- Under keyed hashes: which plates and officers a case was used for, which cases and purposes a plate, and what the first
-- incident of a case stated.
CREATE TABLE incident_use (
  scope bytea NOT NULL CHECK (octet_length(scope) = 32),
  member bytea NOT NULL CHECK (octet_length(member) = 32),
  used_at timestamptz NOT NULL,
  -- When it happened, of the row that binds a case; without an end it goes on.
  occurred_from timestamptz,
  occurred_to timestamptz,
  PRIMARY KEY (scope, member)
);
CREATE INDEX incident_use_age ON incident_use (used_at);

CREATE TABLE held_query (
  id uuid PRIMARY KEY,
  held_index bigint NOT NULL,
  agency_id bigint NOT NULL REFERENCES agency (id),
  -- NULL: an officer beyond the roster.
  officer_id uuid REFERENCES officer (id),
  grant_id uuid REFERENCES sharing_grant (id),
  epoch bigint NOT NULL,
  rules_revision text NOT NULL,
  subject jsonb NOT NULL,
  query jsonb NOT NULL,
  query_hash bytea NOT NULL,
  reasons jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('held', 'approved', 'refused', 'picked_up', 'dropped', 'lapsed')),
  held_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  decided_by uuid REFERENCES person (id),
  decided_at timestamptz,
  note text,
  -- Log index of the entry that approved, refused or lapsed it.
  decided_index bigint,
  -- What the reviewer read in the court's document; NULL where there was none to read.
  verification jsonb,
  -- The reviewer's verdict on the asker; NULL: nothing was said of it.
  verdict text CHECK (verdict IN ('honest', 'mistaken', 'misuse')),
  -- Without a reviewer's word only what waited for a place on the roster, and nothing else, is picked up.
  CONSTRAINT held_query_decided CHECK (status IN ('held', 'dropped', 'lapsed') OR decided_by IS NOT NULL
    OR (status = 'picked_up' AND jsonb_array_length(reasons) = 1
      AND reasons @> '[{"code": "subject_suspended", "detail": "over_roster", "effect": "review"}]'))
);
CREATE INDEX held_query_waiting ON held_query (held_at) WHERE status = 'held';
CREATE INDEX held_query_lapses ON held_query (expires_at) WHERE status = 'held';
CREATE INDEX held_query_agency ON held_query (agency_id) WHERE status IN ('held', 'approved');
-- A person's own, newest first.
CREATE INDEX held_query_own ON held_query (agency_id, (subject ->> 'personId'), held_at DESC, id DESC);

-- As count_officer (registry-changes.sql).
CREATE FUNCTION count_held_query() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE agency_count c SET held_queries = c.held_queries + d.change FROM (
      SELECT agency_id, sum(change) AS change FROM (SELECT agency_id, 1 AS change FROM came WHERE status = 'held') AS one
      GROUP BY agency_id HAVING sum(change) <> 0) AS d
    WHERE c.agency_id = d.agency_id;
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE agency_count c SET held_queries = c.held_queries + d.change FROM (
      SELECT agency_id, sum(change) AS change FROM (SELECT agency_id, 1 AS change FROM came WHERE status = 'held'
        UNION ALL SELECT agency_id, -1 AS change FROM gone WHERE status = 'held') AS one
      GROUP BY agency_id HAVING sum(change) <> 0) AS d
    WHERE c.agency_id = d.agency_id;
  ELSE
    UPDATE agency_count c SET held_queries = c.held_queries + d.change FROM (
      SELECT agency_id, sum(change) AS change FROM (SELECT agency_id, -1 AS change FROM gone WHERE status = 'held') AS one
      GROUP BY agency_id HAVING sum(change) <> 0) AS d
    WHERE c.agency_id = d.agency_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER held_query_counted_on_insert AFTER INSERT ON held_query REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION count_held_query();
CREATE TRIGGER held_query_counted_on_update AFTER UPDATE ON held_query REFERENCING NEW TABLE AS came OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_held_query();
CREATE TRIGGER held_query_counted_on_delete AFTER DELETE ON held_query REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_held_query();

-- Danger to life was answered at once; a person looks at it within a day.
CREATE TABLE exigent_release (
  id uuid PRIMARY KEY,
  index bigint NOT NULL,
  agency_id bigint NOT NULL REFERENCES agency (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  subject jsonb NOT NULL,
  query jsonb NOT NULL,
  released_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'sound', 'unsound')),
  decided_by uuid REFERENCES person (id),
  decided_at timestamptz,
  decided_index bigint,
  note text,
  verdict text CHECK (verdict IN ('honest', 'mistaken', 'misuse')),
  CHECK ((status = 'open') = (decided_by IS NULL))
);
CREATE INDEX exigent_release_open ON exigent_release (due_at) WHERE status = 'open';
