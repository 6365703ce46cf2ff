/**
 * Rules that are kept in the database are run by no node any more: whoever could add a row could have run what is in it.
 * A node of the version before goes on keeping its own rules when it starts, and finds none, so that it runs none either.
 * The table goes in a later step: version 0.1 of November 2026 was the last to use it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE kept_rules ENABLE ROW LEVEL SECURITY;
    CREATE POLICY kept_rules_added ON kept_rules FOR INSERT TO gateway_app WITH CHECK (true);
  `);
}
