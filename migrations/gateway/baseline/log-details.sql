-- The details of entries, by day: erasable without touching the tree.

-- An entry's number leads the key, since each day is a partition: an index on the number alone is spared.
CREATE TABLE audit_detail (
  index bigint NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  effect text,
  agency_id bigint,
  -- Whoever asks; a person who names a colleague asks as herself, and both are judged and counted (named_officer_id).
  officer_id uuid,
  purpose text,
  reason_codes text[] NOT NULL DEFAULT '{}',
  plate_hmac bytea,
  release_id uuid,
  asker_salt bytea NOT NULL,
  asker_detail text NOT NULL,
  owner_salt bytea NOT NULL,
  owner_detail text NOT NULL,
  named_officer_id uuid,
  -- Plates that left with a release though another one was asked for, or an area: search codes of the day, as plate_hmac,
  -- so that an auditor finds those who were given a plate, not only those who named it.
  released_plates bytea[],
  PRIMARY KEY (index, day)
) PARTITION BY RANGE (day);

-- Each search of an auditor has an index, in the order in which pages come. Those on reasons and released plates have no
-- list of things to be sorted in later, by whichever commit comes then with the head of the log in its hand. Nearly every
-- detail is a permitted release: they are found from the newest backwards, without an index.
CREATE INDEX audit_detail_agency ON audit_detail (agency_id, index DESC);
CREATE INDEX audit_detail_plate ON audit_detail (plate_hmac) WHERE plate_hmac IS NOT NULL;
CREATE INDEX audit_detail_release ON audit_detail (release_id) WHERE release_id IS NOT NULL;
CREATE INDEX audit_detail_named_officer ON audit_detail (named_officer_id, index DESC)
  WHERE named_officer_id IS NOT NULL;
CREATE INDEX audit_detail_officer ON audit_detail (officer_id, index DESC) WHERE officer_id IS NOT NULL;
CREATE INDEX audit_detail_purpose ON audit_detail (purpose, index DESC) WHERE purpose IS NOT NULL;
CREATE INDEX audit_detail_reasons ON audit_detail USING gin (reason_codes) WITH (fastupdate = off)
  WHERE reason_codes <> '{}';
CREATE INDEX audit_detail_kind ON audit_detail (kind, index DESC) WHERE kind <> 'release';
CREATE INDEX audit_detail_effect ON audit_detail (effect, index DESC) WHERE effect <> 'permit';
CREATE INDEX audit_detail_released_plates ON audit_detail USING gin (released_plates) WITH (fastupdate = off)
  WHERE released_plates IS NOT NULL;
CREATE INDEX audit_detail_refused ON audit_detail (agency_id, index DESC) WHERE effect = 'deny' AND kind = 'refusal';

-- The gateway's role may not create tables; it may ask for a day's partition. Days come without anybody waiting: CREATE
-- TABLE … PARTITION OF would lock all of audit_detail, wait for a search of ten seconds, and every commit, with the head
-- of the log in its hand, behind it; ATTACH shares the table with readers and writers. Details are stored as they come:
-- compressing one (2.5 kB to 1.7) took longer than everything else that an insert does; a row of 8 kB still fits a page.
CREATE FUNCTION ensure_audit_days(first date, days integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE d date; part text;
BEGIN
  IF days NOT BETWEEN 1 AND 40 THEN RAISE EXCEPTION 'days must be between 1 and 40'; END IF;
  PERFORM pg_advisory_xact_lock(7410527, 1);
  FOR i IN 0 .. days - 1 LOOP
    d := first + i;
    part := 'audit_detail_' || to_char(d, 'YYYYMMDD');
    IF to_regclass(part) IS NULL THEN
      -- Its indices are made with ATTACH, while it is empty.
      EXECUTE format('CREATE TABLE %I (LIKE audit_detail INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
        WITH (toast_tuple_target = 8160)', part);
      EXECUTE format('ALTER TABLE audit_detail ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, d, d + 1);
    END IF;
  END LOOP;
END $$;
SELECT ensure_audit_days((now() AT TIME ZONE 'UTC')::date - 1, 9);

-- How many days purge_audit_details would erase; said in the log before it does.
CREATE FUNCTION count_audit_days(before date) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  RETURN (SELECT count(*)::integer FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_detail'::regclass
      AND CASE WHEN c.relname ~ '^audit_detail_[0-9]{8}$'
        THEN to_date(right(c.relname, 8), 'YYYYMMDD') < before ELSE false END);

-- CJISSECPOL AU-11: audit records are kept at least one year. Dropping a day locks all of audit_detail: it gives up after
-- a fifth of a second, and is tried again.
CREATE FUNCTION purge_audit_details(before date) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '200ms' AS $$
DECLARE part record; dropped integer := 0;
BEGIN
  IF before > current_date - 365 THEN
    RAISE EXCEPTION 'audit details are kept at least 365 days (CJISSECPOL AU-11)';
  END IF;
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_detail'::regclass
      -- CASE, because the planner may look at other relations' names before it joins.
      AND CASE WHEN c.relname ~ '^audit_detail_[0-9]{8}$'
        THEN to_date(right(c.relname, 8), 'YYYYMMDD') < before ELSE false END
  LOOP
    EXECUTE format('DROP TABLE %I', part.relname);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
