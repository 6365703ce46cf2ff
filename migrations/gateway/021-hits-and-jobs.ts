/** Hits, standing queries, and the outbox that wakes the jobs: truth is here, Redis only hurries. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A partner's entry is a query that waits: judged when it enters, and again at every notice.
    CREATE TABLE standing_query (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      agency_id bigint NOT NULL REFERENCES agency (id),
      list_id uuid NOT NULL REFERENCES hot_list (id),
      position bigint NOT NULL UNIQUE,
      subject jsonb NOT NULL,
      -- Purpose, officer and plate, as a query has them.
      query jsonb NOT NULL,
      entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX standing_query_agency ON standing_query (agency_id);

    CREATE TABLE hit (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      list_id uuid NOT NULL REFERENCES hot_list (id),
      position bigint NOT NULL,
      -- Who is told; NULL: nobody but the owner.
      agency_id bigint REFERENCES agency (id),
      read_id uuid NOT NULL,
      captured_at timestamptz NOT NULL,
      -- Canonical JSON of the read, as it would leave.
      read text NOT NULL,
      verify boolean NOT NULL,
      status text NOT NULL DEFAULT 'unconfirmed' CHECK (status IN ('unconfirmed', 'confirmed', 'dismissed')),
      matched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      decided_by uuid REFERENCES person (id),
      decided_at timestamptz,
      UNIQUE (list_id, position, read_id),
      CHECK ((status = 'unconfirmed') = (decided_by IS NULL))
    );
    CREATE INDEX hit_agency ON hit (agency_id, captured_at DESC);
    CREATE INDEX hit_captured ON hit (captured_at);

    -- Up to where reads were matched, by the time the store took them.
    CREATE TABLE match_state (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      taken_at timestamptz NOT NULL DEFAULT now()
    );
    INSERT INTO match_state DEFAULT VALUES;

    -- Where a partner is told, and the secret that signs it (Standard Webhooks).
    CREATE TABLE partner_endpoint (
      agency_id bigint PRIMARY KEY REFERENCES agency (id),
      url text NOT NULL CHECK (length(url) <= 2048),
      secret text NOT NULL CHECK (secret ~ '^whsec_'),
      set_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    -- Lists that are pushed, and up to where.
    CREATE TABLE list_push (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      list_id uuid NOT NULL REFERENCES hot_list (id),
      agency_id bigint NOT NULL REFERENCES agency (id),
      position bigint NOT NULL DEFAULT 0,
      UNIQUE (list_id, agency_id)
    );
    -- Where a list comes from.
    CREATE TABLE list_source (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      list_name text NOT NULL UNIQUE,
      layout text NOT NULL,
      purpose text,
      -- https:// or, for a watched directory, file://
      url text NOT NULL CHECK (url ~ '^(https|http|file)://' AND length(url) <= 2048),
      every interval NOT NULL CHECK (every >= interval '1 second'),
      etag text,
      next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      fetched_at timestamptz
    );

    CREATE TABLE outbox (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      kind text NOT NULL CHECK (kind IN ('hit_notice', 'list_push', 'list_fetch')),
      -- A hit, a push or a source: one open job for each at a time.
      target uuid NOT NULL,
      agency_id bigint REFERENCES agency (id),
      status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'refused', 'dead')),
      attempts integer NOT NULL DEFAULT 0,
      run_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      worker uuid,
      leased_until timestamptz,
      fault text,
      made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      ended_at timestamptz,
      CHECK ((status = 'waiting') = (ended_at IS NULL))
    );
    CREATE UNIQUE INDEX outbox_one_open ON outbox (kind, target) WHERE status = 'waiting';
    CREATE INDEX outbox_due ON outbox (run_at) WHERE status = 'waiting';
    CREATE INDEX outbox_dead ON outbox (ended_at) WHERE status = 'dead';

    GRANT SELECT, INSERT, DELETE ON standing_query TO gateway_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON hit TO gateway_app;
    GRANT SELECT, INSERT, UPDATE ON match_state, partner_endpoint, list_push, list_source, outbox TO gateway_app;
    GRANT DELETE ON outbox, list_push, list_source, partner_endpoint TO gateway_app;
  `);
}
