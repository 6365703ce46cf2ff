/**
 * Sets how long the gateway keeps what it holds besides the reads, with a rule for each kind. The log's tree
 * holds no personal data and is kept forever; its details are erased by whole days.
 */
import type { KeptTable } from './kept-rows-store.ts';

export interface RetentionRule {
  readonly table: KeptTable;
  readonly what: string;
  readonly days: number;
  readonly why: string;
  /** False for short-lived rows, whose erasure is not worth a log entry each time. */
  readonly logged: boolean;
}

/** Five years, so that a complaint finds its entry; CJISSECPOL AU-11 asks for at least one. */
export const DETAIL_DAYS = 5 * 365;

export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    table: 'hit',
    what: 'hits',
    days: 30,
    why: 'Policy 420.7: a hit holds the read that matched, and lives no longer than it',
    logged: true,
  },
  {
    table: 'standing_query',
    what: 'standing queries that ran out',
    days: 30,
    why: 'hits on them live as long; after that neither plate nor reason is needed, and the log has what was decided',
    logged: true,
  },
  {
    table: 'ended_jobs',
    what: 'jobs that ended',
    days: 7,
    why: 'their effect stands where it belongs; the row only shows that it was done',
    logged: false,
  },
  {
    table: 'dead_letters',
    what: 'dead letters',
    days: 90,
    why: 'long enough for a person to see what failed',
    logged: true,
  },
  {
    table: 'mail_notice',
    what: 'notices by mail',
    days: 90,
    why: 'longer than anything that is told of, so that nobody is told twice',
    logged: false,
  },
  {
    table: 'held_query',
    what: 'held queries',
    days: 90,
    why: 'the decision stays in the log; the query in clear is not needed twice',
    logged: true,
  },
  {
    table: 'exigent_release',
    what: 'looks at releases for danger to life',
    days: 90,
    why: 'the look stays in the log',
    logged: true,
  },
  {
    table: 'refused_wording',
    what: 'refused words',
    days: 1,
    why: 'a rewording counts as one within a day',
    logged: false,
  },
  {
    table: 'incident_use',
    what: 'plates, officers and cases of incidents, as keyed hashes',
    days: 31,
    why: 'a case is for few plates and officers within 30 days',
    logged: false,
  },
  {
    table: 'idempotency_key',
    what: 'answers kept for repeated requests',
    days: 1,
    why: 'a request with the same Idempotency-Key is answered alike for a day',
    logged: false,
  },
  {
    table: 'query_count',
    what: 'counts of queries',
    days: 2,
    why: 'quotas count by the UTC day',
    logged: false,
  },
  {
    table: 'released_words',
    what: 'words that were released upon',
    days: 2,
    why: 'they are known the day after, as no rewording of refused ones',
    logged: false,
  },
  {
    table: 'mark_acknowledgement',
    what: 'acknowledgments of nodes that access was taken away',
    days: 30,
    why: 'the log has when it was in force everywhere, and how many answers were cut',
    logged: false,
  },
  {
    table: 'hot_list_removal',
    what: 'notes of entries that left a hot list, without their plates',
    days: 90,
    why: 'readers of the list are told what left it; a reader from before begins again',
    logged: false,
  },
  {
    table: 'reads_source_count',
    what: 'daily counts of pushed reads',
    days: 30,
    why: 'as long as the reads themselves, and what was set aside',
    logged: false,
  },
  {
    table: 'officer_usage',
    what: 'daily records of officers',
    days: 400,
    why: 'CJISSECPOL AC-2(3), AC-2(j): inactivity of 90 days and the yearly review are counted on them',
    logged: true,
  },
  {
    table: 'agency_usage',
    what: 'daily records of agencies',
    days: 400,
    why: 'CJISSECPOL AC-2(j): the yearly review is counted on them',
    logged: true,
  },
  {
    table: 'network_question',
    what: 'sealed questions to other agencies that nobody answered',
    days: 3,
    why: 'as long as a reviewer may still approve what was held here or there',
    logged: false,
  },
  {
    table: 'network_ask',
    what: 'what was asked of other agencies, with their receipts and without any read',
    days: 400,
    why: 'the receipts show in the yearly review what partners stated',
    logged: true,
  },
  {
    table: 'records_check',
    what: 'what records offices were asked and answered',
    days: 401,
    why: 'Policy 420.9.1: a year of audits is looked at together; the log has each answer',
    logged: true,
  },
];
