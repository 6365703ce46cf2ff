/** The list of grants stays fast however many there were: the newest proposals first, and those that wait. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX sharing_grant_newest ON sharing_grant (proposed_at DESC, id DESC);
    CREATE INDEX sharing_grant_waiting ON sharing_grant (proposed_at DESC, id DESC) WHERE status = 'proposed';
  `);
}
