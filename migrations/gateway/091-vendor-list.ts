/**
 * The gateway's own hot list at a vendor that keeps the reads: what it was last seen to hold, and by whom else its alerts
 * are taken. The plates themselves are the standing queries', which are here already.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE vendor_list (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      -- Target of its jobs.
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      -- Digest of what it was last seen to hold.
      wanted text CHECK (length(wanted) <= 64),
      entries integer NOT NULL DEFAULT 0 CHECK (entries >= 0),
      -- Subscriptions that send the vendor's alerts to somebody else.
      other_subscriptions integer NOT NULL DEFAULT 0 CHECK (other_subscriptions >= 0),
      verified_at timestamptz
    );
    INSERT INTO vendor_list DEFAULT VALUES;
    GRANT SELECT, UPDATE (wanted, entries, other_subscriptions, verified_at) ON vendor_list TO gateway_app;

    ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
    ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
      CHECK (kind IN ('hit_notice', 'list_push', 'list_fetch', 'vendor_list'));
  `);
}
