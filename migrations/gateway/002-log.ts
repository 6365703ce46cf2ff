/** The audit log: insert-only entries, heads and tiles; details by day, erasable without touching the tree. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE log_entry (
      index bigint PRIMARY KEY CHECK (index >= 0),
      entry text NOT NULL,
      leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
    );
    -- The head is the newest row; frontier holds the complete subtrees of a tree of this size, largest first.
    CREATE TABLE log_checkpoint (
      size bigint PRIMARY KEY CHECK (size > 0),
      root bytea NOT NULL CHECK (octet_length(root) = 32),
      frontier bytea[] NOT NULL,
      committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE TABLE log_tile (
      level integer NOT NULL CHECK (level >= 0),
      tile bigint NOT NULL CHECK (tile >= 0),
      hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
      PRIMARY KEY (level, tile)
    );
    -- A mark lowered a right: its log index is the epoch from then on. agency_id NULL: it binds everybody.
    CREATE TABLE mark (
      index bigint PRIMARY KEY,
      agency_id bigint REFERENCES agency (id),
      kind text NOT NULL,
      marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX mark_agency ON mark (agency_id, index DESC);

    CREATE TABLE audit_detail (
      index bigint NOT NULL,
      day date NOT NULL,
      at timestamptz NOT NULL,
      kind text NOT NULL,
      effect text,
      agency_id bigint,
      officer_id uuid,
      purpose text,
      reason_codes text[] NOT NULL DEFAULT '{}',
      plate_hmac bytea,
      release_id uuid,
      asker_salt bytea NOT NULL,
      asker_detail text NOT NULL,
      owner_salt bytea NOT NULL,
      owner_detail text NOT NULL,
      PRIMARY KEY (day, index)
    ) PARTITION BY RANGE (day);
    CREATE INDEX audit_detail_index ON audit_detail (index);
    CREATE INDEX audit_detail_agency ON audit_detail (agency_id, index DESC);
    CREATE INDEX audit_detail_plate ON audit_detail (plate_hmac) WHERE plate_hmac IS NOT NULL;
    CREATE INDEX audit_detail_release ON audit_detail (release_id) WHERE release_id IS NOT NULL;

    CREATE TRIGGER log_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER log_checkpoint_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoint
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER log_tile_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON log_tile
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER mark_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON mark
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    -- The gateway's role may not create tables; it may ask for a day's partition of the details.
    CREATE FUNCTION ensure_audit_days(first date, days integer) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE d date;
    BEGIN
      IF days NOT BETWEEN 1 AND 40 THEN RAISE EXCEPTION 'days must be between 1 and 40'; END IF;
      PERFORM pg_advisory_xact_lock(7410527, 1);
      FOR i IN 0 .. days - 1 LOOP
        d := first + i;
        IF to_regclass('audit_detail_' || to_char(d, 'YYYYMMDD')) IS NULL THEN
          EXECUTE format('CREATE TABLE %I PARTITION OF audit_detail FOR VALUES FROM (%L) TO (%L)',
            'audit_detail_' || to_char(d, 'YYYYMMDD'), d, d + 1);
        END IF;
      END LOOP;
    END $$;

    -- CJISSECPOL AU-11: audit records are kept at least one year.
    CREATE FUNCTION purge_audit_details(before date) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
    REVOKE ALL ON FUNCTION ensure_audit_days(date, integer), purge_audit_details(date) FROM PUBLIC;
    SELECT ensure_audit_days((now() AT TIME ZONE 'UTC')::date - 1, 9);
  `);
}
