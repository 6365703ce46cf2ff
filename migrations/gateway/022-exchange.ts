/** Exchange of hot lists: partners' gateways as sources, secrets that are not in the database, keys of partners' requests. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Secrets that stood here in clear count as known: each endpoint is set anew, with a secret derived from a key file.
    DELETE FROM partner_endpoint;
    ALTER TABLE partner_endpoint DROP COLUMN secret;
    ALTER TABLE partner_endpoint ADD COLUMN salt bytea NOT NULL CHECK (octet_length(salt) = 32);

    -- gateway://name/list: a list of another gateway, asked for with the credentials of that name.
    ALTER TABLE list_source DROP CONSTRAINT list_source_url_check;
    ALTER TABLE list_source ADD CONSTRAINT list_source_url_check
      CHECK (url ~ '^(https|http|file|gateway)://' AND length(url) <= 2048);
    -- A gateway's entries have no layout of a file.
    ALTER TABLE list_source ALTER COLUMN layout DROP NOT NULL;
    ALTER TABLE list_source ADD CONSTRAINT list_source_layout_check
      CHECK ((layout IS NULL) = starts_with(url, 'gateway://'));
    ALTER TABLE list_source
      -- The partner whose entries these are, and who is told of hits; NULL: the owner's own list.
      ADD COLUMN agency_id bigint REFERENCES agency (id),
      -- Position up to which another gateway's list is here.
      ADD COLUMN since bigint NOT NULL DEFAULT 0 CHECK (since >= 0),
      -- A person has looked: the next fetch may shrink the list.
      ADD COLUMN allow_shrink boolean NOT NULL DEFAULT false;

    CREATE INDEX outbox_ended ON outbox (target, ended_at) WHERE status <> 'waiting';

    -- Keys belong to whoever asks: a person, or a partner's system.
    ALTER TABLE idempotency_key DROP CONSTRAINT idempotency_key_pkey;
    ALTER TABLE idempotency_key ADD COLUMN holder text;
    UPDATE idempotency_key SET holder = person_id::text;
    ALTER TABLE idempotency_key ALTER COLUMN holder SET NOT NULL;
    ALTER TABLE idempotency_key ADD CONSTRAINT idempotency_key_holder_check CHECK (length(holder) BETWEEN 1 AND 2048);
    ALTER TABLE idempotency_key DROP COLUMN person_id;
    ALTER TABLE idempotency_key ADD PRIMARY KEY (holder, key);
  `);
}
