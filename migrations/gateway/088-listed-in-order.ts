/** Lists of the console that are read page by page, in exactly their order: however long they are, a page reads its rows alone. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX misuse_report_listed ON misuse_report (opened_at DESC, id DESC);
    DROP INDEX misuse_report_opened;
    CREATE INDEX officer_listed ON officer (agency_id, id);
  `);
}
