/**
 * Each commit leaves a head: of what is older than a day, the last head of each full tile stays, since any other can be
 * computed from it and the entries after it. Heads go by a function with its owner's rights, a few at a time, and a
 * trigger holds everybody to the rule: the newest head, and the last of each tile, are deleted by nobody.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION require_later_head() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE day_ago timestamptz := clock_timestamp() - interval '1 day';
    BEGIN
      IF OLD.committed_at < day_ago AND EXISTS (
        SELECT FROM log_checkpoint c WHERE c.size > OLD.size AND c.size <= (OLD.size + 255) / 256 * 256
          AND c.committed_at < day_ago) THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'DELETE on log_checkpoint is refused: heads of the last day, and the last of each tile, are kept'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END $$;
    REVOKE ALL ON FUNCTION require_later_head() FROM PUBLIC;
    DROP TRIGGER log_checkpoint_kept ON log_checkpoint;
    CREATE TRIGGER log_checkpoint_kept BEFORE UPDATE OR TRUNCATE ON log_checkpoint
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER log_checkpoint_thinned BEFORE DELETE ON log_checkpoint
      FOR EACH ROW EXECUTE FUNCTION require_later_head();

    -- Heads of this size and below are thinned.
    CREATE TABLE log_thinned (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      size bigint NOT NULL DEFAULT 0
    );
    INSERT INTO log_thinned DEFAULT VALUES;

    -- Looks at the next heads older than keep, at most so many; resolves to how many it looked at beside the last.
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
    REVOKE ALL ON FUNCTION thin_log_checkpoints(interval, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION thin_log_checkpoints(interval, integer) TO gateway_app;
    REVOKE ALL ON log_thinned FROM PUBLIC, gateway_app;
    GRANT SELECT ON log_thinned TO gateway_app;
  `);
}
