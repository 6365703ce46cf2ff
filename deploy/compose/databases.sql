-- Steps 1 and 2 of gateway/docs/operating.md, for an empty cluster: PostgreSQL's image runs this once, as the superuser.
-- The passwords come from files, so none stands here or in the environment.
DO $$
DECLARE
  owner_password CONSTANT text := rtrim(pg_read_file('/run/secrets/owner-password'), E'\n');
  gateway_password CONSTANT text := rtrim(pg_read_file('/run/secrets/gateway-password'), E'\n');
  reads_password CONSTANT text := rtrim(pg_read_file('/run/secrets/gateway-reads-password'), E'\n');
BEGIN
  EXECUTE format('CREATE ROLE alpr_owner LOGIN PASSWORD %L', owner_password);
  CREATE ROLE gateway_app NOLOGIN;
  CREATE ROLE reads_reader NOLOGIN;
  EXECUTE format('CREATE ROLE gateway LOGIN PASSWORD %L IN ROLE gateway_app', gateway_password);
  EXECUTE format('CREATE ROLE gateway_reads LOGIN PASSWORD %L IN ROLE reads_reader', reads_password);
END $$;

CREATE DATABASE gateway OWNER alpr_owner;

CREATE DATABASE reads OWNER alpr_owner;
