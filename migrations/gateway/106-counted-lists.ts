/**
 * Counts and lists what people see first by its own rows alone, however many others there are: hits that
 * nobody has looked at, open reports of misuse by agency, and the refused queries of an agency.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX hit_unconfirmed ON hit (captured_at) WHERE status = 'unconfirmed';
    CREATE INDEX misuse_report_of_agency ON misuse_report (agency_id, opened_at DESC, id DESC)
      INCLUDE (due_at, concerns) WHERE state <> 'closed';
    CREATE INDEX audit_detail_refused ON audit_detail (agency_id, index DESC)
      WHERE effect = 'deny' AND kind = 'refusal';
  `);
}
