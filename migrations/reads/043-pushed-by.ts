/**
 * Keeps which source pushed a read, by its registered name, as the gateway knows it: a camera's name is the
 * vendor's word. Null for a read that came by `ingest`. For the owner alone: the view does not have it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE read ADD COLUMN pushed_by text');
}
