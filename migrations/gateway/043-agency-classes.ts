/**
 * Private campuses, corrections, parole and courts may be granted sharing where a person has found them bound by
 * article 74; each of their queries is held. The column is built anew, since not every PostgreSQL can change what
 * generates it; the key of active grants goes and comes back in the same transaction.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE sharing_grant DROP CONSTRAINT sharing_grant_agency_id_active_fkey;
    ALTER TABLE agency DROP COLUMN eligible;
    ALTER TABLE agency
      -- P1: the lasting half of eligibility; what time ends (certification, agreement, grant) is judged at each release.
      ADD COLUMN eligible boolean NOT NULL GENERATED ALWAYS AS (
        class IN ('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor', 'campus_private',
          'corrections')
        AND state = 'CO' AND bound_by_article_74 AND NOT has_287g AND NOT federal_members AND NOT is_owner
        AND status = 'active' AND agreement_signed_on IS NOT NULL AND agreement_article_74
        AND certification_signed_on IS NOT NULL
      ) STORED,
      ADD UNIQUE (id, eligible);
    ALTER TABLE sharing_grant
      ADD CONSTRAINT sharing_grant_agency_id_active_fkey
        FOREIGN KEY (agency_id, active) REFERENCES agency (id, eligible);
  `);
}
