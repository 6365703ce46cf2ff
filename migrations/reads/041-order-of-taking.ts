/**
 * Whoever waits for new reads looks every second: a range of a B-tree in each day. The BRIN index of 001 read the
 * last pages of every day each time, a fifth of a second with 300,000 reads.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX read_by_taking;
    CREATE INDEX read_by_taking ON read (taken_at);
  `);
}
