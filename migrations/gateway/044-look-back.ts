/** Keeps when matching last looked back for reads of slow transactions: once a minute, not at every sweep. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE match_state ADD COLUMN looked_back_at timestamptz NOT NULL DEFAULT now();
    -- Until now each sweep looked back, this one included.
    UPDATE match_state SET looked_back_at = taken_at;
  `);
}
