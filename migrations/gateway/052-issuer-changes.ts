/**
 * A version of the issuers, for everybody, in place of one counted for each of their agencies: an operator who leaves a
 * change of one client uncommitted holds its agency's row, and the removal of an issuer, which stands under the lock of
 * a halt, must not wait for it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER identity_issuer_counted ON identity_issuer;
    DROP FUNCTION count_issuer_identities();

    CREATE TABLE issuer_changes (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      version bigint NOT NULL
    );
    INSERT INTO issuer_changes (version) VALUES (0);
    GRANT SELECT ON issuer_changes TO gateway_app;

    -- With its owner's rights, as for clients and persons.
    CREATE FUNCTION count_issuer_changes() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      UPDATE issuer_changes SET version = version + 1;
      RETURN NULL;
    END $$;
    CREATE TRIGGER identity_issuer_counted AFTER UPDATE ON identity_issuer
      FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION count_issuer_changes();
  `);
}
