/**
 * Days of details come and go without anybody waiting behind them. `CREATE TABLE … PARTITION OF` and dropping a partition
 * lock the whole of `audit_detail` (ACCESS EXCLUSIVE): they waited for a search of ten seconds, and every commit, with
 * the head of the log in its hand, waited behind them. ATTACH shares the table with readers and writers; dropping gives
 * up after a fifth of a second, and is tried again.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE OR REPLACE FUNCTION ensure_audit_days(first date, days integer) RETURNS void
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

    ALTER FUNCTION purge_audit_details(date) SET lock_timeout = '200ms';

    -- How many days purge_audit_details would erase; said in the log before it does.
    CREATE FUNCTION count_audit_days(before date) RETURNS integer
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
      RETURN (SELECT count(*)::integer FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'audit_detail'::regclass
          AND CASE WHEN c.relname ~ '^audit_detail_[0-9]{8}$'
            THEN to_date(right(c.relname, 8), 'YYYYMMDD') < before ELSE false END);
    REVOKE ALL ON FUNCTION count_audit_days(date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION count_audit_days(date) TO gateway_app;
  `);
}
