/**
 * A person who names a colleague asks as herself, and both are judged and counted: an entry may concern two officers.
 * `officer_id` is whoever asks; `named_officer_id` whom a person names beside herself.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE audit_detail ADD COLUMN named_officer_id uuid;
    CREATE INDEX audit_detail_named_officer ON audit_detail (named_officer_id, index DESC)
      WHERE named_officer_id IS NOT NULL;
  `);
}
