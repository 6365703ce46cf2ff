/**
 * Lists in full what the gateway's log-in may do in its own database. It equals the newest step that gives
 * privileges (a test compares them); at start, whatever else the log-in may do is refused by name. Reasons in
 * one line each: why the node itself needs it, and what holds what is left.
 */
import { HOT_LISTS } from './hot-list-privileges.ts';
import { NETWORK } from './network-privileges.ts';
import { OVERSIGHT } from './oversight-privileges.ts';
import type { DeclaredPrivileges, TablePrivileges } from './privileges.ts';
import { REGISTRY } from './registry-privileges.ts';

const LOG: Readonly<Record<string, TablePrivileges>> = {
  audit_detail: { insert: true, why: 'details are added; days go by a function, after a year at least' },
  audit_search: {
    why: 'written by `project_search` and `add_search_rows`, to its end alone, and built again by `rebuild_search`',
  },
  envelope_key: {
    why: 'added to by a function, one after the other; the owner changes it (`log adopt`)',
    guards: ['kept'],
  },
  log_checkpoint: {
    why: 'written by `append_log`, thinned by `thin_log_checkpoints`; root and frontier are each node’s to check',
    guards: ['kept', 'thinned'],
  },
  log_clock: { why: 'written by `append_log`; whether the log is ahead of the clock' },
  log_cosignature: {
    insert: ['size', 'root', 'witness', 'line'],
    delete: true,
    why: 'what witnesses answered: each reader verifies it, and they keep their own',
  },
  log_entry: {
    why: 'written by `append_log`; what they say, the details and `audit verify` show',
    guards: ['kept'],
  },
  log_identity: { why: 'claimed once, by a function; the owner changes it (`log adopt`)' },
  log_thinned: { why: 'written by `thin_log_checkpoints`' },
  log_tile: {
    insert: true,
    why: 'complete tiles; anyone who verifies the log sees a wrong one',
    guards: ['kept'],
  },
  log_without_identity: { why: 'as log_identity' },
  witness_removal: {
    why: 'written by functions that ask the registry',
    guards: ['kept', 'proposed_told', 'removed_told'],
  },
  mark: { insert: true, why: 'of an entry that is in the log', guards: ['kept'] },
  projection: { why: 'moved by the functions that write what it tells of' },
  mark_acknowledgement: {
    insert: true,
    why: 'a node’s word on itself, which no database can check',
    guards: ['ended', 'kept'],
  },
};

/** The tables of what a release counts, and what is used up. */
const RELEASE: Readonly<Record<string, TablePrivileges>> = {
  agency_usage: {
    insert: true,
    update: ['records', 'releases', 'refusals'],
    delete: true,
    why: 'the day’s counts grow, and are erased when the day is over',
    guards: ['grows', 'kept_today'],
  },
  exigent_release: {
    insert: true,
    update: ['status', 'decided_by', 'decided_at', 'decided_index', 'note', 'verdict'],
    delete: true,
    why: 'begins open, a reviewer decides once, told in the log; open ones are never erased',
    guards: ['begins_open', 'decided_once', 'decided_told', 'kept'],
  },
  held_query: {
    insert: true,
    update: ['status', 'decided_by', 'decided_at', 'decided_index', 'note', 'verification', 'verdict'],
    delete: true,
    why: 'begins held; approved once by a reviewer, told in the log; what was asked never changes',
    guards: ['approved_told', 'begins_held', 'steps'],
  },
  incident_use: {
    insert: true,
    update: ['used_at'],
    delete: true,
    why: 'remembered for 30 days at least',
    guards: ['kept', 'later'],
  },
  officer_usage: {
    insert: true,
    update: ['records', 'releases'],
    delete: true,
    why: 'as agency_usage',
    guards: ['grows', 'kept_today'],
  },
  proof_used: {
    insert: true,
    delete: true,
    why: 'forgotten when it has expired, not before',
    guards: ['kept'],
  },
  query_count: {
    insert: true,
    update: ['releases'],
    delete: true,
    why: 'as agency_usage',
    guards: ['grows', 'kept_today'],
  },
  refused_wording: {
    insert: true,
    update: ['refused_at', 'only_contradiction'],
    delete: true,
    why: 'remembered for a day at least',
    guards: ['graver', 'kept_a_day', 'later'],
  },
  released_words: {
    insert: true,
    delete: true,
    why: 'remembered for a day at least',
    guards: ['kept_today'],
  },
};

/** The tables of what nodes say of themselves, and what they need to work together. */
const NODES: Readonly<Record<string, TablePrivileges>> = {
  drain: {
    insert: true,
    update: ['drained', 'aborted', 'expired_nodes', 'effective_at'],
    why: 'ended once; that it has ended is the nodes’ own word, as their acknowledgments are',
    guards: ['stays_ended'],
  },
  idempotency_key: {
    insert: true,
    update: ['request_hash', 'claimed_at', 'status', 'body', 'location'],
    delete: true,
    why: 'answers that were given; a forged one changes nothing but what is told',
  },
  knex_migrations: { why: 'whether the schema is the newest' },
  match_state: { update: ['taken_at', 'looked_back_at'], why: 'up to where reads were matched' },
  node_lease: {
    insert: true,
    update: ['generation', 'renewals', 'expires_at', 'acknowledged', 'log_keys'],
    delete: true,
    why: 'a node’s word on itself: anyone with the log-in is a node, for a lease’s term behind a mark',
    guards: ['term'],
  },
  page_session: {
    insert: ['id', 'issuer', 'subject', 'sid', 'sealed'],
    update: ['sealed', 'seen_at'],
    delete: true,
    why: 'who has signed in at the pages; what is sealed opens with their cookie alone, and each act is judged by itself',
  },
  mail_address: { why: 'where a person is told; registered by the owner' },
  mail_notice: {
    insert: ['person_id', 'kind', 'about'],
    delete: true,
    why: 'which notice was made for whom, so that nobody is told twice; erased after 90 days',
  },
  outbox: {
    insert: true,
    update: ['status', 'attempts', 'run_at', 'worker', 'leased_until', 'fault', 'ended_at'],
    delete: true,
    why: 'jobs; whatever one of them sends is decided and committed again',
  },
};

export const GATEWAY_PRIVILEGES: DeclaredPrivileges = {
  setting: 'DATABASE_URL',
  what: 'the gateway',
  holds: 'log_entry',
  role: 'gateway_app',
  login: 'gateway',
  tables: { ...REGISTRY, ...LOG, ...RELEASE, ...NODES, ...HOT_LISTS, ...NETWORK, ...OVERSIGHT },
  sequences: {
    hot_list_position: { read: false, why: 'positions of entries, in the order of their changes' },
    node_generation: { read: true, why: 'no generation is given twice' },
  },
  functions: {
    'activate_grant(uuid,uuid)': 'two administrators, an eligible agency',
    'add_search_rows(bigint,bigint,date[],json)': 'adds to the end of the search, each entry once',
    'append_log(text[],bytea,bigint,bytea,bytea[])': 'entries of now, and the head that is their number',
    'claim_log_identity(text,text,text,text,text)': 'once, where no node has run',
    'count_audit_days(date)': 'only counts',
    'ensure_audit_days(date,integer)': 'the next days’ partitions',
    'forget_acknowledgements(date)': 'of drains that ended a month ago',
    'end_preservation(uuid,uuid)': 'told in the log; by itself only what is over',
    'halt_sharing()': 'withdraws',
    'keep_numbers(text[],date)': 'counts the days before they are erased',
    'project_search(integer)': 'adds to the end of the search what the log says, each entry once',
    'preserve_reads(uuid,uuid,text,text)':
      'what two people want kept, of the plate and the time that they named',
    'propose_resume(uuid,bigint)': 'by an administrator',
    'propose_witness_removal(uuid,text,bigint)': 'by an administrator, told in the log',
    'purge_audit_details(date)': 'details older than a year',
    'recount_numbers(text[],boolean)': 'counts all again, or only compares',
    'rebuild_search()': 'empties the search, which the log fills again',
    'record_envelope_key(text,text)': 'adds a name, after the newest',
    'release_preserved(uuid,uuid,text,uuid)':
      'to a records clerk, for the case or the process named, told in the log',
    'renew_preservation(uuid,uuid)': 'what two people want kept for longer',
    'register_identity(uuid,uuid)': 'what two administrators want; nothing with a role',
    'remove_witness(uuid,text,bigint)': 'by another administrator than the one who proposed it',
    'resume_sharing(uuid)': 'by another administrator than the one who proposed it',
    'tally_log(text[],integer)': 'counts what the log has, each entry once',
    'thin_log_checkpoints(interval,integer)':
      'heads older than a day, never the newest nor the last of a tile',
  },
};
