/**
 * Keeps who asked other gateways, which entry of ours each question names, and the receipts. No read of
 * others is kept, no plate in clear; the question itself is sealed, and only as long as an answer may still come.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE network_ask (
      id uuid PRIMARY KEY,
      -- The trace id (W3C Trace Context) by which both logs name it.
      transaction text NOT NULL UNIQUE CHECK (transaction ~ '^[0-9a-f]{32}$'),
      asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      issuer text NOT NULL,
      client_id text NOT NULL,
      person_id text,
      -- The search code of the plate, whose key changes daily.
      plate bytea NOT NULL CHECK (octet_length(plate) = 32),
      -- Of an Idempotency-Key with its holder, and of the request that had it.
      repeat_key bytea UNIQUE CHECK (octet_length(repeat_key) = 32),
      request_hash bytea CHECK (octet_length(request_hash) = 32),
      -- The query that our own reviewer has to approve first.
      held_id uuid,
      -- Epoch of our own entries: what is answered leaves under it.
      epoch bigint,
      sealed text,
      CONSTRAINT network_ask_repeat CHECK ((repeat_key IS NULL) = (request_hash IS NULL))
    );
    CREATE INDEX network_ask_asked ON network_ask (asked_at);

    CREATE TABLE network_ask_peer (
      ask_id uuid NOT NULL REFERENCES network_ask (id) ON DELETE CASCADE,
      ori text NOT NULL,
      state text NOT NULL CHECK (state IN ('waiting', 'pending', 'released', 'held', 'refused', 'no_answer', 'unproven')),
      page integer NOT NULL DEFAULT 0,
      -- Our entry that the question names, as on the first page; NULL: nothing was asked.
      asked_index bigint,
      asked_leaf text,
      asked_at timestamptz,
      -- NULL: the question has not left yet, so it is not known whether the partner knows the member.
      sends_asker boolean,
      -- Size of the partner's log as we knew it before we asked.
      known_size bigint NOT NULL DEFAULT 0,
      -- The partner's name for its answer, its entry by which it holds the query, its cursor of the next page.
      query_id text,
      held_index bigint,
      cursor text,
      reasons jsonb NOT NULL DEFAULT '[]',
      receipt text,
      answered_index bigint,
      PRIMARY KEY (ask_id, ori)
    );

    GRANT SELECT, DELETE,
      INSERT (id, transaction, issuer, client_id, person_id, plate, repeat_key, request_hash, held_id, epoch, sealed),
      UPDATE (held_id, epoch, sealed) ON network_ask TO gateway_app;
    GRANT SELECT, DELETE, INSERT (ask_id, ori, state, asked_index, asked_leaf, asked_at, known_size, reasons),
      UPDATE (state, page, asked_index, asked_leaf, asked_at, sends_asker, known_size, query_id, held_index, cursor,
        reasons, receipt, answered_index)
      ON network_ask_peer TO gateway_app;`);
}
