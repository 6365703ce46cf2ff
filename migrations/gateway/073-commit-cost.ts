/**
 * Makes a release write less under the lock of the head: nothing that no search needs. An entry's number
 * leads the key of its detail, since each day is a partition: an index on the number alone is spared. Nearly
 * every detail is a permitted release: they are found from the newest backwards, without an index. The log's
 * two guards ask once each. Words that were released upon, a row a release, have a table of their own: among
 * them the counts, which change with every batch, found no room in their pages to be changed in place.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  ALTER TABLE audit_detail DROP CONSTRAINT audit_detail_pkey, ADD PRIMARY KEY (index, day);
  DROP INDEX audit_detail_index, audit_detail_kind, audit_detail_effect;
  CREATE INDEX audit_detail_kind ON audit_detail (kind, index DESC) WHERE kind <> 'release';
  CREATE INDEX audit_detail_effect ON audit_detail (effect, index DESC) WHERE effect <> 'permit';

  -- Keyed hashes of words that were released upon, by the UTC day.
  CREATE TABLE released_words (
    day date NOT NULL,
    code bytea NOT NULL CHECK (octet_length(code) = 32),
    PRIMARY KEY (day, code)
  );
  -- Counts and words were one table; a hash of a count is the hash of no words.
  INSERT INTO released_words SELECT day, code FROM query_count;
  CREATE TRIGGER released_words_kept_today BEFORE DELETE ON released_words FOR EACH ROW
    WHEN (OLD.day >= (now() AT TIME ZONE 'UTC')::date)
    EXECUTE FUNCTION owner_only('words that were released upon are remembered for a day');
  GRANT SELECT, INSERT, DELETE ON released_words TO gateway_app;

  CREATE OR REPLACE FUNCTION require_head_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE head bigint; before bigint; first bigint; last bigint; added bigint;
  BEGIN
    SELECT a.number, a.first, a.last, h.size, h.before INTO added, first, last, head, before
      FROM (SELECT count(*) AS number, min(n.index) AS first, max(n.index) AS last FROM added AS n) AS a,
        (SELECT max(c.size) AS size, CASE count(*) WHEN 1 THEN 0 ELSE min(c.size) END AS before
          FROM (SELECT l.size FROM public.log_checkpoint AS l ORDER BY l.size DESC LIMIT 2) AS c) AS h;
    IF added = 0 THEN RETURN NULL; END IF;
    IF first = before AND last = head - 1 AND added = head - before THEN RETURN NULL; END IF;
    IF public.is_owner_of_schema(session_user) THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'entries are refused that are not those from the head before to their own'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END $$;

  CREATE OR REPLACE FUNCTION require_entries_of_head() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE newest bigint; last bigint;
  BEGIN
    -- Without parameters in what is looked for, so that it is planned once.
    SELECT (SELECT max(c.size) FROM public.log_checkpoint AS c), (SELECT max(e.index) FROM public.log_entry AS e)
      INTO newest, last;
    IF NEW.size = newest AND NEW.size = last + 1 THEN RETURN NULL; END IF;
    IF public.is_owner_of_schema(session_user) THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'a head of % is refused: it is not the number of the entries', NEW.size
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END $$;
  `);
}
