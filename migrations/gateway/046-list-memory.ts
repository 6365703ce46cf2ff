/**
 * Remembers a list's last version as one packed text, read and written at once; a block of lines keeps only
 * the keys of its entries. Older memory goes: the next version is compared with all entries once.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE hot_list SET blocks_of = NULL;
    DROP TABLE hot_list_block;

    -- Keys of the entries that a block of consecutive lines gave, once for each line.
    CREATE TABLE hot_list_block (
      list_id uuid NOT NULL,
      number integer NOT NULL,
      keys uuid[] NOT NULL,
      PRIMARY KEY (list_id, number)
    );

    -- Digests of the blocks of the version named by blocks_of.
    CREATE TABLE hot_list_memory (
      list_id uuid PRIMARY KEY REFERENCES hot_list (id),
      records bytea NOT NULL
    );
    -- Random bytes, which are not worth compressing.
    ALTER TABLE hot_list_memory ALTER COLUMN records SET STORAGE EXTERNAL;

    GRANT SELECT, INSERT, DELETE ON hot_list_block TO gateway_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON hot_list_memory TO gateway_app;
  `);
}
