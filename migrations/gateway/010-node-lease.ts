/** Creates the nodes' leases, their acknowledgments of revocation records, and the drain of each. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- No generation is ever given twice: what was committed under one cannot be sent under another.
    CREATE SEQUENCE node_generation AS bigint;
    CREATE TABLE node_lease (
      node_id uuid PRIMARY KEY,
      generation bigint NOT NULL UNIQUE,
      -- Counts up with each renewal: others watch it with their own clock, whatever this database's clock does.
      renewals bigint NOT NULL,
      expires_at timestamptz NOT NULL,
      -- Every mark up to this index binds the node: bars raised, answers cut.
      acknowledged bigint NOT NULL
    );

    CREATE TABLE mark_acknowledgement (
      mark bigint NOT NULL REFERENCES mark (index),
      node_id uuid NOT NULL,
      generation bigint NOT NULL,
      drained integer NOT NULL CHECK (drained >= 0),
      aborted integer NOT NULL CHECK (aborted >= 0),
      acknowledged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (mark, generation)
    );
    CREATE TRIGGER mark_acknowledgement_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON mark_acknowledgement
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    -- effective_at NULL: nodes may still be writing what the mark forbids. Any node may finish it.
    CREATE TABLE drain (
      mark bigint PRIMARY KEY REFERENCES mark (index),
      grant_id uuid REFERENCES sharing_grant (id),
      begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      drained integer,
      aborted integer,
      expired_nodes integer,
      effective_at timestamptz,
      CHECK ((effective_at IS NULL) = (drained IS NULL)),
      CHECK ((effective_at IS NULL) = (aborted IS NULL)),
      CHECK ((effective_at IS NULL) = (expired_nodes IS NULL))
    );
    CREATE INDEX drain_open ON drain (mark) WHERE effective_at IS NULL;

    GRANT SELECT, USAGE ON SEQUENCE node_generation TO gateway_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON node_lease TO gateway_app;
    GRANT SELECT, INSERT ON mark_acknowledgement TO gateway_app;
    GRANT SELECT, INSERT, UPDATE ON drain TO gateway_app;
  `);
}
