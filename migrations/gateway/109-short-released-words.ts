/**
 * Words that were released upon cost every release a row under the lock of the head. Eight bytes of their keyed hash
 * tell them apart, and a row more of the same words does no harm: so nothing is looked for before one is written. The
 * version before still writes and finds 32 bytes. Neither version finds the rows of the other, so a person reads those
 * queries once more.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  ALTER TABLE released_words DROP CONSTRAINT released_words_pkey, DROP CONSTRAINT released_words_code_check,
    ADD CHECK (octet_length(code) IN (8, 32));
  CREATE INDEX released_words_code ON released_words (day, code);
  `);
}
