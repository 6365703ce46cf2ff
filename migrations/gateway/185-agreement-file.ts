/** The SHA-256 of the file of an agency's agreement, as an administrator kept it. The file itself stays with the department. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE agency ADD COLUMN agreement_file_sha256 text CHECK (agreement_file_sha256 ~ '^[0-9a-f]{64}$');
    GRANT UPDATE (agreement_file_sha256) ON agency TO gateway_app;
    CREATE CONSTRAINT TRIGGER agency_agreement_file_told AFTER UPDATE ON agency DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.agreement_file_sha256 IS DISTINCT FROM OLD.agreement_file_sha256
        AND NEW.agreement_file_sha256 IS NOT NULL)
      EXECUTE FUNCTION require_entry('sharing_admin', '', 'agency', 'agency_changed');`);
}
