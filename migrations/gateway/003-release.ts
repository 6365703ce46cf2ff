/** Creates what a release counts and remembers: quotas, held queries, proofs already used. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Days are UTC days of the database's clock.
    CREATE TABLE agency_usage (
      agency_id bigint NOT NULL REFERENCES agency (id),
      day date NOT NULL,
      records bigint NOT NULL CHECK (records >= 0),
      releases bigint NOT NULL CHECK (releases >= 0),
      PRIMARY KEY (agency_id, day)
    );
    CREATE TABLE officer_usage (
      officer_id uuid NOT NULL REFERENCES officer (id),
      day date NOT NULL,
      records bigint NOT NULL CHECK (records >= 0),
      releases bigint NOT NULL CHECK (releases >= 0),
      PRIMARY KEY (officer_id, day)
    );

    CREATE TABLE held_query (
      id uuid PRIMARY KEY,
      held_index bigint NOT NULL,
      agency_id bigint NOT NULL REFERENCES agency (id),
      officer_id uuid NOT NULL REFERENCES officer (id),
      grant_id uuid REFERENCES sharing_grant (id),
      epoch bigint NOT NULL,
      rules_revision text NOT NULL,
      subject jsonb NOT NULL,
      query jsonb NOT NULL,
      query_hash bytea NOT NULL,
      reasons jsonb NOT NULL,
      status text NOT NULL CHECK (status IN ('held', 'approved', 'refused', 'picked_up', 'dropped')),
      held_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      decided_by uuid REFERENCES person (id),
      decided_at timestamptz,
      note text,
      CHECK (status IN ('held', 'dropped') OR decided_by IS NOT NULL)
    );
    CREATE INDEX held_query_waiting ON held_query (held_at) WHERE status = 'held';
    CREATE INDEX held_query_agency ON held_query (agency_id) WHERE status IN ('held', 'approved');

    -- RFC 9449 section 11.1: a proof's jti is used once, on whichever node it arrives.
    CREATE TABLE proof_used (
      hash bytea PRIMARY KEY,
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX proof_used_expired ON proof_used (expires_at);
  `);
}
