-- The public's figures of the log, kept rather than counted: the log grows without end, and its details are erased. A
-- function with its owner's rights counts, once, what has come since; the gateway's role can only call it, so that it can
-- neither improve a number nor count anything twice. Commits have no part in it.
--
-- Two copies of the public numbers must not differ by one answer, or their difference names the purpose, or the reason, of
-- an answer whose agency and minute are in the public log. So answers wait: until their day is over, and until five with
-- the same outcome of the same agency wait. Grants and revocations never wait.

-- Answers to queries for reads. Months are of UTC.
CREATE TABLE query_tally (
  month date NOT NULL CHECK (month = date_trunc('month', month)::date),
  -- A code of the closed list, or 'unlisted': what else partners send is text of theirs.
  purpose text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('released', 'held', 'refused', 'further_page')),
  answers bigint NOT NULL CHECK (answers > 0),
  PRIMARY KEY (month, purpose, outcome)
);
-- How many refusals to the agency had the reason; a refusal may have several.
CREATE TABLE refusal_tally (
  agency_id bigint NOT NULL REFERENCES agency (id),
  reason text NOT NULL,
  refusals bigint NOT NULL CHECK (refusals > 0),
  PRIMARY KEY (agency_id, reason)
);
-- When sharing began and ended, and with whom: as the public log says it, without its hashes.
CREATE TABLE sharing_event (
  -- Log index.
  index bigint PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('grant_approved', 'revoked', 'halted', 'resumed')),
  minute timestamptz NOT NULL,
  -- NULL: it is about everybody.
  agency text,
  "grant" uuid
);
CREATE TABLE answer_waiting (
  agency_id bigint NOT NULL REFERENCES agency (id),
  outcome text NOT NULL CHECK (outcome IN ('released', 'held', 'refused', 'further_page')),
  day date NOT NULL,
  -- Either of the two is empty: answers are counted by purpose, and refusals again by each of their reasons.
  purpose text NOT NULL,
  reason text NOT NULL CHECK ((reason = '') <> (purpose = '')),
  answers bigint NOT NULL CHECK (answers > 0),
  PRIMARY KEY (agency_id, outcome, day, purpose, reason)
);
CREATE TABLE log_tally (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- All entries below this index are counted.
  size bigint NOT NULL DEFAULT 0,
  -- Every day up to it is told; NULL: none yet.
  through date,
  -- Below this index answers were told at once, of whichever day, before they waited.
  told_at_once bigint NOT NULL DEFAULT 0
);
INSERT INTO log_tally DEFAULT VALUES;

-- Counts the next entries, at most so many. Returns how many are left; 0 where another session counts.
CREATE FUNCTION tally_log(purposes text[], most integer) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  -- Hundreds of days are a partition each: to plan for each value anew costs more than to count.
  SET plan_cache_mode = force_generic_plan AS $$
DECLARE head bigint; first bigint; next bigint; since date; until date; over date;
BEGIN
  IF most NOT BETWEEN 1 AND 10000 THEN RAISE EXCEPTION 'most must be between 1 and 10000'; END IF;
  IF NOT pg_try_advisory_xact_lock(74105290) THEN RETURN 0; END IF;
  SELECT t.size INTO first FROM log_tally t;
  SELECT coalesce(max(c.size), 0) INTO head FROM log_checkpoint c;
  next := least(head, first + most);
  -- The days of the entries are those of their details, and each day is a partition.
  SELECT min(d.day), max(d.day) INTO since, until FROM (
    SELECT substr(e.entry::json ->> 'minute', 1, 10)::date AS day FROM log_entry e
    WHERE e.index >= first AND e.index < next) d;

  -- One look at the entries for all of it.
  WITH seen AS MATERIALIZED (
    SELECT e.index, e.j, substr(e.j ->> 'minute', 1, 10)::date AS day, d.agency_id, d.reason_codes, d.kind,
      CASE WHEN d.purpose = ANY (purposes) THEN d.purpose ELSE 'unlisted' END AS purpose,
      CASE d.kind WHEN 'review' THEN 'held' WHEN 'refusal' THEN 'refused' WHEN 'release' THEN
        -- Canonical JSON has its members in order: a further page begins with the release that it follows.
        CASE WHEN starts_with(d.owner_detail, '{"follows":"') THEN 'further_page' ELSE 'released' END END AS outcome
    FROM (SELECT l.index, l.entry::json AS j FROM log_entry l WHERE l.index >= first AND l.index < next) e
      JOIN audit_detail d ON d.index = e.index
    WHERE d.index >= first AND d.index < next AND d.day BETWEEN since - 1 AND until + 1
      AND d.kind IN ('release', 'review', 'refusal', 'grant_approved', 'revoked', 'halted', 'resumed')
  ), answers AS (
    INSERT INTO answer_waiting AS w (agency_id, outcome, day, purpose, reason, answers)
    SELECT s.agency_id, s.outcome, s.day, s.purpose, '', count(*)
      FROM seen s WHERE s.outcome IS NOT NULL GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT s.agency_id, s.outcome, s.day, '', r.reason, count(DISTINCT s.index)
      FROM seen s CROSS JOIN unnest(s.reason_codes) AS r (reason) WHERE s.outcome = 'refused' GROUP BY 1, 2, 3, 5
    ON CONFLICT (agency_id, outcome, day, purpose, reason) DO UPDATE SET answers = w.answers + excluded.answers
  )
  INSERT INTO sharing_event (index, kind, minute, agency, "grant")
  SELECT s.index, s.kind, (s.j ->> 'minute')::timestamptz, s.j ->> 'agency', (s.j ->> 'grant')::uuid
    FROM seen s WHERE s.outcome IS NULL;
  UPDATE log_tally SET size = next WHERE size < next;
  IF next < head THEN RETURN head - next; END IF;

  -- Only when all of a day is counted: a part of it could be one answer. An hour later, the longest LOG_HEAD_EVERY_S,
  -- the published head has all of the day as well, so that whoever recounts it finds as much.
  over := ((clock_timestamp() - interval '1 hour') AT TIME ZONE 'UTC')::date - 1;
  WITH told AS (
    -- That a release has one more page tells neither a purpose nor a reason.
    DELETE FROM answer_waiting w WHERE w.day <= over AND (w.outcome = 'further_page' OR (w.agency_id, w.outcome) IN (
      SELECT a.agency_id, a.outcome FROM answer_waiting a WHERE a.day <= over AND a.reason = ''
      -- As SMALLEST_SHOWN of sharing-rules/small-counts.ts.
      GROUP BY 1, 2 HAVING sum(a.answers) >= 5))
    RETURNING w.*
  ), answers AS (
    INSERT INTO query_tally AS t (month, purpose, outcome, answers)
    SELECT date_trunc('month', o.day)::date, o.purpose, o.outcome, sum(o.answers)
      FROM told o WHERE o.reason = '' GROUP BY 1, 2, 3
    ON CONFLICT (month, purpose, outcome) DO UPDATE SET answers = t.answers + excluded.answers
  )
  INSERT INTO refusal_tally AS t (agency_id, reason, refusals)
  SELECT o.agency_id, o.reason, sum(o.answers) FROM told o WHERE o.purpose = '' GROUP BY 1, 2
  ON CONFLICT (agency_id, reason) DO UPDATE SET refusals = t.refusals + excluded.refusals;
  UPDATE log_tally SET through = over WHERE through IS DISTINCT FROM over;
  RETURN 0;
END $$;
