/**
 * Keeps what the search for misuse has taken from the log's details, each query once, and how far it is with
 * each agency: no search starts from the beginning, and no agency's queries stand before another's.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One row for each query and officer. Officers, plates and case numbers are keyed hashes, equal where they are.
    CREATE TABLE query_activity (
      agency_id bigint NOT NULL,
      -- Log index.
      index bigint NOT NULL,
      at timestamptz NOT NULL,
      officer bytea NOT NULL CHECK (octet_length(officer) = 16),
      client_id text NOT NULL,
      effect text NOT NULL,
      purpose text NOT NULL,
      plate bytea CHECK (octet_length(plate) = 16),
      case_number bytea CHECK (octet_length(case_number) = 16),
      -- Patterns towards which it counts: names of sharing-rules/anomalies.ts.
      signs text[] NOT NULL,
      PRIMARY KEY (agency_id, index, officer)
    );
    CREATE INDEX query_activity_officer ON query_activity (agency_id, officer, at DESC);
    CREATE INDEX query_activity_asked ON query_activity (agency_id, plate, officer, at DESC)
      WHERE effect <> 'deny' AND plate IS NOT NULL;
    CREATE INDEX query_activity_case ON query_activity (agency_id, case_number, at DESC)
      WHERE effect <> 'deny' AND plate IS NOT NULL AND case_number IS NOT NULL;
    CREATE INDEX query_activity_prohibited ON query_activity (agency_id, plate, at DESC)
      WHERE plate IS NOT NULL AND 'prohibited_use' = ANY (signs);
    CREATE INDEX query_activity_age ON query_activity USING brin (at);

    CREATE TABLE misuse_search (
      agency_id bigint PRIMARY KEY REFERENCES agency (id),
      -- All that the agency asked up to this log index has been looked at.
      index bigint NOT NULL,
      -- When the entry at that index was made, at the earliest.
      at timestamptz NOT NULL
    );

    -- How many reports of a kind an agency has this week.
    CREATE INDEX misuse_report_agency ON misuse_report (agency_id, opened_at) WHERE opened_by IS NULL;

    GRANT SELECT, INSERT, DELETE ON query_activity TO gateway_app;
    GRANT SELECT, INSERT, UPDATE ON misuse_search TO gateway_app;
  `);
}
