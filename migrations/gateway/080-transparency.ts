/**
 * Keeps the public's figures of the log, rather than count: the log grows without end, and its details are
 * erased. A function with its owner's rights counts, once, what has come since; the gateway's role can only
 * call it, so that it can neither improve a number nor count anything twice. Commits have no part in it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Answers to queries for reads, further pages of a release left out. Months are of UTC.
    CREATE TABLE query_tally (
      month date NOT NULL CHECK (month = date_trunc('month', month)::date),
      -- A code of the closed list, or 'unlisted': what else partners send is text of theirs.
      purpose text NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('released', 'held', 'refused')),
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
    CREATE TABLE log_tally (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      -- All entries below this index are counted.
      size bigint NOT NULL DEFAULT 0
    );
    INSERT INTO log_tally DEFAULT VALUES;

    -- Counts the next entries, at most so many. Returns how many are left; 0 where another session counts.
    CREATE FUNCTION tally_log(purposes text[], most integer) RETURNS bigint
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
      -- Hundreds of days are a partition each: to plan for each value anew costs more than to count.
      SET plan_cache_mode = force_generic_plan AS $$
    DECLARE head bigint; first bigint; next bigint; since date; until date;
    BEGIN
      IF most NOT BETWEEN 1 AND 10000 THEN RAISE EXCEPTION 'most must be between 1 and 10000'; END IF;
      IF NOT pg_try_advisory_xact_lock(74105290) THEN RETURN 0; END IF;
      SELECT t.size INTO first FROM log_tally t;
      SELECT coalesce(max(c.size), 0) INTO head FROM log_checkpoint c;
      next := least(head, first + most);
      IF next <= first THEN RETURN 0; END IF;
      -- The days of the entries are those of their details, and each day is a partition.
      SELECT min(d.day), max(d.day) INTO since, until FROM (
        SELECT substr(e.entry::json ->> 'minute', 1, 10)::date AS day FROM log_entry e WHERE e.index IN (first, next - 1)) d;

      -- One look at the details for all three.
      WITH seen AS MATERIALIZED (
        SELECT d.index, d.day, d.agency_id, d.reason_codes, d.kind,
          CASE WHEN d.purpose = ANY (purposes) THEN d.purpose ELSE 'unlisted' END AS purpose,
          CASE d.kind WHEN 'release' THEN 'released' WHEN 'review' THEN 'held' WHEN 'refusal' THEN 'refused' END AS outcome
        FROM audit_detail d
        -- A clock that was set back between two entries made days come twice.
        WHERE d.index >= first AND d.index < next AND d.day BETWEEN since - 1 AND until + 1
          AND d.kind IN ('release', 'review', 'refusal', 'grant_approved', 'revoked', 'halted', 'resumed')
          -- Canonical JSON has its members in order: a further page begins with the release that it follows.
          AND NOT starts_with(d.owner_detail, '{"follows":"')
      ), answers AS (
        INSERT INTO query_tally AS t (month, purpose, outcome, answers)
        SELECT date_trunc('month', s.day)::date, s.purpose, s.outcome, count(*)
          FROM seen s WHERE s.outcome IS NOT NULL GROUP BY 1, 2, 3
        ON CONFLICT (month, purpose, outcome) DO UPDATE SET answers = t.answers + excluded.answers
      ), refusals AS (
        INSERT INTO refusal_tally AS t (agency_id, reason, refusals)
        SELECT s.agency_id, r.reason, count(DISTINCT s.index)
          FROM seen s CROSS JOIN unnest(s.reason_codes) AS r (reason)
          WHERE s.outcome = 'refused' AND s.agency_id IS NOT NULL GROUP BY 1, 2
        ON CONFLICT (agency_id, reason) DO UPDATE SET refusals = t.refusals + excluded.refusals
      )
      INSERT INTO sharing_event (index, kind, minute, agency, "grant")
      SELECT e.index, e.kind, (e.j ->> 'minute')::timestamptz, e.j ->> 'agency', (e.j ->> 'grant')::uuid
        FROM (SELECT s.index, s.kind, l.entry::json AS j FROM seen s JOIN log_entry l ON l.index = s.index
          WHERE s.outcome IS NULL) e;

      UPDATE log_tally SET size = next;
      RETURN head - next;
    END $$;
    REVOKE ALL ON FUNCTION tally_log(text[], integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION tally_log(text[], integer) TO gateway_app;
    REVOKE ALL ON query_tally, refusal_tally, sharing_event, log_tally FROM PUBLIC, gateway_app;
    GRANT SELECT ON query_tally, refusal_tally, sharing_event, log_tally TO gateway_app;
  `);
}
