/** Lets agencies be asked again of which only a signal had stopped the asking: a signal stops it no more. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE network_peer SET asking_stopped_at = NULL, asking_stopped_reason = NULL
    WHERE asking_stopped_reason = 'session_revoked'`);
}
