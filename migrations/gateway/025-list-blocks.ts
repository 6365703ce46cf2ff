/** Remembers the file of a list's last version, so that the next one is read only where it differs. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Version that hot_list_block tells of.
    ALTER TABLE hot_list ADD COLUMN blocks_of text;

    ALTER TABLE hot_list_entry
      -- Rows of the file that give this entry.
      ADD COLUMN copies integer NOT NULL DEFAULT 1 CHECK (copies > 0),
      -- The same checks in half the time: each row of an import pays for them.
      DROP CONSTRAINT hot_list_entry_plate_check,
      DROP CONSTRAINT hot_list_entry_plate_state_check,
      ADD CONSTRAINT hot_list_entry_plate_check CHECK (length(plate) BETWEEN 2 AND 10 AND plate !~ '[^A-Z0-9]'),
      ADD CONSTRAINT hot_list_entry_plate_state_check CHECK (length(plate_state) = 2 AND plate_state !~ '[^A-Z]');

    -- Consecutive lines of a file.
    CREATE TABLE hot_list_block (
      list_id uuid NOT NULL,
      number integer NOT NULL,
      -- 128 bits of a SHA-256; NULL where a row was dropped, refused or set aside: nothing of such a row is kept.
      digest bytea CHECK (length(digest) = 16),
      lines integer NOT NULL,
      taken integer NOT NULL,
      restricted integer NOT NULL,
      -- Keys of the entries that its rows gave, 16 bytes each.
      keys bytea NOT NULL CHECK (length(keys) = 16 * (taken + restricted)),
      PRIMARY KEY (list_id, number)
    );

    GRANT UPDATE (copies) ON hot_list_entry TO gateway_app;
    GRANT SELECT, INSERT, DELETE ON hot_list_block TO gateway_app;
  `);
}
