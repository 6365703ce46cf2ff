/**
 * Sets what the gateway's role may do, table by table, in place of earlier steps: columns where a column is
 * enough, and nothing of what is the owner's (who signs in, with which role; which agency is the owner; terms
 * of a grant). The present list, with its reasons, is in `gateway/database/privileges/gateway-privileges.ts`;
 * this one is as it stood when the step was written.
 */
import type { Knex } from 'knex';

const AGENCY = `name, class, state, county, bound_by_article_74, has_287g, federal_members, status, roster,
  agreement_reference, agreement_signed_on, agreement_expires_on, agreement_article_74, agreement_officer_mfa,
  certification_signer, certification_signed_on`;

/** The privileges beside SELECT. */
const GRANTS: Readonly<Record<string, string>> = {
  agency: `INSERT (ori, ${AGENCY}), UPDATE (${AGENCY}, encryption_key, epoch)`,
  agency_count: '',
  agency_identities: '',
  agency_ori: 'INSERT',
  agency_usage: 'INSERT, UPDATE (records, releases, refusals), DELETE',
  audit_detail: 'INSERT',
  client_registration: 'UPDATE (status)',
  drain: 'INSERT, UPDATE (drained, aborted, expired_nodes, effective_at)',
  exigent_release: 'INSERT, UPDATE (status, decided_by, decided_at, decided_index, note), DELETE',
  held_query: 'INSERT, UPDATE (status, decided_by, decided_at, decided_index, note, verification), DELETE',
  hit: 'INSERT, UPDATE (status, decided_by, decided_at), DELETE',
  hot_list: `INSERT, UPDATE (layout, lookalike, version, rules_revision, entries, restricted, counts, imported_at, asks,
    blocks_of)`,
  hot_list_entry: 'INSERT, UPDATE (copies), DELETE',
  hot_list_memory: 'INSERT, UPDATE (records), DELETE',
  hot_list_piece: 'INSERT, DELETE',
  hot_list_removal: 'INSERT, DELETE',
  idempotency_key: 'INSERT, UPDATE (request_hash, claimed_at, status, body, location), DELETE',
  identity_issuer: 'UPDATE (status)',
  issuer_changes: '',
  knex_migrations: '',
  list_push: 'INSERT, UPDATE (position), DELETE',
  list_source: `INSERT, UPDATE (layout, purpose, url, every, etag, next_at, fetched_at, agency_id, since, allow_shrink),
    DELETE`,
  log_checkpoint: 'INSERT',
  log_entry: 'INSERT',
  log_identity: '',
  log_tile: 'INSERT',
  log_without_identity: '',
  mark: 'INSERT',
  mark_acknowledgement: 'INSERT',
  match_state: 'UPDATE (taken_at, looked_back_at)',
  misuse_report: `INSERT, UPDATE (entries, owner, due_at, state, outcome, note, opened_index, closed_by, closed_at,
    closed_index)`,
  misuse_search: 'INSERT, UPDATE (index, at)',
  monthly_audit: 'INSERT',
  node_lease: 'INSERT, UPDATE (generation, renewals, expires_at, acknowledged), DELETE',
  officer: `INSERT, UPDATE (status, reinstated_at, attested_employer, attested_federal_detail, attested_trained_on,
    attested_by, attested_at)`,
  officer_usage: 'INSERT, UPDATE (records, releases), DELETE',
  outbox: 'INSERT, UPDATE (status, attempts, run_at, worker, leased_until, fault, ended_at), DELETE',
  partner_endpoint: `INSERT (agency_id, url, salt, set_by),
    UPDATE (url, salt, set_by, set_at, approved_by, approved_at), DELETE`,
  person: 'UPDATE (status)',
  proof_used: 'INSERT, DELETE',
  query_activity: 'INSERT, DELETE',
  query_count: 'INSERT, UPDATE (releases), DELETE',
  refused_wording: 'INSERT, UPDATE (refused_at), DELETE',
  resume_proposal: '',
  sharing_grant: `INSERT (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
      agreement_reference, agreement_signed_on, agreement_expires_on, agreement_article_74, agreement_officer_mfa,
      certification_signer, certification_signed_on, proposed_by, proposed_at),
    UPDATE (status, ended_by, ended_at, ended_reason)`,
  sharing_state: 'UPDATE (epoch)',
  standing_query: 'INSERT, DELETE',
};

export async function up(knex: Knex): Promise<void> {
  await knex.raw('REVOKE ALL ON knex_migrations_lock FROM PUBLIC, gateway_app');
  // Through their parent only: days that were there when a step gave SELECT on all tables.
  await knex.raw(`
    DO $$ DECLARE part record; BEGIN
      FOR part IN SELECT inhrelid::regclass AS name FROM pg_inherits WHERE inhparent = 'audit_detail'::regclass LOOP
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, gateway_app', part.name);
      END LOOP;
    END $$`);
  for (const [table, grants] of Object.entries(GRANTS)) {
    await knex.raw(`REVOKE ALL ON ${table} FROM PUBLIC, gateway_app`);
    await knex.raw(`GRANT SELECT${grants === '' ? '' : `, ${grants}`} ON ${table} TO gateway_app`);
  }
}
