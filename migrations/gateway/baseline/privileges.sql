-- Least privilege for the gateway's role: columns where a column is enough, and nothing of what is the owner's (who signs
-- in, with which role; which agency is the owner; terms of a grant). What holds the rest is in guards.sql, told-in-log.sql
-- and two-people.sql; the present list, with its reasons, is gateway/database/privileges/gateway-privileges.ts.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO gateway_app;
-- Imports of hot lists compare in a temporary table.
DO $$ BEGIN
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO gateway_app', current_database());
END $$;

-- Details through their parent only, not by the day.
GRANT SELECT ON agency, agency_count, agency_identities, agency_ori, agency_usage, answer_waiting, audit_detail,
  client_registration, drain, envelope_key, exigent_release, held_query, hit, hot_list, hot_list_entry,
  hot_list_removal, idempotency_key, identity_issuer, incident_use, issuer_changes,
  knex_migrations, list_push, list_source, log_checkpoint, log_clock, log_cosignature, log_entry, log_identity, log_tally,
  log_thinned, log_tile, log_without_identity, mark, mark_acknowledgement, match_state, misuse_report, misuse_search,
  monthly_audit, node_lease, officer, officer_usage, outbox, page_session, partner_endpoint, person, proof_used, proposal,
  query_activity, query_count, query_tally, reads_source, reads_source_count, reads_source_use, records_check, records_hold,
  refusal_tally, refused_wording, released_words, resume_proposal, sharing_event, sharing_grant, sharing_state,
  standing_query, vendor_list, witness_removal TO gateway_app;
GRANT SELECT, USAGE ON SEQUENCE node_generation TO gateway_app;
GRANT USAGE ON SEQUENCE hot_list_position TO gateway_app;

-- The registry, and grants.
GRANT INSERT (ori, name, class, state, county, bound_by_article_74, has_287g, federal_members, status, roster,
    agreement_reference, agreement_signed_on, agreement_expires_on, agreement_article_74, agreement_officer_mfa,
    certification_signer, certification_signed_on),
  UPDATE (name, class, state, county, bound_by_article_74, has_287g, federal_members, status, roster,
    agreement_reference, agreement_signed_on, agreement_expires_on, agreement_article_74, agreement_officer_mfa,
    certification_signer, certification_signed_on, encryption_key, epoch) ON agency TO gateway_app;
GRANT INSERT ON agency_ori TO gateway_app;
GRANT UPDATE (status) ON identity_issuer TO gateway_app;
GRANT UPDATE (status, reinstated_at) ON person TO gateway_app;
GRANT UPDATE (status, answers_records) ON client_registration TO gateway_app;
GRANT INSERT, UPDATE (status, reinstated_at, attested_employer, attested_federal_detail, attested_trained_on,
  attested_by, attested_at) ON officer TO gateway_app;
GRANT INSERT (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
    agreement_reference, agreement_signed_on, agreement_expires_on, agreement_article_74, agreement_officer_mfa,
    certification_signer, certification_signed_on, proposed_by, proposed_at),
  UPDATE (status, ended_by, ended_at, ended_reason) ON sharing_grant TO gateway_app;
GRANT UPDATE (epoch) ON sharing_state TO gateway_app;
GRANT INSERT (act, about, entry, proposed_by), UPDATE (approved_by, approved_at) ON proposal TO gateway_app;
GRANT INSERT (name, vendor, method, camera_prefix, requests_per_minute, reads_per_minute, body_bytes, set_by),
  UPDATE (status, secret_hash, secret_salt, approved_by, approved_at, ends_at) ON reads_source TO gateway_app;
GRANT INSERT, UPDATE (count, newest_at), DELETE ON reads_source_count TO gateway_app;
GRANT INSERT, UPDATE (minute, requests, reads) ON reads_source_use TO gateway_app;

-- The log: entries and heads by append_log alone.
GRANT INSERT ON log_tile, audit_detail TO gateway_app;
GRANT INSERT (size, root, witness, line), DELETE ON log_cosignature TO gateway_app;

-- Nodes.
GRANT INSERT ON mark, mark_acknowledgement TO gateway_app;
GRANT INSERT, UPDATE (generation, renewals, expires_at, acknowledged, log_keys), DELETE ON node_lease TO gateway_app;
GRANT INSERT, UPDATE (drained, aborted, expired_nodes, effective_at) ON drain TO gateway_app;
GRANT INSERT, UPDATE (request_hash, claimed_at, status, body, location), DELETE ON idempotency_key TO gateway_app;
GRANT INSERT (id, issuer, subject, sid, sealed), UPDATE (sealed, seen_at), DELETE ON page_session TO gateway_app;
GRANT INSERT, DELETE ON proof_used TO gateway_app;

-- Releases and reviews.
GRANT INSERT, UPDATE (records, releases, refusals), DELETE ON agency_usage TO gateway_app;
GRANT INSERT, UPDATE (records, releases), DELETE ON officer_usage TO gateway_app;
GRANT INSERT, UPDATE (releases), DELETE ON query_count TO gateway_app;
GRANT INSERT, DELETE ON released_words TO gateway_app;
GRANT INSERT, UPDATE (refused_at, only_contradiction), DELETE ON refused_wording TO gateway_app;
GRANT INSERT, UPDATE (used_at), DELETE ON incident_use TO gateway_app;
GRANT INSERT, UPDATE (status, decided_by, decided_at, decided_index, note, verification, verdict), DELETE
  ON held_query TO gateway_app;
GRANT INSERT, UPDATE (status, decided_by, decided_at, decided_index, note, verdict), DELETE
  ON exigent_release TO gateway_app;

-- Hot lists.
GRANT INSERT, UPDATE (layout, lookalike, version, rules_revision, entries, restricted, counts, imported_at, asks,
  blocks_of, forgotten) ON hot_list TO gateway_app;
GRANT INSERT, UPDATE (copies), DELETE ON hot_list_entry TO gateway_app;
GRANT INSERT, DELETE ON hot_list_removal, standing_query TO gateway_app;
GRANT INSERT, UPDATE (status, decided_by, decided_at), DELETE ON hit TO gateway_app;
GRANT UPDATE (taken_at, looked_back_at) ON match_state TO gateway_app;
GRANT INSERT (agency_id, url, salt, set_by), UPDATE (url, salt, set_by, set_at, approved_by, approved_at, tried_at,
  taken_at, failing_since, fault), DELETE ON partner_endpoint TO gateway_app;
GRANT INSERT, UPDATE (position), DELETE ON list_push TO gateway_app;
GRANT INSERT, UPDATE (layout, purpose, url, every, etag, next_at, fetched_at, agency_id, since, allow_shrink, began),
  DELETE ON list_source TO gateway_app;
GRANT UPDATE (wanted, entries, other_subscriptions, verified_at) ON vendor_list TO gateway_app;
GRANT INSERT, UPDATE (status, attempts, run_at, worker, leased_until, fault, ended_at), DELETE ON outbox TO gateway_app;

-- Oversight.
GRANT INSERT, UPDATE (entries, owner, due_at, state, outcome, note, opened_index, closed_by, closed_at, closed_index)
  ON misuse_report TO gateway_app;
GRANT INSERT ON monthly_audit TO gateway_app;
GRANT INSERT, DELETE ON query_activity TO gateway_app;
GRANT INSERT, UPDATE (index, at) ON misuse_search TO gateway_app;
GRANT INSERT, UPDATE (requested_at, answered_at, answered_entry, differences, explanation, explained_at, outcome,
  closed_by, closed_at, report), DELETE ON records_check TO gateway_app;
GRANT INSERT (agency_id, month, detail), UPDATE (lifted_at) ON records_hold TO gateway_app;

-- Functions: those that act with their owner's rights and are asked for, and those that tell something of the registry or
-- the log, which guards ask as their caller.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION activate_grant, append_log, camera_prefixes_overlap, claim_log_identity, count_audit_days,
  ensure_audit_days, forget_acknowledgements, halt_sharing, holds_role, is_carried_out, is_overseen, is_owner_of_schema,
  is_told, propose_resume, propose_witness_removal, purge_audit_details, record_envelope_key, remove_witness,
  resume_sharing, stands_by, tally_log, thin_log_checkpoints TO gateway_app;
-- Of no use to whoever calls them.
GRANT EXECUTE ON FUNCTION are_two_people, count_identities, count_issuer_changes, refuse_change, require_two_people,
  tell_registry TO PUBLIC;
