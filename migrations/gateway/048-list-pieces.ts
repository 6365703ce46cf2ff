/**
 * Remembers a list's last version by a digest for eighty lines; smaller blocks are looked for in a piece that
 * does not come again, and stand with it. Older memory goes: the next version is compared with all entries
 * once.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE hot_list SET blocks_of = NULL;
    DELETE FROM hot_list_memory;
    DROP TABLE hot_list_block;

    -- Consecutive lines of a file.
    CREATE TABLE hot_list_piece (
      list_id uuid NOT NULL,
      number integer NOT NULL,
      -- Digests of the blocks of its lines, and how many rows of each became entries.
      blocks bytea NOT NULL,
      -- Keys of those entries, 16 bytes each.
      keys bytea NOT NULL CHECK (length(keys) > 0 AND length(keys) % 16 = 0),
      PRIMARY KEY (list_id, number)
    );
    -- Random bytes, which are not worth compressing.
    ALTER TABLE hot_list_piece ALTER COLUMN blocks SET STORAGE EXTERNAL, ALTER COLUMN keys SET STORAGE EXTERNAL;

    GRANT SELECT, INSERT, DELETE ON hot_list_piece TO gateway_app;
  `);
}
