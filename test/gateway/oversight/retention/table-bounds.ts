/**
 * States what bounds each table of the gateway's database, since an unbounded table would fill the disk. A table with a
 * row for each act of a person is in the operators' guide alone: the log has the act, too, and the row is kept. A test
 * fails for a table that is in neither.
 */
import type { KeptTable } from '../../../../gateway/oversight/retention/kept-rows-store.ts';

export type Bound =
  /** The hourly purge erases it, by a rule of `retention-rules.ts`. */
  | { readonly by: 'rule'; readonly rules: readonly [KeptTable, ...KeptTable[]] }
  /** A timed task of the node erases it: a chore in `node/housekeeping.ts`, or the named file. */
  | { readonly by: 'chore'; readonly where: string; readonly left: string }
  /** It has a row for each member of the named kind, whose number is bounded. */
  | { readonly by: 'number'; readonly of: string }
  /** It grows with the log forever: without one of its rows nobody could verify the others. */
  | { readonly by: 'log'; readonly bytes: string };

const rule = (...rules: readonly [KeptTable, ...KeptTable[]]): Bound => ({ by: 'rule', rules });
const chore = (where: string, left: string): Bound => ({ by: 'chore', where, left });
const number = (of: string): Bound => ({ by: 'number', of });
const log = (bytes: string): Bound => ({ by: 'log', bytes });

const REGISTRY: Readonly<Record<string, Bound>> = {
  agency_count: number('agencies'),
  agency_identities: number('agencies'),
  issuer_changes: number('one'),
  mail_address: number('persons'),
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
  reads_source_count: rule('reads_source_count'),
  reads_source_use: number('sources of pushed reads'),
  sharing_state: number('one'),
};

const LOG: Readonly<Record<string, Bound>> = {
  audit_detail: chore('purge-kept', 'five years, by whole days'),
  audit_search: chore('purge-kept', 'as audit_detail'),
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
  mark_acknowledgement: rule('mark_acknowledgement'),
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
  hot_list_entry: number('rows of the newest version of each list; standing queries go with theirs'),
  hot_list_removal: rule('hot_list_removal'),
  partner_endpoint: number('agencies'),
  standing_query: rule('standing_query'),
  vendor_list: number('one'),
};

const OVERSIGHT: Readonly<Record<string, Bound>> = {
  altered_entry: log('50 bytes an entry that somebody alters in the database'),
  answer_waiting: number('agencies: a day, and fewer than five answers of each outcome of one'),
  log_tally: number('one'),
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
