/**
 * Which source pushed a read, by its registered name: what a camera is called, its vendor says, and this the gateway. Null
 * of a read that came by `ingest`. For the owner alone: the view does not have it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE read ADD COLUMN pushed_by text');
}
