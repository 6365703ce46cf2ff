/**
 * Records which keys sign the gateway's envelopes: their ids (RFC 7638 thumbprints, which are public), in the
 * order of publication. A node that lacks the newest has another directory's keys. Only added to: by a node
 * that names the newest before, so that one of two nodes publishes, and by the owner (`log adopt`).
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE envelope_key (
      position integer PRIMARY KEY CHECK (position > 0),
      kid text NOT NULL CHECK (kid ~ '^[A-Za-z0-9_-]{43}$'),
      recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE TRIGGER envelope_key_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON envelope_key
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    CREATE FUNCTION record_envelope_key(its_kid text, after_kid text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      newest envelope_key;
    BEGIN
      PERFORM pg_advisory_xact_lock(7410510, 0);
      SELECT * INTO newest FROM envelope_key ORDER BY position DESC LIMIT 1;
      IF newest.kid IS DISTINCT FROM after_kid THEN
        RAISE EXCEPTION 'another envelope key was published meanwhile';
      END IF;
      IF EXISTS (SELECT FROM envelope_key WHERE kid = its_kid) THEN
        RAISE EXCEPTION 'the envelope key % was published before, and given up since: bring envelope-keys.json from %',
          its_kid, 'DATA_DIR/secrets of a node that runs on this log';
      END IF;
      INSERT INTO envelope_key (position, kid) VALUES (coalesce(newest.position, 0) + 1, its_kid);
    END $$;
    REVOKE ALL ON FUNCTION record_envelope_key(text, text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION record_envelope_key(text, text) TO gateway_app;
    REVOKE ALL ON envelope_key FROM PUBLIC, gateway_app;
    GRANT SELECT ON envelope_key TO gateway_app;
  `);
}
