/** Tells when sharing began and ended, as logged, and how long a revocation took on all nodes. */
import { findRows, type Queryable, readValue } from '../../database/queryable.ts';

export const EVENT_KINDS = ['grant_approved', 'revoked', 'halted', 'resumed'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface SharingEvent {
  readonly index: number;
  /** Time to the minute, as in the public log. */
  readonly at: Date;
  readonly kind: EventKind;
  /** Null if it is about everybody. */
  readonly ori: string | null;
  /** Name in the registry today; null if it is about everybody. */
  readonly name: string | null;
  /** Null if it is about all grants of the agency. */
  readonly grant: string | null;
  /** Milliseconds until no node could write any more; null if not over, or if the clock was set back. */
  readonly tookMs: number | null;
  /** True for an agency without a grant then: the revocation is logged, but ended nothing. */
  readonly nothingInForce: boolean;
}

const NEWEST = `
  SELECT e.index, e.minute AS at, e.kind, e.agency AS ori, a.name, e."grant",
    CASE WHEN d.effective_at >= d.begun_at
      THEN round(extract(epoch FROM d.effective_at - d.begun_at) * 1000)::bigint END AS "tookMs",
    e.kind = 'revoked' AND NOT EXISTS (
      SELECT FROM sharing_grant g
      WHERE before.kind = 'grant_approved' AND g.id = before."grant" AND g.ended_at < g.valid_until) AS "nothingInForce"
  FROM sharing_event e LEFT JOIN agency_ori o ON o.ori = e.agency LEFT JOIN agency a ON a.id = o.agency_id
    LEFT JOIN drain d ON d.mark = e.index
    -- An agency has one grant in force at most: after a revocation it has none, until another is approved. What is in
    -- the log decides, and no time: a grant ends before the mark is written, sometimes in the minute before.
    LEFT JOIN LATERAL (
      SELECT p.kind, p."grant" FROM sharing_event p JOIN agency_ori q ON q.ori = p.agency
      WHERE q.agency_id = o.agency_id AND p.index < e.index ORDER BY p.index DESC LIMIT 1) before ON true
  ORDER BY e.index DESC LIMIT $1`;

/** Finds the newest events first. */
export const findNewestEvents = (db: Queryable, limit: number) => findRows<SharingEvent>(db, NEWEST, [limit]);

export const countEvents = (db: Queryable) =>
  readValue<number>(db, 'SELECT count(*)::bigint AS events FROM sharing_event');
