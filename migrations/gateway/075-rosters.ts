/**
 * An agency that becomes active has declared a roster: with none, each query of its officers waits for a reviewer. Of
 * one that was active without before, every other change goes on, a revocation above all: so this is no CHECK, which
 * would be asked at each of them.
 */
import type { Knex } from 'knex';

/** The condition of sharing-rules/terms/roster.ts. */
const LACKS = (row: string) => `${row}.status = 'active' AND ${row}.roster = 0 AND NOT ${row}.is_owner
  AND ${row}.state = 'CO' AND ${row}.class IN ('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public',
    'prosecutor', 'campus_private', 'corrections')`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION require_roster() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF ${LACKS('OLD')} THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION '% on agency is refused: an active agency has declared a roster', TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END $$;
    CREATE TRIGGER agency_has_roster BEFORE INSERT OR UPDATE ON agency FOR EACH ROW
      WHEN (${LACKS('NEW')}) EXECUTE FUNCTION require_roster();
    REVOKE ALL ON FUNCTION require_roster() FROM PUBLIC;
  `);
}
