/** A role for the person who gives a prosecutor what was released for a case. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE person
      DROP CONSTRAINT person_roles_check,
      ADD CONSTRAINT person_roles_check
        CHECK (roles <@ ARRAY['sharing_admin', 'reviewer', 'auditor', 'chief', 'records_clerk']);
  `);
}
