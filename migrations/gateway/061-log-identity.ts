/**
 * Identifies this log: its origin and the ids of the keys with which its nodes sign, search and encrypt. The
 * first node to start on an unused log writes it once; the gateway's role can never change it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE log_identity (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      origin text NOT NULL CHECK (origin <> ''),
      -- The verifier key; of the others ids that tell nothing of the keys.
      log_key text NOT NULL CHECK (log_key <> ''),
      plate_search_key text NOT NULL CHECK (plate_search_key ~ '^[0-9a-f]{32}$'),
      cursor_key text NOT NULL CHECK (cursor_key ~ '^[0-9a-f]{32}$'),
      endpoint_key text NOT NULL CHECK (endpoint_key ~ '^[0-9a-f]{32}$'),
      recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );

    -- Nodes had run on this log before this step: one that has seen it says which it is.
    CREATE TABLE log_without_identity (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row));
    INSERT INTO log_without_identity SELECT true FROM node_generation WHERE is_called;

    -- No node runs without a generation, and none is given twice: the sequence knows whether one ever ran.
    CREATE FUNCTION claim_log_identity(its_origin text, its_log_key text, its_plate_search_key text,
        its_cursor_key text, its_endpoint_key text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(7410503, 0);
      IF EXISTS (SELECT FROM log_identity) THEN
        RAISE EXCEPTION 'this log is recorded already: its owner changes that by log adopt';
      END IF;
      IF (SELECT is_called FROM node_generation) AND NOT EXISTS (SELECT FROM log_without_identity) THEN
        RAISE EXCEPTION 'nodes have run on this log: its owner records which it is by log adopt';
      END IF;
      DELETE FROM log_without_identity;
      INSERT INTO log_identity (origin, log_key, plate_search_key, cursor_key, endpoint_key)
        VALUES (its_origin, its_log_key, its_plate_search_key, its_cursor_key, its_endpoint_key);
    END $$;
    REVOKE ALL ON FUNCTION claim_log_identity(text, text, text, text, text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION claim_log_identity(text, text, text, text, text) TO gateway_app;
    GRANT SELECT ON log_identity, log_without_identity TO gateway_app;
  `);
}
