/**
 * The public's numbers, as before, of what is projected; but days are told one after another, so that whoever counts
 * again, from the first entry, tells the same. What was counted of days that are erased is kept as it stood at their end,
 * and its hash stands in the entry of the purge.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  -- The count of the version before rests until this step is taken: it finds the lock taken.
  SELECT pg_advisory_xact_lock(74105290);
  INSERT INTO projection (name, size, built_at) SELECT 'numbers', size, size FROM log_tally;

  ALTER TABLE log_tally
    -- What was counted of the entries of the days before, as \`all_numbers\` gives it, with their number.
    ADD COLUMN base_before date,
    ADD COLUMN base_rows jsonb,
    ADD COLUMN base_entries bigint NOT NULL DEFAULT 0;

  -- Adds the entries from \`first\` to \`next\` to what waits, and to what is told at once; of the days before \`until_day\`
  -- that are not in the base.
  CREATE FUNCTION count_entries(purposes text[], first bigint, next bigint, until_day date DEFAULT 'infinity') RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp
    -- Hundreds of days are a partition each: to plan for each value anew costs more than to count.
    SET plan_cache_mode = force_generic_plan AS $$
  DECLARE since date; until date;
  BEGIN
    -- The days of the entries are those of their rows, and each day is a partition. A clock that was set ahead, and back,
    -- leaves days out of order; an altered text may be no JSON. A regular expression would cost more than
    -- all of the rest.
    BEGIN
      SELECT min(e.day)::date, max(e.day)::date INTO since, until FROM (
        SELECT left(ltrim(split_part(l.entry, '"minute"', 2), ' :"'), 10) COLLATE "C" AS day FROM log_entry l
        WHERE l.index >= first AND l.index < next) e WHERE e.day <> '';
    EXCEPTION WHEN data_exception THEN since := '-infinity'; until := 'infinity';
    END;
    -- One look at the entries for all of it.
    WITH seen AS MATERIALIZED (
      SELECT d.index, d.day, d.agency_id, d.reason_codes, d.kind,
        -- What the owner asks of its own store is no sharing, and is told apart from it.
        CASE WHEN d.agency_id = (SELECT a.id FROM agency a WHERE a.is_owner) THEN 'own_use'
          WHEN d.purpose = ANY (purposes) THEN d.purpose ELSE 'unlisted' END AS purpose,
        CASE d.kind WHEN 'review' THEN 'held' WHEN 'refusal' THEN 'refused' WHEN 'release' THEN
          CASE WHEN d.question THEN 'released' ELSE 'further_page' END END AS outcome
      FROM audit_search d
      WHERE d.index >= first AND d.index < next AND d.day BETWEEN since - 1 AND until + 1
        AND d.day < until_day AND d.day >= (SELECT coalesce(t.base_before, '-infinity') FROM log_tally t)
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
    SELECT s.index, s.kind, (e.j ->> 'minute')::timestamptz, e.j ->> 'agency', (e.j ->> 'grant')::uuid
      FROM seen s, LATERAL (SELECT l.entry::json AS j FROM log_entry l WHERE l.index = s.index) e WHERE s.outcome IS NULL;
    UPDATE log_tally SET size = next;
    UPDATE projection SET size = next WHERE name = 'numbers';
  END $$;

  -- Tells the answers of each day up to \`over\`, one day after another.
  CREATE FUNCTION tell_days(over date) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE d date;
  BEGIN
    FOR d IN SELECT w.day FROM answer_waiting w, log_tally t
      WHERE w.day <= over AND w.day > coalesce(t.through, '-infinity') UNION SELECT over ORDER BY 1
    LOOP
      WITH told AS (
        -- That a release has one more page tells neither a purpose nor a reason.
        DELETE FROM answer_waiting w WHERE w.day <= d AND (w.outcome = 'further_page' OR (w.agency_id, w.outcome) IN (
          SELECT a.agency_id, a.outcome FROM answer_waiting a WHERE a.day <= d AND a.reason = ''
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
    END LOOP;
    UPDATE log_tally SET through = over WHERE through IS DISTINCT FROM over;
  END $$;

  CREATE OR REPLACE FUNCTION tally_log(purposes text[], most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE head bigint; first bigint; next bigint; over date;
  BEGIN
    IF most NOT BETWEEN 1 AND 10000 THEN RAISE EXCEPTION 'most must be between 1 and 10000'; END IF;
    IF NOT pg_try_advisory_xact_lock(74105290) THEN RETURN 0; END IF;
    SELECT t.size INTO first FROM log_tally t;
    SELECT p.size INTO head FROM projection p WHERE p.name = 'search';
    next := least(head, first + most);
    IF next > first THEN PERFORM count_entries(purposes, first, next); END IF;
    IF next < head THEN RETURN head - next; END IF;
    -- Only when all of a day is counted: a part of it could be one answer. An hour later, the longest LOG_HEAD_EVERY_S,
    -- the published head has all of the day as well, so that whoever recounts it finds as much.
    over := ((clock_timestamp() - interval '1 hour') AT TIME ZONE 'UTC')::date - 1;
    IF NOT EXISTS (SELECT FROM log_entry e WHERE e.index >= greatest(first, next)
      AND substr(e.entry::json ->> 'minute', 1, 10)::date <= over) THEN PERFORM tell_days(over); END IF;
    RETURN 0;
  END $$;

  CREATE FUNCTION all_numbers() RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN (SELECT coalesce(jsonb_agg(n.row ORDER BY n.row), '[]') FROM (
      SELECT to_jsonb(q) || '{"table": "query_tally"}' AS row FROM query_tally q
      UNION ALL SELECT to_jsonb(r) || '{"table": "refusal_tally"}' FROM refusal_tally r
      UNION ALL SELECT to_jsonb(w) || '{"table": "answer_waiting"}' FROM answer_waiting w
      UNION ALL SELECT to_jsonb(e) || '{"table": "sharing_event"}' FROM sharing_event e) n);

  -- Puts the numbers back to the end of the days whose details were erased.
  CREATE FUNCTION start_at_base() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE base jsonb;
  BEGIN
    DELETE FROM query_tally; DELETE FROM refusal_tally; DELETE FROM answer_waiting; DELETE FROM sharing_event;
    UPDATE log_tally SET size = 0, through = base_before - 1 RETURNING base_rows INTO base;
    INSERT INTO query_tally SELECT r.* FROM jsonb_array_elements(base) b, jsonb_populate_record(NULL::query_tally, b) r
      WHERE b ->> 'table' = 'query_tally';
    INSERT INTO refusal_tally SELECT r.* FROM jsonb_array_elements(base) b, jsonb_populate_record(NULL::refusal_tally, b) r
      WHERE b ->> 'table' = 'refusal_tally';
    INSERT INTO answer_waiting SELECT r.* FROM jsonb_array_elements(base) b, jsonb_populate_record(NULL::answer_waiting, b) r
      WHERE b ->> 'table' = 'answer_waiting';
    INSERT INTO sharing_event SELECT r.* FROM jsonb_array_elements(base) b, jsonb_populate_record(NULL::sharing_event, b) r
      WHERE b ->> 'table' = 'sharing_event';
  END $$;

  -- Of entries that are counted, how many can be counted again.
  CREATE FUNCTION count_kept(stands log_tally) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN stands.base_entries + (SELECT count(*) FROM audit_search s
      WHERE s.index < stands.size AND s.day >= coalesce(stands.base_before, '-infinity'));

  CREATE FUNCTION base_hash() RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN (SELECT encode(sha256(convert_to(base_before || ' ' || base_entries || ' ' || base_rows::text, 'UTF8')), 'hex')
      FROM log_tally);

  -- Keeps what is counted of the days before, while their details are there; returns its hash, for the entry of the purge.
  -- NULL where all of these days cannot be counted: the purge does not wait for it.
  CREATE FUNCTION keep_numbers(purposes text[], before date) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
  DECLARE stands log_tally; first bigint; next bigint; entries bigint; rows jsonb;
  BEGIN
    IF before > current_date - 365 THEN
      RAISE EXCEPTION 'audit details are kept at least 365 days (CJISSECPOL AU-11)';
    END IF;
    -- The follower's batches are short; a recount may be long.
    BEGIN PERFORM pg_advisory_xact_lock(74105290); EXCEPTION WHEN lock_not_available THEN RETURN base_hash(); END;
    SELECT * INTO stands FROM log_tally;
    SELECT min(s.index), max(s.index) + 1, count(*) INTO first, next, entries FROM audit_search s
      WHERE s.day < before AND s.day >= coalesce(stands.base_before, '-infinity');
    IF entries = 0 OR stands.told_at_once > 0 OR coalesce(stands.through, '-infinity') < before - 1 OR next > stands.size
      OR count_kept(stands) < stands.size THEN RETURN base_hash(); END IF;
    BEGIN
      PERFORM start_at_base();
      PERFORM count_entries(purposes, first, next, before);
      PERFORM tell_days(before - 1);
      rows := all_numbers();
      RAISE EXCEPTION 'only counted' USING ERRCODE = 'PN001';
    EXCEPTION
      -- What was assigned stays assigned.
      WHEN SQLSTATE 'PN001' THEN NULL;
      WHEN OTHERS OR query_canceled THEN RETURN base_hash();
    END;
    UPDATE log_tally SET base_before = before, base_rows = rows, base_entries = base_entries + entries;
    RETURN base_hash();
  END $$;

  -- Counts all again, up to where the count is, and says what differs; leaves all as it was unless \`keep\`.
  CREATE FUNCTION recount_numbers(purposes text[], keep boolean) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE stands log_tally; at bigint; next bigint; said text; is_there jsonb; must jsonb; gone text;
  BEGIN
    PERFORM pg_advisory_xact_lock(74105290);
    SELECT * INTO stands FROM log_tally;
    IF stands.told_at_once > 0 THEN gone := 'a version before told the first entries at once, which no count repeats';
    ELSIF count_kept(stands) < stands.size THEN
      gone := 'details of entries that it counted are no longer kept, or are not projected'; END IF;
    is_there := all_numbers();
    IF gone IS NOT NULL THEN must := is_there; ELSE
      BEGIN
        PERFORM start_at_base();
        SELECT coalesce(min(s.index), stands.size) INTO at FROM audit_search s;
        WHILE at < stands.size LOOP
          next := least(at + 10000, stands.size);
          PERFORM count_entries(purposes, at, next);
          at := next;
        END LOOP;
        IF stands.through IS NOT NULL THEN PERFORM tell_days(stands.through); END IF;
        UPDATE log_tally SET size = stands.size;
        must := all_numbers();
        IF NOT keep THEN RAISE EXCEPTION 'only compared' USING ERRCODE = 'PN001'; END IF;
      -- What was assigned stays assigned.
      EXCEPTION WHEN SQLSTATE 'PN001' THEN NULL;
      END;
    END IF;
    -- The last purge that could keep them said what it kept.
    SELECT t.owner_detail::jsonb ->> 'numbers' INTO said FROM audit_detail t
      WHERE t.kind = 'purged' AND t.owner_detail LIKE '%"numbers":"%' ORDER BY t.index DESC LIMIT 1;
    IF said IS NOT NULL THEN
      must := must || jsonb_build_object('table', 'log_tally', 'base', said);
      is_there := is_there || jsonb_build_object('table', 'log_tally', 'base', coalesce(base_hash(), ''));
    END IF;
    RETURN jsonb_build_object('entries', stands.size, 'gone', gone, 'keptBefore', stands.base_before,
      'is', encode(sha256(convert_to(is_there::text, 'UTF8')), 'hex'), 'must', encode(sha256(convert_to(must::text, 'UTF8')), 'hex'),
      'rows', (SELECT coalesce(jsonb_agg(d.row || jsonb_build_object('there', d.there)), '[]') FROM (
        (SELECT r AS row, true AS there FROM jsonb_array_elements(is_there) r
          WHERE r NOT IN (SELECT jsonb_array_elements(must)) ORDER BY r LIMIT 100)
        UNION ALL (SELECT r, false FROM jsonb_array_elements(must) r
          WHERE r NOT IN (SELECT jsonb_array_elements(is_there)) ORDER BY r LIMIT 100)) d));
  END $$;
  REVOKE ALL ON FUNCTION count_entries(text[], bigint, bigint, date), tell_days(date), all_numbers(), start_at_base(),
    count_kept(log_tally), base_hash(), keep_numbers(text[], date), recount_numbers(text[], boolean) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION keep_numbers(text[], date), recount_numbers(text[], boolean) TO gateway_app;`);
}
