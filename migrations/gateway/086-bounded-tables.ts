/**
 * Bounds two tables that only grew. Acknowledgments of a revocation are needed until its drain ends, and kept
 * for a month; they go by a function, and a trigger keeps the others. Removals from a hot list are told for
 * ninety days: a list remembers up to where it forgot, so that a late reader begins again and misses nothing.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION require_ended_drain() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
      IF EXISTS (SELECT FROM drain d WHERE d.mark = OLD.mark AND d.effective_at < clock_timestamp() - interval '30 days')
        THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'DELETE on mark_acknowledgement is refused: kept for 30 days after the drain has ended'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END $$;
    REVOKE ALL ON FUNCTION require_ended_drain() FROM PUBLIC;
    DROP TRIGGER mark_acknowledgement_kept ON mark_acknowledgement;
    CREATE TRIGGER mark_acknowledgement_kept BEFORE UPDATE OR TRUNCATE ON mark_acknowledgement
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER mark_acknowledgement_ended BEFORE DELETE ON mark_acknowledgement
      FOR EACH ROW EXECUTE FUNCTION require_ended_drain();

    -- Of drains that ended before; a row for each that goes.
    CREATE FUNCTION forget_acknowledgements(before date) RETURNS SETOF bigint
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DELETE FROM mark_acknowledgement a USING drain d
        WHERE d.mark = a.mark AND d.effective_at < least(before, clock_timestamp() - interval '30 days')
        RETURNING a.mark
    $$;
    REVOKE ALL ON FUNCTION forget_acknowledgements(date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION forget_acknowledgements(date) TO gateway_app;

    -- Removals up to this position are not all there any more.
    ALTER TABLE hot_list ADD COLUMN forgotten bigint NOT NULL DEFAULT 0 CHECK (forgotten >= 0);
    GRANT UPDATE (forgotten) ON hot_list TO gateway_app;
    -- Newest position of the other gateway's list when the reading of it began; 0 when that is passed.
    ALTER TABLE list_source ADD COLUMN began bigint NOT NULL DEFAULT 0 CHECK (began >= 0);
    GRANT UPDATE (began) ON list_source TO gateway_app;
  `);
}
