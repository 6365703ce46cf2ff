/** A push says when it began: entries that had left the list before are not pushed as removals. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE list_push ADD COLUMN began bigint NOT NULL DEFAULT 0');
}
