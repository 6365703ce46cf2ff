/** A change of who may sign in is heard by every node, however it was made: an operator's own statement is one way. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION tell_registry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('registry', TG_TABLE_NAME);
      RETURN NULL;
    END $$;
    CREATE TRIGGER identity_issuer_heard AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON identity_issuer
      FOR EACH STATEMENT EXECUTE FUNCTION tell_registry();
    CREATE TRIGGER client_registration_heard AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON client_registration
      FOR EACH STATEMENT EXECUTE FUNCTION tell_registry();
    CREATE TRIGGER person_heard AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON person
      FOR EACH STATEMENT EXECUTE FUNCTION tell_registry();
  `);
}
