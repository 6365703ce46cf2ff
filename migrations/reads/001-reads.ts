/** The reads, one partition per UTC day, and the only thing the gateway may see of them: the view `shared_read`. */
import type { Knex } from 'knex';
import { ensureGroupRole } from '../ensure-group-role.ts';

/**
 * Coordinates have six decimals (0.1 m), confidence four: as `numeric`, so that their text in SQL is the text
 * JavaScript writes (RFC 8785), which `float8` is not for small values.
 * `read_id` is a hash of the read's content: the same read comes in once, however often its file is ingested.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE read (
      read_id uuid NOT NULL,
      captured_at timestamptz(3) NOT NULL,
      plate text NOT NULL,
      lookalike_key text NOT NULL,
      plate_state text,
      confidence numeric(7, 4),
      camera_id text NOT NULL,
      camera_name text NOT NULL,
      lat numeric(8, 6),
      lon numeric(9, 6),
      direction text,
      make text,
      model text,
      color text,
      body_style text,
      source_type text CHECK (source_type IN ('fixed', 'mobile', 'uas')),
      plate_image_sha256 bytea,
      context_image_sha256 bytea,
      taken_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (captured_at, read_id)
    ) PARTITION BY RANGE (captured_at);
    CREATE INDEX read_by_plate ON read (plate, captured_at, read_id);
    CREATE INDEX read_by_lookalike ON read (lookalike_key, captured_at, read_id);
    CREATE INDEX read_by_camera ON read (camera_id, captured_at, read_id);
    -- Reads come in late and out of order: what waits for new ones asks for \`taken_at\`, not for \`captured_at\`.
    CREATE INDEX read_by_taking ON read USING brin (taken_at) WITH (autosummarize = on);
  `);
  // Policy 420.7: nothing older than 30 days, purged or not. Images and the kind of camera stay with the owner.
  // A barrier: no expression of the asking role is evaluated on a row that the view hides.
  await knex.raw(`
    CREATE VIEW shared_read WITH (security_barrier) AS
      SELECT read_id, captured_at, plate, lookalike_key, plate_state, confidence, camera_id, camera_name,
             lat, lon, direction, make, model, color, body_style, taken_at
      FROM read
      WHERE captured_at >= now() - interval '30 days'
  `);
  await ensureGroupRole(knex, 'reads_reader');
  await knex.raw(`
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO reads_reader;
    GRANT SELECT ON shared_read TO reads_reader;
    DO $$ BEGIN
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO reads_reader', current_database());
    END $$;
  `);
}
