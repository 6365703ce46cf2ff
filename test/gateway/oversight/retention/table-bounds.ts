/**
 * States what bounds each table of the gateway's database, since an unbounded table would fill the disk. A
 * test fails for a table that is not here; `docs/operating.md` says the same to operators.
 */
import type { KeptTable } from '../../../../gateway/oversight/retention/kept-rows-store.ts';

export type Bound =
  /** The hourly purge erases it, by a rule of `retention-rules.ts`. */
  | { readonly by: 'rule'; readonly rules: readonly [KeptTable, ...KeptTable[]] }
  /** A timed task of the node erases it: a chore in `node/housekeeping.ts`, or the named file. */
  | { readonly by: 'chore'; readonly where: string; readonly left: string }
  /** It has a row for each member of the named kind, whose number is bounded. */
  | { readonly by: 'number'; readonly of: string }
  /** It has a row for each act of a person; the log has the act, too, and the row is kept. */
  | { readonly by: 'people'; readonly acts: string }
  /** It grows with the log forever: without one of its rows nobody could verify the others. */
  | { readonly by: 'log'; readonly bytes: string };

const rule = (...rules: readonly [KeptTable, ...KeptTable[]]): Bound => ({ by: 'rule', rules });
const chore = (where: string, left: string): Bound => ({ by: 'chore', where, left });
const number = (of: string): Bound => ({ by: 'number', of });
const people = (acts: string): Bound => ({ by: 'people', acts });
const log = (bytes: string): Bound => ({ by: 'log', bytes });

const REGISTRY: Readonly<Record<string, Bound>> = {
  agency: people('agencies are added by administrators'),
  agency_count: number('agencies'),
  agency_identities: number('agencies'),
  agency_ori: people('ORIs are added by administrators'),
  client_registration: people('registered by the owner of the database'),
  identity_issuer: people('registered by the owner of the database'),
  issuer_changes: number('one'),
  officer: people(
    'administrators declare the rosters; beyond its roster an agency has an officer for each one whose query a reviewer approved',
  ),
  mail_address: people('registered by the owner of the database'),
  person: people('registered by the owner of the database'),
  identity_proposal: people('administrators propose who signs in'),
  network_agreement: people('administrators propose agreements; of the other gateway ten at most wait'),
  network_ask: rule('network_ask', 'network_question'),
  network_ask_peer: number('asks, and ten agencies of each'),
  network_note: number('agreements: six of each at most'),
  network_peer: number('agencies'),
  network_check: number('agencies'),
  network_difference: chore('network/checks/check-peer.ts', 'a year; a hundred a check of each agency'),
  network_told: number('agencies'),
  network_signal: chore(
    'network/signals/take-signal.ts',
    'a day; of each agency as many as its rate limit lets through',
  ),
  proposal: people('administrators propose what takes two'),
  reads_source: people('sources of pushed reads are registered by administrators'),
  reads_source_count: rule('reads_source_count'),
  reads_source_use: number('sources of pushed reads'),
  resume_proposal: people('administrators propose to resume'),
  sharing_grant: people('grants are proposed by administrators'),
  sharing_state: number('one'),
  served_process: people('served process is registered by a process clerk'),
  process_duty: people('as served_process, up to three of each'),
};

const LOG: Readonly<Record<string, Bound>> = {
  audit_detail: chore('purge-kept', 'five years, by whole days'),
  audit_search: chore('purge-kept', 'as audit_detail'),
  drain: people('access is taken away'),
  envelope_key: number('90 days: the keys of envelopes change so often'),
  log_checkpoint: chore('thin-checkpoints', 'the last day, and the last head of each full tile before'),
  log_cosignature: chore('cosigning/cosignatures-store.ts', 'the newest 256 of each witness'),
  log_entry: log('about 320 bytes an entry'),
  log_clock: number('one'),
  log_identity: number('one'),
  log_thinned: number('one'),
  log_tile: log('33 bytes an entry'),
  log_without_identity: number('one'),
  projection: number('the projections'),
  mark: people('access is taken away'),
  mark_acknowledgement: rule('mark_acknowledgement'),
  witness_removal: people('administrators propose to take a witness out'),
};

const RELEASE: Readonly<Record<string, Bound>> = {
  agency_usage: rule('agency_usage'),
  exigent_release: rule('exigent_release'),
  held_query: rule('held_query'),
  incident_use: rule('incident_use'),
  officer_usage: rule('officer_usage'),
  proof_used: chore('forget-proofs', 'proofs that have not expired, minutes'),
  query_count: rule('query_count'),
  refused_wording: rule('refused_wording'),
  released_words: rule('released_words'),
};

const NODES: Readonly<Record<string, Bound>> = {
  idempotency_key: rule('idempotency_key'),
  knex_migrations: number('steps of the schema'),
  knex_migrations_lock: number('one'),
  mail_notice: rule('mail_notice'),
  match_state: number('one'),
  node_lease: chore('release/revoke/drain-mark.ts', 'nodes that renew their lease'),
  outbox: rule('ended_jobs', 'dead_letters'),
  page_session: chore('forget-sessions', 'sessions of the last twelve hours'),
};

const HOT_LISTS: Readonly<Record<string, Bound>> = {
  hit: rule('hit'),
  hot_list: people('lists are set up by administrators; an agency has one of standing queries'),
  hot_list_entry: number('rows of the newest version of each list; standing queries go with theirs'),
  hot_list_removal: rule('hot_list_removal'),
  list_push: people('pushes are set up by administrators'),
  list_source: people('sources are set up by administrators'),
  partner_endpoint: number('agencies'),
  standing_query: rule('standing_query'),
  vendor_list: number('one'),
  wrong_hit: people('a reviewer finds each, or an officer reports it, five a day at most'),
};

const OVERSIGHT: Readonly<Record<string, Bound>> = {
  altered_entry: log('50 bytes an entry that somebody alters in the database'),
  answer_waiting: number('agencies: a day, and fewer than five answers of each outcome of one'),
  log_tally: number('one'),
  misuse_report: people(
    'the Chief closes each; the search for misuse opens each pattern of an agency once a week at most',
  ),
  misuse_examined: number('agencies'),
  misuse_search: number('agencies: nodes of the version before use it'),
  monthly_audit: number('months'),
  preservation: chore(
    'end-preservations',
    'what two persons keep for a case, 180 days at most until they say so again',
  ),
  preserved_copy: chore('end-preservations', 'as preservation; a thousand reads each at most'),
  query_activity: chore('find-misuse', 'the days that the longest pattern of misuse looks back'),
  query_tally: number('months, purposes of the closed list, and outcomes'),
  refusal_tally: number('agencies, and reasons of the closed list'),
  records_check: rule('records_check'),
  records_hold: number('agencies, and months'),
  sharing_event: people('access is given or taken away'),
};

/** The bounds by table; partitions of `audit_detail`, one a day, are not listed. */
export const TABLE_BOUNDS: Readonly<Record<string, Bound>> = {
  ...REGISTRY,
  ...LOG,
  ...RELEASE,
  ...NODES,
  ...HOT_LISTS,
  ...OVERSIGHT,
};
