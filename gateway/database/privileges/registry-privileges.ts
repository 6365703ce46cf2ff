/** Lists what the gateway's log-in may do with the registry's tables: agencies, identities, officers and grants. */
import type { TablePrivileges } from './privileges.ts';

const AGENCY = [
  ...['name', 'class', 'state', 'county', 'bound_by_article_74', 'has_287g', 'federal_members', 'status'],
  ...['roster', 'agreement_reference', 'agreement_signed_on', 'agreement_expires_on', 'agreement_article_74'],
  ...['agreement_officer_mfa', 'certification_signer', 'certification_signed_on'],
];
const TERMS = [
  ...['agency_id', 'purposes', 'data_classes', 'look_back_days', 'daily_records', 'valid_from'],
  ...['valid_until', 'agreement_reference', 'agreement_signed_on', 'agreement_expires_on'],
  ...['agreement_article_74', 'agreement_officer_mfa', 'certification_signer', 'certification_signed_on'],
  ...['proposed_by', 'proposed_at', 'network_agreement'],
];

export const REGISTRY: Readonly<Record<string, TablePrivileges>> = {
  agency: {
    insert: ['ori', ...AGENCY],
    update: [...AGENCY, 'agreement_file_sha256', 'encryption_key', 'epoch'],
    why: 'administrators change it: what raises must be told in the log at COMMIT; epochs grow; never which is the owner',
    guards: [
      'added_told',
      'agreement_file_told',
      'epoch_grows',
      'has_roster',
      'raised_told',
      'roster_two_people',
    ],
  },
  agency_count: { why: 'kept by triggers with their owner’s rights' },
  agency_identities: { why: 'counted by triggers with their owner’s rights' },
  agency_ori: {
    insert: true,
    why: 'of an agency that an administrator adds or changes, told in the log; never moved',
    guards: ['told'],
  },
  client_registration: {
    update: ['status', 'answers_records'],
    why: 'removing, and, by two administrators, answering for a records office: whose it is, and for whom it acts, is the owner’s',
    guards: ['answers', 'counted', 'overseen', 'stays_removed', 'two_people'],
  },
  identity_proposal: {
    insert: ['what', 'agency_id', 'facts', 'proposed_by'],
    update: ['status'],
    why: 'proposed by an administrator, told in the log; approved by `register_identity` alone',
    guards: ['approved_told', 'kept', 'made_told', 'steps'],
  },
  identity_issuer: {
    update: ['status'],
    why: 'removing only: whom to trust, and for roles, is the owner’s',
    guards: ['counted', 'overseen', 'stays_removed'],
  },
  issuer_changes: { why: 'counted by a trigger with its owner’s rights' },
  officer: {
    insert: true,
    update: [
      ...['status', 'reinstated_at', 'attested_employer', 'attested_federal_detail', 'attested_trained_on'],
      ...['attested_by', 'attested_at'],
    ],
    why: 'enrolled by the commit; reinstated and attested by an administrator, told in the log',
    guards: ['attested_told', 'enrolled_on_roster', 'reinstated_told', 'takes_place'],
  },
  person: {
    update: ['status', 'reinstated_at'],
    why: 'removed and suspended, those who oversee by two people; reinstated by another, told in the log; roles are the owner’s',
    guards: ['counted', 'overseen', 'stays_removed', 'told'],
  },
  proposal: {
    insert: ['act', 'about', 'entry', 'proposed_by'],
    update: ['approved_by', 'approved_at'],
    why: 'proposed by an administrator, carried out once by another, both told in the log',
    guards: ['approved_told', 'kept', 'made_told', 'steps'],
  },
  reads_source: {
    insert: [
      ...['name', 'vendor', 'method', 'camera_prefix', 'requests_per_minute', 'reads_per_minute'],
      ...['body_bytes', 'set_by'],
    ],
    update: ['status', 'secret_hash', 'secret_salt', 'approved_by', 'approved_at', 'ends_at'],
    why: 'proposed and approved by two people, told in the log; what was approved never changes but to its end',
    guards: ['approved_told', 'set_told', 'steps', 'two_people'],
  },
  reads_source_count: {
    insert: true,
    update: ['count', 'newest_at'],
    delete: true,
    why: 'what came of pushed reads, in numbers; nothing is decided by them',
  },
  reads_source_use: {
    insert: true,
    update: ['minute', 'requests', 'reads'],
    why: 'the minute under way: a forged one takes more reads, or fewer',
  },
  resume_proposal: { why: 'written by functions that ask the registry', guards: ['kept'] },
  sharing_grant: {
    insert: TERMS,
    update: ['status', 'ended_by', 'ended_at', 'ended_reason'],
    why: 'begins proposed; in force by `activate_grant` alone; terms never change; what has ended stays so',
    guards: ['approved_told', 'kept', 'overseen', 'proposed_told', 'steps', 'two_people', 'under_agreement'],
  },
  sharing_state: {
    update: ['epoch'],
    why: 'a mark that binds everybody; only grows; halting and resuming are functions',
    guards: ['epoch_grows', 'overseen'],
  },
};
