/**
 * A report whose every entry is a refusal can be closed as such: nothing left, so it is neither founded nor unfounded.
 * A report that follows a closed one names it, since it is a repetition; and open reports are counted by kind, too.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE misuse_report
      DROP CONSTRAINT misuse_report_outcome_check,
      ADD CONSTRAINT misuse_report_outcome_check CHECK (outcome IN ('founded', 'unfounded', 'refused_nothing_left')),
      -- As data/needs-a-person.json, whatever the code above says.
      ADD CONSTRAINT misuse_report_prohibited_judged
        CHECK (kind <> 'prohibited_use' OR outcome IS DISTINCT FROM 'refused_nothing_left'),
      -- The closed report of the same pattern, after which more was seen.
      ADD COLUMN follows uuid REFERENCES misuse_report (id);
    CREATE INDEX misuse_report_of_kind ON misuse_report (agency_id, kind, opened_at DESC, id DESC)
      INCLUDE (due_at, concerns) WHERE state <> 'closed';`);
}
