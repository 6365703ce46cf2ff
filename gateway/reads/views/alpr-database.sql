-- Reads that stay in ALPR-Database (github.com/algertc/ALPR-Database): the view that the gateway asks, over its table
-- `plate_reads` as schema.sql and migrations.sql of that project make it. Nothing is copied. Run it in that database, as
-- the owner of its tables, after its own migrations:
--
--   psql -v ON_ERROR_STOP=1 -1 -f gateway/reads/views/alpr-database.sql 'postgres://…/postgres'
--
-- What that application does not know is null: state, place of the camera, vehicle. Its cameras have names alone, which
-- are their ids here. A plate that holds anything but letters and digits is not shared.
-- Nothing older than thirty days is shared (Policy 420.7); that application itself erases by a number of records, so set
-- its limit, or erase by time, in that application.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reads_reader') THEN CREATE ROLE reads_reader NOLOGIN; END IF;
END $$;

CREATE OR REPLACE VIEW public.shared_read WITH (security_barrier) AS
  SELECT
    -- Stable, and in the form of a UUID of version 8.
    ('00000000-0000-8000-8000-' || lpad(to_hex(id), 12, '0'))::uuid AS read_id,
    "timestamp"::timestamptz(3) AS captured_at,
    upper(regexp_replace(plate_number, '[[:space:]-]', '', 'g')) AS plate,
    translate(upper(regexp_replace(plate_number, '[[:space:]-]', '', 'g')), 'ODIBSZ', '001852') AS lookalike_key,
    NULL::text AS plate_state,
    -- From 0 to 1 there; a percentage from an older camera system is brought to the same.
    (CASE WHEN confidence > 1 THEN confidence / 100 ELSE confidence END)::numeric(7, 4) AS confidence,
    coalesce(nullif(camera_name, ''), 'unknown')::text AS camera_id,
    coalesce(nullif(camera_name, ''), 'unknown')::text AS camera_name,
    NULL::numeric(8, 6) AS lat,
    NULL::numeric(9, 6) AS lon,
    NULL::text AS direction,
    NULL::text AS make,
    NULL::text AS model,
    NULL::text AS color,
    NULL::text AS body_style,
    created_at AS taken_at,
    'fixed'::text AS source_type
  FROM public.plate_reads
  WHERE "timestamp" >= now() - interval '30 days'
    AND upper(regexp_replace(plate_number, '[[:space:]-]', '', 'g')) ~ '^[A-Z0-9]+$';

-- Without them each query reads the whole month.
CREATE INDEX IF NOT EXISTS shared_read_by_plate ON public.plate_reads
  (upper(regexp_replace(plate_number, '[[:space:]-]', '', 'g')), ("timestamp"::timestamptz(3)));
CREATE INDEX IF NOT EXISTS shared_read_by_lookalike ON public.plate_reads
  (translate(upper(regexp_replace(plate_number, '[[:space:]-]', '', 'g')), 'ODIBSZ', '001852'), ("timestamp"::timestamptz(3)));
CREATE INDEX IF NOT EXISTS shared_read_by_camera ON public.plate_reads
  ((coalesce(nullif(camera_name, ''), 'unknown')::text), ("timestamp"::timestamptz(3)));
CREATE INDEX IF NOT EXISTS shared_read_by_taking ON public.plate_reads (created_at);

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO reads_reader;
GRANT SELECT ON public.shared_read TO reads_reader;
DO $$ BEGIN
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO reads_reader', current_database());
END $$;
