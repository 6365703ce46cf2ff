/**
 * Keeps how far the log of each other gateway was held against ours, and what differed; up to which revocation record its
 * gateway was told, and which of its signals were taken. A receiver that is told late, or never, delays no revocation.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE network_check (
      ori text PRIMARY KEY REFERENCES network_peer (ori),
      -- Index in the other log from which the next check begins.
      since bigint NOT NULL DEFAULT 0,
      -- The newest entry of ours that an entry of theirs before it answers; -1: none.
      newest_asked bigint NOT NULL DEFAULT -1,
      -- Who began it has it for as long as a check may take.
      begun_at timestamptz,
      checked_at timestamptz,
      -- A code of what stood in the way of the last check.
      fault text
    );
    CREATE TABLE network_difference (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      ori text NOT NULL REFERENCES network_peer (ori),
      kind text NOT NULL,
      -- Log index there, and here; the entry of ours that tells of it.
      theirs bigint,
      ours bigint,
      entry bigint NOT NULL,
      their_text text,
      our_text text,
      found_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE UNIQUE INDEX network_difference_once ON network_difference (ori, kind, theirs, ours) NULLS NOT DISTINCT;

    CREATE TABLE network_told (
      ori text PRIMARY KEY REFERENCES network_peer (ori),
      -- Log index of the newest revocation record that the other gateway was told of, or that is none of its business.
      mark bigint NOT NULL,
      tries integer NOT NULL DEFAULT 0,
      next_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE TABLE network_signal (
      ori text NOT NULL REFERENCES network_peer (ori),
      jti text NOT NULL CHECK (length(jti) <= 200),
      taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      -- The reference of the officer whom alone it is about; NULL: all that we ask there.
      officer text,
      PRIMARY KEY (ori, jti)
    );
    CREATE INDEX network_signal_taken ON network_signal (taken_at);

    GRANT SELECT, INSERT (ori), UPDATE (since, newest_asked, begun_at, checked_at, fault) ON network_check TO gateway_app;
    GRANT SELECT, DELETE, INSERT (ori, kind, theirs, ours, entry, their_text, our_text) ON network_difference TO gateway_app;
    GRANT SELECT, INSERT (ori, mark), UPDATE (mark, tries, next_at) ON network_told TO gateway_app;
    GRANT SELECT, DELETE, INSERT (ori, jti, officer) ON network_signal TO gateway_app;`);
}
