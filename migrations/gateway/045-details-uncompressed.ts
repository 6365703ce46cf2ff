/**
 * A day's details are stored as they come. Compressing one (2.5 kB to 1.7) took longer than everything else that an
 * insert does, with the head of the log held meanwhile; a row of up to 8 kB still fits a page.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE OR REPLACE FUNCTION ensure_audit_days(first date, days integer) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE d date;
    BEGIN
      IF days NOT BETWEEN 1 AND 40 THEN RAISE EXCEPTION 'days must be between 1 and 40'; END IF;
      PERFORM pg_advisory_xact_lock(7410527, 1);
      FOR i IN 0 .. days - 1 LOOP
        d := first + i;
        IF to_regclass('audit_detail_' || to_char(d, 'YYYYMMDD')) IS NULL THEN
          EXECUTE format('CREATE TABLE %I PARTITION OF audit_detail FOR VALUES FROM (%L) TO (%L)
            WITH (toast_tuple_target = 8160)', 'audit_detail_' || to_char(d, 'YYYYMMDD'), d, d + 1);
        END IF;
      END LOOP;
    END $$;

    DO $$
    DECLARE part record;
    BEGIN
      FOR part IN SELECT inhrelid::regclass AS name FROM pg_inherits WHERE inhparent = 'audit_detail'::regclass LOOP
        EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 8160)', part.name);
      END LOOP;
    END $$;
  `);
}
