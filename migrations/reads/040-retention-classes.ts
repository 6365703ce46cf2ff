/** Reads of drones have a retention class of their own (Policy 606.7), and their kind is known to area queries (606.6). */
import type { Knex } from 'knex';

/** The new column stands last: the view keeps the columns that others rely on. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE retention_class (
      source_type text PRIMARY KEY CHECK (source_type = 'uas'),
      -- Policy 420.7 sets the longest; the owner's records schedule may set less.
      days integer NOT NULL CHECK (days BETWEEN 1 AND 30)
    );
    INSERT INTO retention_class VALUES ('uas', 30);

    CREATE OR REPLACE VIEW shared_read WITH (security_barrier) AS
      SELECT read_id, captured_at, plate, lookalike_key, plate_state, confidence, camera_id, camera_name,
             lat, lon, direction, make, model, color, body_style, taken_at, source_type
      FROM read
      WHERE captured_at >= now() - interval '30 days'
        AND (source_type IS DISTINCT FROM 'uas' OR captured_at >= now() - (
          SELECT make_interval(days => days) FROM retention_class WHERE retention_class.source_type = 'uas'));
  `);
}
