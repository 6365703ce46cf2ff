/**
 * The owner's own use of its reads: a grant to itself, of the class `own` and of nothing else, by two persons and without
 * a certification. The database refuses that class for everybody else, and every other class for the owner, as before.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE agency
      -- What lasts of the owner's right to its own use, as \`eligible\` is of a partner's: the same facts, no certification.
      ADD COLUMN may_use_own boolean GENERATED ALWAYS AS (
        is_owner AND class IN ('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor',
          'campus_private', 'corrections')
        AND state = 'CO' AND bound_by_article_74 AND NOT has_287g AND NOT federal_members
        AND status = 'active' AND agreement_signed_on IS NOT NULL AND agreement_article_74
      ) STORED,
      ADD UNIQUE (id, may_use_own);
    ALTER TABLE sharing_grant
      DROP CONSTRAINT sharing_grant_data_classes_check,
      ADD CONSTRAINT sharing_grant_data_classes_check CHECK (cardinality(data_classes) > 0
        AND (data_classes = ARRAY['own'] OR data_classes <@ ARRAY['reads', 'hits', 'hot_lists'])),
      ALTER COLUMN certification_signer DROP NOT NULL,
      ALTER COLUMN certification_signed_on DROP NOT NULL,
      ADD CONSTRAINT sharing_grant_certified CHECK (num_nulls(certification_signer, certification_signed_on) = 0
        OR (data_classes = ARRAY['own'] AND num_nulls(certification_signer, certification_signed_on) = 2)),
      DROP CONSTRAINT sharing_grant_agency_id_active_fkey;
    -- NULL unless active: the foreign keys then ask for an eligible agency, or for the owner itself.
    ALTER TABLE sharing_grant
      ADD COLUMN shares boolean
        GENERATED ALWAYS AS (CASE WHEN status = 'active' AND data_classes <> ARRAY['own'] THEN true END) STORED,
      ADD COLUMN is_own_use boolean
        GENERATED ALWAYS AS (CASE WHEN status = 'active' AND data_classes = ARRAY['own'] THEN true END) STORED,
      ADD CONSTRAINT sharing_grant_agency_id_active_fkey
        FOREIGN KEY (agency_id, shares) REFERENCES agency (id, eligible),
      ADD FOREIGN KEY (agency_id, is_own_use) REFERENCES agency (id, may_use_own);
  `);
}
