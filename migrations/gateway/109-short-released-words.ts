/**
 * Words that were released upon cost every release a row under the lock of the head. Eight bytes of their keyed hash
 * tell them apart, and a row more of the same words does no harm: so nothing is looked for before one is written. The
 * version before goes on writing and finding its 32; what the other of the two has written, neither finds, and a person
 * reads once more.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  ALTER TABLE released_words DROP CONSTRAINT released_words_pkey, DROP CONSTRAINT released_words_code_check,
    ADD CHECK (octet_length(code) IN (8, 32));
  CREATE INDEX released_words_code ON released_words (day, code);
  `);
}
