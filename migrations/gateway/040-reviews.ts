/** Keeps what reviewers decide, what must be reviewed afterwards, and how a reworded query is recognized. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE held_query
      DROP CONSTRAINT held_query_status_check,
      DROP CONSTRAINT held_query_check,
      ADD CONSTRAINT held_query_status_check
        CHECK (status IN ('held', 'approved', 'refused', 'picked_up', 'dropped', 'lapsed')),
      ADD CONSTRAINT held_query_decided CHECK (status IN ('held', 'dropped', 'lapsed') OR decided_by IS NOT NULL),
      -- Log index of the entry that approved, refused or lapsed it.
      ADD COLUMN decided_index bigint,
      -- What the reviewer read in the court's document; NULL where there was none to read.
      ADD COLUMN verification jsonb;

    -- Danger to life was answered at once; a person looks at it within a day.
    CREATE TABLE exigent_release (
      id uuid PRIMARY KEY,
      index bigint NOT NULL,
      agency_id bigint NOT NULL REFERENCES agency (id),
      officer_id uuid NOT NULL REFERENCES officer (id),
      subject jsonb NOT NULL,
      query jsonb NOT NULL,
      released_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      status text NOT NULL CHECK (status IN ('open', 'sound', 'unsound')),
      decided_by uuid REFERENCES person (id),
      decided_at timestamptz,
      decided_index bigint,
      note text,
      CHECK ((status = 'open') = (decided_by IS NULL))
    );
    CREATE INDEX exigent_release_open ON exigent_release (due_at) WHERE status = 'open';

    -- Keyed hashes of what was refused as prohibited: of the officer with the plate, and of the case.
    CREATE TABLE refused_wording (
      code bytea PRIMARY KEY CHECK (octet_length(code) = 32),
      refused_at timestamptz NOT NULL
    );
    CREATE INDEX refused_wording_age ON refused_wording (refused_at);

    -- Releases of a UTC day, by keyed hashes of the officer, and of the officer with the plate's pattern.
    CREATE TABLE query_count (
      code bytea NOT NULL CHECK (octet_length(code) = 32),
      day date NOT NULL,
      releases integer NOT NULL CHECK (releases > 0),
      PRIMARY KEY (day, code)
    );

    GRANT SELECT, INSERT, UPDATE, DELETE ON exigent_release, refused_wording, query_count TO gateway_app;
    GRANT DELETE ON held_query, agency_usage, officer_usage TO gateway_app;
  `);
}
