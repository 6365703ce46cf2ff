/** What a person must see before resuming: why sharing is halted, what would share again, and where the log ends. */
import type { Queryable } from '../database/queryable.ts';
import { findResumeProposal } from './sharing-store.ts';

/** How many of the log's last entries are shown. */
const LAST_ENTRIES = 20;
/** How many of the newest halts since the last resumption are shown. */
const MOST_HALTS = 20;

export interface HaltInForce {
  /** Log index of its mark. */
  readonly index: number;
  readonly at: Date;
  /** Id of the person, or which part of the gateway did it by itself; null where the detail was erased. */
  readonly by: string | null;
  readonly byName: string | null;
  readonly reason: string | null;
}

export interface BeforeResuming {
  readonly halted: boolean;
  readonly proposal: {
    readonly index: number;
    readonly by: string;
    readonly byName: string;
    readonly at: Date;
  } | null;
  /** Since sharing was resumed last, the newest first. */
  readonly halts: readonly HaltInForce[];
  /** Grants that share as soon as sharing is resumed; one that was revoked and is here is one that the log forgot. */
  readonly grants: readonly { readonly id: string; readonly partner: string; readonly validUntil: Date }[];
  /** The newest first. */
  readonly lastEntries: readonly {
    readonly index: number;
    readonly at: Date;
    readonly kind: string;
    readonly agency: string | null;
  }[];
}

const HALTS = `
  SELECT m.index, m.marked_at AS at, d.owner_detail::jsonb ->> 'by' AS by, p.name AS "byName",
    d.owner_detail::jsonb ->> 'reason' AS reason
  FROM mark m
  CROSS JOIN sharing_state s
  LEFT JOIN audit_detail d ON d.index = m.index
  LEFT JOIN person p ON p.id::text = d.owner_detail::jsonb ->> 'by'
  WHERE s.halted AND m.agency_id IS NULL AND m.kind = 'halted'
    AND m.index > coalesce((SELECT max(r.epoch) FROM resume_proposal r WHERE r.resumed_at IS NOT NULL), -1)
  ORDER BY m.index DESC LIMIT ${MOST_HALTS}`;

const GRANTS = `
  SELECT g.id, a.ori AS partner, g.valid_until AS "validUntil"
  FROM sharing_grant g JOIN agency a ON a.id = g.agency_id
  WHERE g.status = 'active' AND g.valid_until > clock_timestamp()
  ORDER BY a.ori`;

const LAST = `
  SELECT d.index, d.at, d.kind, e.entry::jsonb ->> 'agency' AS agency
  FROM log_entry e JOIN audit_detail d ON d.index = e.index
  WHERE e.index >= (SELECT max(size) FROM log_checkpoint) - ${LAST_ENTRIES}
  ORDER BY e.index DESC`;

export async function findBeforeResuming(db: Queryable): Promise<BeforeResuming> {
  const { rows: state } = await db.query('SELECT halted FROM sharing_state');
  const proposal = await findResumeProposal(db);
  const { rows: names } = await db.query('SELECT name FROM person WHERE id = $1', [
    proposal?.proposedBy ?? null,
  ]);
  return {
    halted: state[0]?.halted as boolean,
    proposal: proposal && {
      index: proposal.entry,
      by: proposal.proposedBy,
      byName: names[0]?.name as string,
      at: proposal.proposedAt,
    },
    halts: (await db.query(HALTS)).rows,
    grants: (await db.query(GRANTS)).rows,
    lastEntries: (await db.query(LAST)).rows,
  };
}
