-- Reports of misuse, monthly audits, the search for misuse, and the questions to agencies' records offices.

-- Reports go to the Chief (Policy 420.9.1). Neither they nor the audits are ever deleted.
CREATE TABLE misuse_report (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  agency_id bigint REFERENCES agency (id),
  officer_id uuid REFERENCES officer (id),
  -- The person of the owner whose conduct it is about.
  concerns uuid REFERENCES person (id),
  -- What makes two findings the same; NULL for a report that a person wrote.
  pattern bytea UNIQUE CHECK (octet_length(pattern) = 32),
  -- Log indices that show it.
  entries bigint[] NOT NULL,
  summary text NOT NULL,
  opened_at timestamptz NOT NULL,
  -- NULL: the gateway found it.
  opened_by uuid REFERENCES person (id),
  opened_index bigint,
  owner uuid REFERENCES person (id),
  due_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'closed')),
  outcome text CHECK (outcome IN ('founded', 'unfounded')),
  note text,
  closed_by uuid REFERENCES person (id),
  closed_at timestamptz,
  closed_index bigint,
  -- Policy 420.9.1: not by the person concerned, whatever the code above says.
  CHECK (concerns IS NULL OR closed_by IS DISTINCT FROM concerns),
  CHECK (concerns IS NULL OR owner IS DISTINCT FROM concerns),
  CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((state = 'closed') = (outcome IS NOT NULL))
);
CREATE INDEX misuse_report_waiting ON misuse_report (due_at) WHERE state <> 'closed';
CREATE INDEX misuse_report_listed ON misuse_report (opened_at DESC, id DESC);
CREATE INDEX misuse_report_of_agency ON misuse_report (agency_id, opened_at DESC, id DESC)
  INCLUDE (due_at, concerns) WHERE state <> 'closed';
CREATE INDEX misuse_report_officer ON misuse_report (officer_id, opened_at DESC) WHERE officer_id IS NOT NULL;
-- How many reports of a kind an agency has this week.
CREATE INDEX misuse_report_agency ON misuse_report (agency_id, opened_at) WHERE opened_by IS NULL;
CREATE TRIGGER misuse_report_kept BEFORE DELETE OR TRUNCATE ON misuse_report
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE monthly_audit (
  -- First day of the month that was audited.
  month date PRIMARY KEY CHECK (month = date_trunc('month', month)::date),
  -- Canonical JSON; its SHA-256 is in the log entry's detail.
  memo text NOT NULL,
  memo_sha256 bytea NOT NULL CHECK (octet_length(memo_sha256) = 32),
  index bigint NOT NULL,
  completed_by uuid NOT NULL REFERENCES person (id),
  completed_at timestamptz NOT NULL
);
CREATE TRIGGER monthly_audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON monthly_audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What the search for misuse has taken from the log's details, once: one row for each query and officer. Officers,
-- plates and case numbers are keyed hashes, equal where they are.
CREATE TABLE query_activity (
  agency_id bigint NOT NULL,
  -- Log index.
  index bigint NOT NULL,
  at timestamptz NOT NULL,
  officer bytea NOT NULL CHECK (octet_length(officer) = 16),
  client_id text NOT NULL,
  effect text NOT NULL,
  purpose text NOT NULL,
  plate bytea CHECK (octet_length(plate) = 16),
  case_number bytea CHECK (octet_length(case_number) = 16),
  -- Patterns towards which it counts: names of sharing-rules/anomalies.ts.
  signs text[] NOT NULL,
  -- Keyed hash of the incident that it states.
  stated bytea CHECK (octet_length(stated) = 16),
  -- Asked only what would be decided.
  dry_run boolean NOT NULL DEFAULT false,
  PRIMARY KEY (agency_id, index, officer)
);
CREATE INDEX query_activity_officer ON query_activity (agency_id, officer, at DESC);
CREATE INDEX query_activity_asked ON query_activity (agency_id, plate, officer, at DESC)
  WHERE effect <> 'deny' AND plate IS NOT NULL;
CREATE INDEX query_activity_case ON query_activity (agency_id, case_number, at DESC)
  WHERE effect <> 'deny' AND plate IS NOT NULL AND case_number IS NOT NULL;
CREATE INDEX query_activity_prohibited ON query_activity (agency_id, plate, at DESC)
  WHERE plate IS NOT NULL AND signs && '{prohibited_use,prohibited_words}';
CREATE INDEX query_activity_stated ON query_activity (agency_id, plate, at DESC) WHERE stated IS NOT NULL;
CREATE INDEX query_activity_age ON query_activity USING brin (at);

-- How far the search is with each agency: none starts from the beginning, and no agency's queries stand before another's.
CREATE TABLE misuse_search (
  agency_id bigint PRIMARY KEY REFERENCES agency (id),
  -- All that the agency asked up to this log index has been looked at.
  index bigint NOT NULL,
  -- When the entry at that index was made, at the earliest.
  at timestamptz NOT NULL
);

-- A question to an agency's records office about a released query, and the answer: which differs, which was explained,
-- which became a report.
CREATE TABLE records_check (
  -- Log index of the release.
  index bigint PRIMARY KEY,
  agency_id bigint NOT NULL REFERENCES agency (id),
  -- First day of the month of the release, UTC.
  month date NOT NULL,
  -- NULL: answered unasked.
  requested_at timestamptz,
  answered_at timestamptz,
  -- Log index of the entry that tells the answer.
  answered_entry bigint,
  differences text[] NOT NULL DEFAULT '{}',
  explanation text CHECK (length(explanation) BETWEEN 1 AND 500),
  explained_at timestamptz,
  outcome text CHECK (outcome IN ('accepted', 'upheld')),
  closed_by uuid REFERENCES person (id),
  closed_at timestamptz,
  report uuid REFERENCES misuse_report (id),
  CONSTRAINT records_check_is_one CHECK (num_nonnulls(requested_at, answered_at) > 0),
  CONSTRAINT records_check_answered CHECK (num_nulls(answered_at, answered_entry) IN (0, 2)),
  CONSTRAINT records_check_differs CHECK (cardinality(differences) > 0
    OR num_nonnulls(explanation, outcome, report) = 0),
  CONSTRAINT records_check_explained CHECK (num_nulls(explanation, explained_at) IN (0, 2)),
  CONSTRAINT records_check_closed CHECK (num_nulls(outcome, closed_by, closed_at) IN (0, 3))
);
CREATE INDEX records_check_agency ON records_check (agency_id, index);
CREATE INDEX records_check_question ON records_check (answered_at)
  WHERE cardinality(differences) > 0 AND explained_at IS NULL AND closed_at IS NULL AND report IS NULL;

-- The hold on an agency's incidents without words, which two administrators lift.
CREATE TABLE records_hold (
  agency_id bigint NOT NULL REFERENCES agency (id),
  month date NOT NULL,
  detail text NOT NULL CHECK (detail IN ('records_unanswered', 'records_contradicted')),
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  lifted_at timestamptz,
  PRIMARY KEY (agency_id, month, detail)
);
CREATE TRIGGER records_hold_kept BEFORE DELETE OR TRUNCATE ON records_hold
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
