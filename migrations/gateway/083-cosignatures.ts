/** Keeps the witnesses' cosignatures of the log. Each reader verifies them: a false row is nobody's. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE log_cosignature (
      size bigint NOT NULL CHECK (size > 0),
      root bytea NOT NULL CHECK (length(root) = 32),
      -- Verifier key of the witness.
      witness text NOT NULL CHECK (length(witness) <= 500),
      -- Signature line of a note.
      line text NOT NULL CHECK (length(line) <= 8192),
      received_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (size, witness)
    );
    CREATE INDEX log_cosignature_witness ON log_cosignature (witness, size);
    GRANT SELECT, INSERT (size, root, witness, line), DELETE ON log_cosignature TO gateway_app;
  `);
}
