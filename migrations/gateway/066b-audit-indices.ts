/**
 * Gives each search of an auditor an index, in the order in which pages come. All grow at their end, but the
 * one on reasons: it leaves out what was released, and has no list of things to be sorted in later, by
 * whichever commit comes then with the head of the log in its hand.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX audit_detail_officer ON audit_detail (officer_id, index DESC) WHERE officer_id IS NOT NULL;
    CREATE INDEX audit_detail_purpose ON audit_detail (purpose, index DESC) WHERE purpose IS NOT NULL;
    CREATE INDEX audit_detail_kind ON audit_detail (kind, index DESC);
    CREATE INDEX audit_detail_effect ON audit_detail (effect, index DESC) WHERE effect IS NOT NULL;
    CREATE INDEX audit_detail_reasons ON audit_detail USING gin (reason_codes) WITH (fastupdate = off)
      WHERE reason_codes <> '{}';
  `);
}
