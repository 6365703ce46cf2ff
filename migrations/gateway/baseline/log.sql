-- The audit log: entries that are only added, the head of each commit, and full tiles of the tree.

CREATE TABLE log_entry (
  index bigint PRIMARY KEY CHECK (index >= 0),
  entry text NOT NULL,
  leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
);
CREATE TRIGGER log_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The head is the newest row; frontier holds the complete subtrees of a tree of this size, largest first.
CREATE TABLE log_checkpoint (
  size bigint PRIMARY KEY CHECK (size > 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  frontier bytea[] NOT NULL,
  committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Up to where entries are published is looked up by time.
CREATE INDEX log_checkpoint_committed ON log_checkpoint (committed_at, size);
CREATE TRIGGER log_checkpoint_kept BEFORE UPDATE OR TRUNCATE ON log_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE log_tile (
  level integer NOT NULL CHECK (level >= 0),
  tile bigint NOT NULL CHECK (tile >= 0),
  hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
  PRIMARY KEY (level, tile)
);
CREATE TRIGGER log_tile_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON log_tile
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE log_clock (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- The latest that an entry has named since sharing was resumed last; changes once a minute.
  minute text COLLATE "C" NOT NULL
);
INSERT INTO log_clock (minute) VALUES ('');

-- The one way into the log, which is right by construction: entries get the next numbers, and a head that is their
-- number; the gateway's role can insert into neither table. The minute that an entry names is the database's, within two
-- minutes; behind one that is ahead of the clock, which was then set back, only withdrawals are taken until two persons
-- resume: whoever resumes has looked at the log.
--
-- It runs in every commit, under the lock of the head, where every release waits. Canonical entries end with their minute
-- and version ("minute":"2026-11-27T04:00Z","v":1}), so that it is cut from there; an empty text is the probe for
-- readiness, which is rolled back. Tables are named in full and no path is set, since to set one costs more than the look:
-- the gateway's role can create no object that would be found instead, and no node starts if it could
-- (gateway/database/privileges/check-privileges.ts). Each type is named with its schema: one of that name in the session's
-- temporary schema would be found first, and its checks run as the owner.
CREATE FUNCTION append_log(entries text[], hashes bytea, head bigint, root bytea, frontier bytea[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  before bigint; known pg_catalog.text COLLATE "C"; earliest pg_catalog.text; latest pg_catalog.text;
  utc CONSTANT timestamp := clock_timestamp() AT TIME ZONE 'UTC';
  form CONSTANT pg_catalog.text := 'YYYY-MM-DD"T"HH24:MI"Z"';
  ending CONSTANT pg_catalog.text := right(entries[cardinality(entries)], 25);
  last CONSTANT pg_catalog.text COLLATE "C" := left(ending, 17);
BEGIN
  SELECT c.size, (SELECT k.minute FROM public.log_clock AS k) INTO before, known
    FROM public.log_checkpoint AS c ORDER BY c.size DESC LIMIT 1;
  before := coalesce(before, 0);
  IF (cardinality(entries) > 0 AND head = before + cardinality(entries)) IS NOT TRUE THEN
    RAISE EXCEPTION 'a head of % is refused: it is not the number of the entries', head
      USING ERRCODE = 'check_violation', CONSTRAINT = 'log_head_of_entries';
  END IF;
  earliest := to_char(utc - interval '2 minutes', form);
  latest := to_char(utc + interval '2 minutes', form);
  -- Nearly always all end alike: that is one look at all of them.
  IF (last BETWEEN earliest AND latest AND position(E'\n' IN
      replace(array_to_string(entries, E'\n') || E'\n', ending || E'\n', '')) = 0) IS NOT TRUE
  THEN
    IF EXISTS (SELECT FROM unnest(entries) AS e (entry) WHERE e.entry <> ''
        AND left(right(e.entry, 25), 17) COLLATE "C" NOT BETWEEN earliest AND latest)
      AND NOT public.is_owner_of_schema(session_user)
    THEN
      RAISE EXCEPTION 'an entry is refused that is not dated from % to %', earliest, latest
        USING ERRCODE = 'check_violation', CONSTRAINT = 'log_entry_minute';
    END IF;
  END IF;
  IF known > to_char(utc + interval '5 minutes', form) THEN
    IF EXISTS (SELECT FROM unnest(entries) WITH ORDINALITY AS e (entry, place) WHERE e.entry <> ''
        AND position('"epoch":' || before + e.place - 1 || ',' IN e.entry) = 0 AND e.entry !~
        '"kind":"(halted|revocation_effective|resume_proposed|resumed|grant_withdrawn|agency_changed|fault|log_read|review_refused|person_removal_proposed|person_reinstated)"')
      AND NOT public.is_owner_of_schema(session_user)
    THEN
      RAISE EXCEPTION 'the log names %, which is ahead of the clock: only withdrawals are taken until two persons resume',
        known USING ERRCODE = 'AL001';
    END IF;
  ELSIF last > known THEN
    UPDATE public.log_clock SET minute = last;
  END IF;
  INSERT INTO public.log_entry (index, entry, leaf_hash)
    SELECT before + e.place - 1, e.entry, substr(hashes, (32 * e.place - 31)::int, 32)
    FROM unnest(entries) WITH ORDINALITY AS e (entry, place);
  INSERT INTO public.log_checkpoint (size, root, frontier) VALUES (head, root, frontier);
END $$;

-- Each commit leaves a head. Of what is older than a day the last head of each full tile stays, since any other can be
-- computed from it and the entries after it. They go by a function with its owner's rights, a few at a time, and this
-- holds everybody to the rule: the newest head, and the last of each tile, are deleted by nobody.
CREATE FUNCTION require_later_head() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE day_ago timestamptz := clock_timestamp() - interval '1 day';
BEGIN
  IF OLD.committed_at < day_ago AND EXISTS (
    SELECT FROM log_checkpoint c WHERE c.size > OLD.size AND c.size <= (OLD.size + 255) / 256 * 256
      AND c.committed_at < day_ago) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'DELETE on log_checkpoint is refused: heads of the last day, and the last of each tile, are kept'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER log_checkpoint_thinned BEFORE DELETE ON log_checkpoint
  FOR EACH ROW EXECUTE FUNCTION require_later_head();

CREATE TABLE log_thinned (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- Heads of this size and below are thinned.
  size bigint NOT NULL DEFAULT 0
);
INSERT INTO log_thinned DEFAULT VALUES;

-- Looks at the next heads older than keep, at most so many; returns how many it looked at beside the last.
CREATE FUNCTION thin_log_checkpoints(keep interval, most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE aged bigint; first bigint; sizes bigint[];
BEGIN
  IF (keep >= interval '1 day') IS NOT TRUE THEN RAISE EXCEPTION 'heads are kept for a day at least'; END IF;
  IF (most BETWEEN 2 AND 10000) IS NOT TRUE THEN RAISE EXCEPTION 'most must be between 2 and 10000'; END IF;
  IF NOT pg_try_advisory_xact_lock(74105291) THEN RETURN 0; END IF;
  SELECT t.size INTO first FROM log_thinned t;
  -- As the size up to which entries are published is found.
  SELECT c.size INTO aged FROM log_checkpoint c WHERE c.committed_at <= clock_timestamp() - keep
    ORDER BY c.committed_at DESC, c.size DESC LIMIT 1;
  sizes := ARRAY(SELECT c.size FROM log_checkpoint c WHERE c.size > first AND c.size <= aged ORDER BY c.size LIMIT most);
  IF cardinality(sizes) < 2 THEN RETURN 0; END IF;
  DELETE FROM log_checkpoint c USING (
    SELECT s.size, lead(s.size) OVER (ORDER BY s.size) AS next FROM unnest(sizes) AS s (size)) AS head
  -- A clock that was set back may have made an older head younger.
  WHERE c.size = head.size AND head.next <= (head.size + 255) / 256 * 256
    AND c.committed_at <= clock_timestamp() - keep;
  -- The last one is looked at again, beside the one that follows it.
  UPDATE log_thinned SET size = sizes[cardinality(sizes)] - 1;
  RETURN cardinality(sizes) - 1;
END $$;
