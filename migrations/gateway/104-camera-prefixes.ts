/**
 * Two sources of pushed reads never write cameras in each other's names: each has a prefix, and none begins with that of
 * another one. A prefix is taken from the proposal until the last secret of its source has ended.
 */
import type { Knex } from 'knex';

/** Names have no colon, so prefixes made of them and a colon never overlap; the others are looked through again. */
const SETTLE_OLD_ONES = `
  ALTER TABLE reads_source DISABLE TRIGGER reads_source_steps;
  DO $$ BEGIN
    LOOP
      UPDATE reads_source s SET camera_prefix = s.name || ':'
      WHERE s.camera_prefix <> s.name || ':' AND (s.camera_prefix = '' OR EXISTS (
        SELECT FROM reads_source o WHERE o.name <> s.name AND s.status <> 'removed' AND o.status <> 'removed'
          AND camera_prefixes_overlap(o.camera_prefix, s.camera_prefix)));
      EXIT WHEN NOT FOUND;
    END LOOP;
  END $$;
  ALTER TABLE reads_source ENABLE TRIGGER reads_source_steps;
  ALTER TABLE reads_source ADD CONSTRAINT reads_source_prefix CHECK (camera_prefix <> '')`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Whether one begins with the other; nobody tells capitals from small letters in a camera's name.
    CREATE FUNCTION camera_prefixes_overlap(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE
      RETURN starts_with(lower(one), lower(other)) OR starts_with(lower(other), lower(one));
    REVOKE ALL ON FUNCTION camera_prefixes_overlap(text, text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION camera_prefixes_overlap(text, text) TO gateway_app;
    ${SETTLE_OLD_ONES};

    -- INVARIANT: the lock is a statement of its own, before the one that looks. A prefix is written once, with its row.
    CREATE FUNCTION hold_prefixes_apart() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE other text;
    BEGIN
      PERFORM pg_advisory_xact_lock(74105292);
      SELECT s.name INTO other FROM reads_source s
      WHERE s.name <> NEW.name AND (s.status IN ('proposed', 'active') OR (s.status = 'replaced' AND s.ends_at > clock_timestamp()))
        AND camera_prefixes_overlap(s.camera_prefix, NEW.camera_prefix) ORDER BY s.name LIMIT 1;
      IF NOT FOUND THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'the prefix of this source overlaps with that of another one'
        USING ERRCODE = 'exclusion_violation', CONSTRAINT = TG_NAME, DETAIL = other;
    END $$;
    CREATE TRIGGER reads_source_prefixes_apart BEFORE INSERT ON reads_source
      FOR EACH ROW EXECUTE FUNCTION hold_prefixes_apart();
    REVOKE ALL ON FUNCTION hold_prefixes_apart() FROM PUBLIC;
  `);
}
