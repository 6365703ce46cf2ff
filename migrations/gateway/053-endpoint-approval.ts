/**
 * Makes where reads are sent take two persons, as a grant does: one sets a partner's endpoint, another
 * approves it. An older one has no known setter and no approval: nothing is sent there before it is set anew.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE partner_endpoint
      ADD COLUMN set_by uuid REFERENCES person (id),
      ADD COLUMN approved_by uuid REFERENCES person (id),
      ADD COLUMN approved_at timestamptz,
      ADD CONSTRAINT partner_endpoint_two_persons
        CHECK (approved_by IS NULL OR (set_by IS NOT NULL AND approved_by <> set_by)),
      ADD CONSTRAINT partner_endpoint_approval_whole CHECK ((approved_by IS NULL) = (approved_at IS NULL));
  `);
}
