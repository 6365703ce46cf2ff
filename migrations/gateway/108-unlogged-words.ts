/**
 * Words that were released upon, a row a release, are not worth a line of the write-ahead log under the lock of the head:
 * they only spare an officer a wait, and where a crash of the server or a standby has forgotten them, a person reads once
 * more.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE released_words SET UNLOGGED');
}
