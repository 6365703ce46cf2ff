/** Keeps when the purge last dropped days while more waited: once an hour, whatever the number of nodes. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE purge_pace (dropped_at timestamptz NOT NULL);
    CREATE UNIQUE INDEX purge_pace_one_row ON purge_pace ((true));
    INSERT INTO purge_pace VALUES ('-infinity');
  `);
}
