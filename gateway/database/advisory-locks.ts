/**
 * The numbers of all advisory locks, in one place, so that no two locks share one. Imports nothing: the log may use it.
 * The order in which the locks of a release are taken stands in `release/locks-store.ts`.
 */

/** First keys of locks with two (`pg_advisory_xact_lock(space, key)`). */
export const LOCK_SPACE = {
  /** Key 0: whose turn it is to release. */
  turn: 7_410_504,
  /** Key 0: shared by those who take a right away; taken by the release that has the turn, which waits for them. */
  pause: 7_410_505,
  /** Key 0: everybody's sharing. */
  halt: 7_410_501,
  /** Key: the agency's id. */
  agency: 7_410_502,
  /** Key 0: the one who holds it is the only one to append to the log; the last lock of all. */
  head: 7_410_503,
  /** Key 0: nodes that share the key file do not rotate at the same moment. */
  envelopeRotation: 7_410_510,
  /** Key 1: partitions of `audit_detail`; taken by a function of `migrations/gateway/baseline/log-details.sql`. */
  auditDays: 7_410_527,
} as const;

/** Keys of locks with one (`pg_advisory_lock(key)`), which never meet those with two. */
export const LOCK_KEY = {
  /** Nobody else migrates. */
  migration: 74_105_276,
  /** Two ingests do not make the same partition. */
  readPartitions: 74_105_277,
  /** Held by the session that purges: two purges at once would wait for each other's detaching. */
  purge: 74_105_278,
  /** A month is audited once. */
  monthlyAudit: 74_105_279,
  /** Nobody else registers from a file: what two files both add is added once. */
  registration: 74_105_280,
  /** Lets one node at a time look for misuse. */
  misuseSearch: 74_105_286,
  /** Lets one session at a time count the log; taken by `migrations/gateway/baseline/transparency.sql`. */
  logTally: 74_105_290,
  /** Lets one session at a time thin the heads; taken by `migrations/gateway/baseline/log.sql`. */
  thinning: 74_105_291,
  /** Two sources of reads do not take overlapping prefixes; by a function of `migrations/gateway/baseline/reads-sources.sql`. */
  cameraPrefixes: 74_105_292,
} as const;
