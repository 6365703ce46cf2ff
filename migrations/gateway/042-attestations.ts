/** Keeps agencies' attestations of officers (CJISSECPOL AC-2(d)), and when inactive ones were readmitted. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE officer
      ADD COLUMN reinstated_at timestamptz,
      ADD COLUMN attested_employer text COLLATE "C" CHECK (attested_employer ~ '^[A-Z]{2}[A-Z0-9]{7}$'),
      ADD COLUMN attested_federal_detail boolean,
      ADD COLUMN attested_trained_on date,
      ADD COLUMN attested_by uuid REFERENCES person (id),
      ADD COLUMN attested_at timestamptz,
      ADD CHECK ((attested_at IS NULL) = (attested_employer IS NULL)),
      ADD CHECK ((attested_at IS NULL) = (attested_federal_detail IS NULL)),
      ADD CHECK ((attested_at IS NULL) = (attested_trained_on IS NULL)),
      ADD CHECK ((attested_at IS NULL) = (attested_by IS NULL));
  `);
}
