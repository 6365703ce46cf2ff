/**
 * Plates that left with a release though another one was asked for, or an area: an auditor looks for those who were given
 * a plate, not only for those who named it. Search codes of the day, as of the plate that was asked for, in the same row,
 * so that they are erased with it. Nothing is sorted in later, as with reasons.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE audit_detail ADD COLUMN released_plates bytea[];
    CREATE INDEX audit_detail_released_plates ON audit_detail USING gin (released_plates) WITH (fastupdate = off)
      WHERE released_plates IS NOT NULL;
  `);
}
