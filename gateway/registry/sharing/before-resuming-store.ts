/** Reads what a person must see before resuming: why it is halted, what returns, where the log ends. */
import type { Queryable } from '../../database/queryable.ts';
import { findHalts, type HaltInForce } from './halts-store.ts';
import { findShownProposal, type ShownProposal } from './shown-proposal-store.ts';

const LAST_ENTRIES = 20;

export interface BeforeResuming {
  readonly halted: boolean;
  readonly proposal: ShownProposal | null;
  /** The halts since the last resumption, newest first. */
  readonly halts: readonly HaltInForce[];
  /** Grants that share as soon as sharing is resumed; a revoked one among them is one that the log forgot. */
  readonly grants: readonly { readonly id: string; readonly partner: string; readonly validUntil: Date }[];
  /** The numbers that may sign in; a removed one that is counted is one that the database forgot. */
  readonly signIn: {
    readonly clients: number;
    readonly persons: number;
    readonly issuers: number;
    /** The number of officers who may not ask. */
    readonly suspendedOfficers: number;
  };
  /** The entries, newest first. */
  readonly lastEntries: readonly {
    readonly index: number;
    readonly at: Date;
    readonly kind: string;
    readonly agency: string | null;
  }[];
}

const GRANTS = `
  SELECT g.id, a.ori AS partner, g.valid_until AS "validUntil"
  FROM sharing_grant g JOIN agency a ON a.id = g.agency_id
  WHERE g.status = 'active' AND g.valid_until > clock_timestamp()
  ORDER BY a.ori`;

const SIGN_IN = `
  SELECT (SELECT count(*)::int FROM client_registration WHERE status = 'active') AS clients,
         (SELECT count(*)::int FROM person WHERE status = 'active') AS persons,
         (SELECT count(*)::int FROM identity_issuer WHERE status = 'active') AS issuers,
         (SELECT count(*)::int FROM officer WHERE status = 'suspended') AS "suspendedOfficers"`;

const LAST = `
  SELECT d.index, d.at, d.kind, e.entry::jsonb ->> 'agency' AS agency
  FROM log_entry e JOIN audit_detail d ON d.index = e.index
  WHERE e.index >= (SELECT max(size) FROM log_checkpoint) - ${LAST_ENTRIES}
  ORDER BY e.index DESC`;

export async function findBeforeResuming(db: Queryable): Promise<BeforeResuming> {
  const { rows: state } = await db.query('SELECT halted FROM sharing_state');
  return {
    halted: state[0]?.halted as boolean,
    proposal: await findShownProposal(db),
    halts: await findHalts(db),
    grants: (await db.query(GRANTS)).rows,
    signIn: (await db.query(SIGN_IN)).rows[0],
    lastEntries: (await db.query(LAST)).rows,
  };
}
