/** A person lists the held queries that she asked, newest first: a page reads its rows alone, whatever others have asked. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX held_query_own ON held_query (agency_id, (subject ->> 'personId'), held_at DESC, id DESC);
  `);
}
