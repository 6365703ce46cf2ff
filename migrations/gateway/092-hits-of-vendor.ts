/** Hits on what a vendor told of: no store of the agency's own has those reads, so that they end by their age alone. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE hit ADD COLUMN of_vendor boolean NOT NULL DEFAULT false');
}
