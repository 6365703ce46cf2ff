/**
 * The log is the source: what is searched by is a projection of it, which a follower writes a moment after the commit
 * and anybody can build again. Commits no longer write these columns and their indices. Nodes of the version before
 * still do, and read them; the columns of `audit_detail` go with the next version. Contract: the purge drops days that
 * are past their time, as before.
 */
import type { Knex } from 'knex';
import { SEARCH_ROWS } from './174-search-rows.ts';

const TABLES = `
  CREATE TABLE projection (
    name text PRIMARY KEY,
    -- All entries below this index are in it.
    size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
    -- It is being built, and answers nobody, until it has as many entries.
    built_at bigint NOT NULL CHECK (built_at >= 0),
    -- The last entry that contradicted the log when it was read.
    last_altered bigint
  );
  INSERT INTO projection (name, built_at) SELECT 'search', coalesce(max(size), 0) FROM log_checkpoint;

  CREATE TABLE audit_search (
    index bigint NOT NULL,
    day date NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    effect text,
    agency_id bigint,
    officer_id uuid,
    named_officer_id uuid,
    purpose text,
    reason_codes text[] NOT NULL,
    plate_hmac bytea,
    released_plates bytea[],
    release_id uuid,
    -- A question of its own: neither a further page nor another notice of the same query.
    question boolean NOT NULL,
    -- What was kept of the entry contradicted the log when this was written.
    altered boolean NOT NULL,
    PRIMARY KEY (index, day)
  ) PARTITION BY RANGE (day);
  -- In the order in which pages come; those on lists leave nothing to be sorted in later.
  CREATE INDEX audit_search_agency ON audit_search (agency_id, index DESC);
  CREATE INDEX audit_search_officer ON audit_search (officer_id, index DESC) WHERE officer_id IS NOT NULL;
  CREATE INDEX audit_search_named_officer ON audit_search (named_officer_id, index DESC)
    WHERE named_officer_id IS NOT NULL;
  CREATE INDEX audit_search_purpose ON audit_search (purpose, index DESC) WHERE purpose IS NOT NULL;
  CREATE INDEX audit_search_kind ON audit_search (kind, index DESC) WHERE kind <> 'release';
  CREATE INDEX audit_search_effect ON audit_search (effect, index DESC) WHERE effect <> 'permit';
  CREATE INDEX audit_search_reasons ON audit_search USING gin (reason_codes) WITH (fastupdate = off)
    WHERE reason_codes <> '{}';
  CREATE INDEX audit_search_plate ON audit_search (plate_hmac) WHERE plate_hmac IS NOT NULL;
  CREATE INDEX audit_search_released_plates ON audit_search USING gin (released_plates) WITH (fastupdate = off)
    WHERE released_plates IS NOT NULL;
  CREATE INDEX audit_search_release ON audit_search (release_id) WHERE release_id IS NOT NULL;
  CREATE INDEX audit_search_refused ON audit_search (agency_id, index DESC) WHERE effect = 'deny' AND kind = 'refusal';
  CREATE INDEX audit_search_altered ON audit_search (index) WHERE altered;
  REVOKE ALL ON projection, audit_search FROM PUBLIC, gateway_app;
  GRANT SELECT ON projection, audit_search TO gateway_app;`;

const FUNCTIONS = `
  -- Makes the partition of the day's month: to plan a search of a year costs as much as it has partitions. Returns false
  -- where the day's details were erased: what is said of a day goes with them.
  CREATE FUNCTION open_search_day(d date) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE part text := 'audit_search_' || to_char(d, 'YYYYMM'); month date := date_trunc('month', d);
  BEGIN
    IF to_regclass('audit_detail_' || to_char(d, 'YYYYMMDD')) IS NULL THEN RETURN false; END IF;
    IF to_regclass(part) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE audit_search INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
      EXECUTE format('ALTER TABLE audit_search ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, month,
        (month + interval '1 month')::date);
    END IF;
    RETURN true;
  END $$;

  -- Adds the rows of the next entries, \`most\` at most, from \`first\` to \`next\`, which nobody else then adds; both are
  -- null while another session does. Adds none of them where one is not as it was committed.
  CREATE FUNCTION project_search(most integer, OUT first bigint, OUT next bigint, OUT added boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    -- The planner sees the days, and opens no others of hundreds.
    SET plan_cache_mode = force_custom_plan
    -- Each table is read once, whatever the planner takes for the number of the newest entries.
    SET enable_nestloop = off AS $$
  DECLARE since date; until date; rows bigint;
  BEGIN
    IF most NOT BETWEEN 1 AND 10000 THEN RAISE EXCEPTION 'most must be between 1 and 10000'; END IF;
    added := false;
    SELECT p.size, greatest(p.size, least(p.size + most, h.size)) INTO first, next
      FROM projection p, (SELECT coalesce(max(c.size), 0) AS size FROM log_checkpoint c) h
      WHERE p.name = 'search' FOR UPDATE OF p SKIP LOCKED;
    IF first IS NULL OR first = next THEN RETURN; END IF;
    BEGIN
      SELECT min(e.day), max(e.day) INTO since, until FROM (
        SELECT substr(l.entry::json ->> 'minute', 1, 10)::date AS day FROM log_entry l
        WHERE l.index IN (first, next - 1) AND l.leaf_hash = sha256('\\x00'::bytea || convert_to(l.entry, 'UTF8'))) e;
      PERFORM open_search_day(since + i) FROM generate_series(0, until - since) i;
      INSERT INTO audit_search (index, day, at, kind, effect, agency_id, officer_id, named_officer_id, purpose,
        reason_codes, plate_hmac, released_plates, release_id, question, altered) ${SEARCH_ROWS};
      GET DIAGNOSTICS rows = ROW_COUNT;
      IF rows < next - first THEN RAISE data_exception; END IF;
    EXCEPTION WHEN data_exception THEN RETURN;
    END;
    UPDATE projection SET size = next WHERE name = 'search';
    added := true;
  END $$;

  -- Adds these rows of the entries from \`first\` to \`next\`, on these days, if it ends at \`first\`; returns false otherwise.
  -- Whoever has the gateway's role alone can change nothing that is there.
  CREATE FUNCTION add_search_rows(first bigint, next bigint, days date[], rows json) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE kept date[];
  BEGIN
    UPDATE projection p SET size = next WHERE p.name = 'search' AND p.size = first AND first < next
      AND next <= (SELECT max(c.size) FROM log_checkpoint c);
    IF NOT FOUND THEN RETURN false; END IF;
    kept := ARRAY(SELECT d FROM unnest(days) d WHERE open_search_day(d));
    WITH added AS (
      INSERT INTO audit_search (index, day, at, kind, effect, agency_id, officer_id, named_officer_id, purpose,
        reason_codes, plate_hmac, released_plates, release_id, question, altered)
      SELECT r.index, r.day, r.at, r.kind, r.effect, r."agencyId", r."officerId", r."namedOfficerId", r.purpose,
        r."reasonCodes", decode(r.plate, 'base64'),
        CASE WHEN r."releasedPlates" <> '{}' THEN ARRAY(SELECT decode(code, 'base64') FROM unnest(r."releasedPlates") code) END,
        r."releaseId", r.question, r.altered
      FROM json_to_recordset(rows) AS r (index bigint, day date, at timestamptz, kind text, effect text, "agencyId" bigint,
        "officerId" uuid, "namedOfficerId" uuid, purpose text, "reasonCodes" text[], plate text, "releasedPlates" text[],
        "releaseId" uuid, question boolean, altered boolean)
      WHERE r.index >= first AND r.index < next AND r.day = ANY (kept)
      RETURNING index, altered)
    UPDATE projection p SET last_altered = greatest(p.last_altered, a.index)
      FROM (SELECT max(index) AS index FROM added WHERE altered) a WHERE p.name = 'search';
    RETURN true;
  END $$;

  -- Empties it, so that it is built again up to where the log is now. Waits for the follower's batch.
  CREATE FUNCTION rebuild_search() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '10s' AS $$
  BEGIN
    PERFORM FROM projection WHERE name = 'search' FOR UPDATE;
    TRUNCATE audit_search;
    UPDATE projection SET size = 0, built_at = (SELECT coalesce(max(size), 0) FROM log_checkpoint), last_altered = NULL
      WHERE name = 'search';
  END $$;
  REVOKE ALL ON FUNCTION open_search_day(date), project_search(integer), add_search_rows(bigint, bigint, date[], json),
    rebuild_search() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION project_search(integer), add_search_rows(bigint, bigint, date[], json), rebuild_search()
    TO gateway_app;

  -- As before, with what is searched of the day.
  CREATE OR REPLACE FUNCTION purge_audit_details(before date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '200ms' AS $$
  DECLARE month date := date_trunc('month', before); part text; dropped integer := 0;
  BEGIN
    IF before > current_date - 365 THEN
      RAISE EXCEPTION 'audit details are kept at least 365 days (CJISSECPOL AU-11)';
    END IF;
    -- Nobody adds rows of these days meanwhile. They go before the details are locked: commits want those.
    PERFORM FROM projection WHERE name = 'search' FOR UPDATE;
    DELETE FROM audit_search WHERE day >= month AND day < before;
    FOR part IN
      SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent IN ('audit_search'::regclass, 'audit_detail'::regclass)
        -- CASE, because the planner may look at other relations' names before it joins.
        AND CASE WHEN c.relname ~ '^audit_detail_[0-9]{8}$' THEN to_date(right(c.relname, 8), 'YYYYMMDD') < before
          WHEN c.relname ~ '^audit_search_[0-9]{6}$'
            THEN to_date(right(c.relname, 6), 'YYYYMM') < month ELSE false END
      -- The projection first: without it nobody looks for the details.
      ORDER BY starts_with(c.relname, 'audit_search') DESC
    LOOP
      EXECUTE format('DROP TABLE %I', part);
      dropped := dropped + starts_with(part, 'audit_detail')::integer;
    END LOOP;
    RETURN dropped;
  END $$;`;

/** Replaces functions that read the agency from a column: the entry itself names it. */
const TOLD = `
  CREATE OR REPLACE FUNCTION is_told(wanted text, named text, concerned bigint, kinds text[]) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN EXISTS (
      SELECT FROM (
        SELECT d.kind, l.entry::jsonb ->> 'agency' AS ori, l.entry::jsonb ->> 'kind' AS logged,
          d.owner_detail::jsonb ->> 'by' AS person
        FROM public.audit_detail d JOIN public.log_entry l ON l.index = d.index
        WHERE d.day >= (now() AT TIME ZONE 'UTC')::date - 1 AND d.kind = ANY (kinds)
          AND d.index >= (SELECT max(size) FROM public.log_checkpoint) - 10000
          AND d.xmin = pg_current_xact_id()::xid AND l.xmin = pg_current_xact_id()::xid) AS e
      WHERE e.logged = e.kind AND (named IS NULL OR e.person = named)
        AND (concerned IS NULL OR EXISTS (SELECT FROM public.agency a WHERE a.id = concerned AND a.ori = e.ori))
        AND CASE WHEN e.person ~ '^[0-9a-f-]{36}$' THEN public.holds_role(e.person::uuid, wanted) END);

  CREATE OR REPLACE FUNCTION require_records_entry() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF is_owner_of_schema(session_user) OR EXISTS (
      SELECT FROM audit_detail d JOIN log_entry l ON l.index = d.index
        JOIN agency a ON a.id = NEW.agency_id AND a.ori = l.entry::jsonb ->> 'agency'
      WHERE d.index = NEW.answered_entry AND d.kind = 'records_checked'
        AND l.entry::jsonb ->> 'kind' = d.kind AND d.owner_detail::jsonb ->> 'entry' = NEW.index::text
        AND d.xmin = pg_current_xact_id()::xid AND l.xmin = pg_current_xact_id()::xid)
      THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% on % is refused: no entry of the log tells of the answer', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
  END $$;`;

/**
 * Rare acts are found by their kind at once; the rest is searched in the projection. A node of the previous version
 * passes over what this one logs when it looks for misuse: each version notes by itself how far it is.
 */
const CHEAPER = `
  CREATE TABLE misuse_examined (
    agency_id bigint PRIMARY KEY REFERENCES agency (id),
    -- All that the agency asked up to this log index has been looked at.
    index bigint NOT NULL,
    -- When the entry at that index was made, at the earliest.
    at timestamptz NOT NULL
  );
  INSERT INTO misuse_examined SELECT agency_id, index, at FROM misuse_search;
  REVOKE ALL ON misuse_examined FROM PUBLIC, gateway_app;
  GRANT SELECT, INSERT, UPDATE (index, at) ON misuse_examined TO gateway_app;
  DROP INDEX audit_detail_agency, audit_detail_plate, audit_detail_release, audit_detail_named_officer,
    audit_detail_officer, audit_detail_purpose, audit_detail_reasons, audit_detail_effect, audit_detail_released_plates,
    audit_detail_refused;`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(FUNCTIONS);
  await knex.raw(TOLD);
  await knex.raw(CHEAPER);
}
