/**
 * A standing query stands under the grant under which it was entered: it ends with it, and a later grant does not bring
 * it back. What was entered before this was noted is told to nobody any more; it can be entered anew.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE standing_query ADD COLUMN grant_id uuid REFERENCES sharing_grant (id)');
}
