/**
 * An issuer can be removed, and stays as a row: nobody of its clients and persons signs in any more. Any change of it
 * counts as one of their agencies' registrations, however it was made: what was authenticated before it is not released.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE identity_issuer
      ADD COLUMN status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'removed'));
    GRANT UPDATE (status) ON identity_issuer TO gateway_app;

    -- With its owner's rights, as for clients and persons. An issuer that still has some cannot be deleted.
    CREATE FUNCTION count_issuer_identities() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      INSERT INTO agency_identities AS i (agency_id, version)
        SELECT agency_id, 1 FROM (
          SELECT agency_id FROM client_registration WHERE issuer_id = NEW.id
          UNION SELECT agency_id FROM person WHERE issuer_id = NEW.id) concerned
        ORDER BY agency_id
        ON CONFLICT (agency_id) DO UPDATE SET version = i.version + 1;
      RETURN NULL;
    END $$;
    CREATE TRIGGER identity_issuer_counted AFTER UPDATE ON identity_issuer
      FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION count_issuer_identities();
  `);
}
