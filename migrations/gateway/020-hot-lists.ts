/** Hot lists: what is on them, what left them, and where they come from. */
import type { Knex } from 'knex';

/**
 * Positions of entries and removals come from one sequence; a list changes in one transaction at a time, so a reader
 * that asks for what lies behind the last position it saw misses nothing.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE hot_list (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$'),
      -- NULL: a list of the owner. Else the partner whose entries these are, and who is told of hits.
      agency_id bigint REFERENCES agency (id),
      -- standing: entered one by one by a partner, each a query that waits.
      kind text NOT NULL CHECK (kind IN ('imported', 'standing')),
      layout text,
      -- Under which entries and hits of an imported list leave; NULL: they stay in the house.
      purpose text,
      -- Extracts that write 0 for O are matched accordingly.
      zero_for_o boolean NOT NULL DEFAULT false,
      -- Also plates that cameras confuse; such a hit is marked "verify".
      lookalike boolean NOT NULL DEFAULT false,
      version text,
      rules_revision text,
      entries bigint NOT NULL DEFAULT 0 CHECK (entries >= 0),
      restricted bigint NOT NULL DEFAULT 0 CHECK (restricted >= 0),
      -- Of the last version: taken, setAside, dropped, refused, restricted.
      counts jsonb,
      imported_at timestamptz,
      -- Why the newest version waits for a person, e.g. it would shrink the list too much.
      asks text,
      CHECK (kind = 'imported' OR agency_id IS NOT NULL)
    );
    CREATE UNIQUE INDEX hot_list_one_standing ON hot_list (agency_id) WHERE kind = 'standing';

    CREATE SEQUENCE hot_list_position AS bigint;
    -- No foreign key on the list, whose row is never deleted: checked row by row it doubles the time of an import.
    CREATE TABLE hot_list_entry (
      list_id uuid NOT NULL,
      position bigint NOT NULL DEFAULT nextval('hot_list_position'),
      -- Hash of the entry's content: the same row of the next version is the same entry.
      key uuid NOT NULL,
      plate text COLLATE "C" NOT NULL CHECK (plate ~ '^[A-Z0-9]{2,10}$'),
      plate_state text COLLATE "C" CHECK (plate_state ~ '^[A-Z]{2}$'),
      kind text NOT NULL CHECK (kind <> 'immigration_violator'),
      -- CJISSECPOL 4.2.2: for the owner's own use, never released.
      restricted boolean NOT NULL,
      category text,
      reference text,
      originator text,
      note text,
      effective_at timestamptz,
      expires_at timestamptz,
      PRIMARY KEY (list_id, position)
    );
    CREATE UNIQUE INDEX hot_list_entry_key ON hot_list_entry (list_id, key);

    -- An entry that left its list, without its plate.
    CREATE TABLE hot_list_removal (
      list_id uuid NOT NULL,
      position bigint NOT NULL DEFAULT nextval('hot_list_position'),
      entry bigint NOT NULL,
      restricted boolean NOT NULL,
      removed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (list_id, position)
    );

    GRANT SELECT, INSERT, UPDATE ON hot_list TO gateway_app;
    GRANT SELECT, INSERT, DELETE ON hot_list_entry, hot_list_removal TO gateway_app;
    GRANT USAGE ON SEQUENCE hot_list_position TO gateway_app;
    DO $$ BEGIN
      EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO gateway_app', current_database());
    END $$;
  `);
}
