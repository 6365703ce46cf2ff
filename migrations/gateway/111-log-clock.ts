/**
 * The minute that an entry names is the database's, within two minutes; and behind one that is ahead of the clock, which
 * was then set back, only withdrawals are taken until two persons resume: whoever resumes has looked at the log. The log-in
 * could append entries of any minute, and witnesses cosigned them.
 *
 * Canonical entries end with their minute and version (\`"minute":"2026-11-27T04:00Z","v":1}\`), so that it is cut from
 * there: it runs in every commit, under the lock of the head. An empty text is the probe for readiness, which is rolled
 * back. The clock is the one that the session's path finds, as in all that decides (076); so each type is named with its
 * schema: one of that name in the session's temporary schema would be found first, and its checks run as the owner.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  CREATE TABLE log_clock (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- The latest that an entry has named since sharing was resumed last; changes once a minute.
    minute text COLLATE "C" NOT NULL
  );
  INSERT INTO log_clock (minute) SELECT coalesce(
    (SELECT left(right(e.entry, 25), 17) FROM log_entry AS e ORDER BY e.index DESC LIMIT 1), '');
  GRANT SELECT ON log_clock TO gateway_app;

  CREATE OR REPLACE FUNCTION append_log(entries text[], hashes bytea, head bigint, root bytea, frontier bytea[]) RETURNS void
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
    IF (last BETWEEN earliest AND latest AND position(E'\\n' IN
        replace(array_to_string(entries, E'\\n') || E'\\n', ending || E'\\n', '')) = 0) IS NOT TRUE
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
  `);
}
