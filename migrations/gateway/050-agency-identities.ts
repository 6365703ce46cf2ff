/**
 * Counts versions of each agency's registrations: nothing authenticated before a client or person was changed
 * or removed is released after it. A table of its own: an operator who leaves a transaction open locks the
 * row that is counted up, and a revocation, which writes the agency's row, must not wait for it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE agency_identities (
      agency_id bigint PRIMARY KEY REFERENCES agency (id),
      version bigint NOT NULL
    );
    GRANT SELECT ON agency_identities TO gateway_app;

    -- With its owner's rights: nobody who may remove a client can fail for want of them, or set the version back.
    CREATE FUNCTION count_identities() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      INSERT INTO agency_identities AS i (agency_id, version)
        SELECT id, 1 FROM agency WHERE TG_OP = 'TRUNCATE' OR id = OLD.agency_id ORDER BY id
        ON CONFLICT (agency_id) DO UPDATE SET version = i.version + 1;
      RETURN NULL;
    END $$;
    CREATE TRIGGER client_registration_counted AFTER UPDATE OR DELETE ON client_registration
      FOR EACH ROW EXECUTE FUNCTION count_identities();
    CREATE TRIGGER person_counted AFTER UPDATE OR DELETE ON person
      FOR EACH ROW EXECUTE FUNCTION count_identities();
    CREATE TRIGGER client_registration_emptied AFTER TRUNCATE ON client_registration
      FOR EACH STATEMENT EXECUTE FUNCTION count_identities();
    CREATE TRIGGER person_emptied AFTER TRUNCATE ON person
      FOR EACH STATEMENT EXECUTE FUNCTION count_identities();
  `);
}
