/** When matching last looked back for reads whose transaction was slow: once a minute, not with every sweep. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE match_state ADD COLUMN looked_back_at timestamptz NOT NULL DEFAULT now();
    -- Until now each sweep looked back, this one included.
    UPDATE match_state SET looked_back_at = taken_at;
  `);
}
