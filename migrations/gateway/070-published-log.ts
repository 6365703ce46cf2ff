/** Up to where the entries of the log are published is looked up by time, instead of counted back from the newest head. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE INDEX log_checkpoint_committed ON log_checkpoint (committed_at, size)');
}
