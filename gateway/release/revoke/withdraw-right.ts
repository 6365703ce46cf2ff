/**
 * Takes a right away: the only way, from the administrator's call to "effective". Each step is a file:
 *
 * 1. Lock: the agency's releases wait, and, for a moment, everybody's next one (`hold-releases-back.ts`);
 *    sessions in the way are ended after a while (`../locks/locks-store.ts`).
 * 2. Mark: the change, its entry and the revocation record in one transaction (`marks-store.ts`). From its
 *    COMMIT on, no release is committed under the old right. The COMMIT notifies `marks` and `registry`.
 * 3. Fence and cut: here at once, in memory (`../lease/in-flight.ts`): no answer begins, those under way are
 *    cut. Each other node does so when it hears `marks` (`../lease/lease-keeper.ts`, `heard-marks.ts`); what
 *    it did not hear it learns when it renews its lease, or it stops.
 * 4. Acknowledge: a node writes up to which record it has obeyed (`../lease/lease-store.ts`).
 * 5. Drain: this node waits for the others' acknowledgments, or for leases to expire (`drain-mark.ts`;
 *    `still-nodes.ts` tells which nodes stand still). If this node dies, another ends the drain.
 * 6. Effective: the drain's end is an entry of the log, and the answer to the call. By then DATA_DIR keeps
 *    the record, too (`../lease/kept-marks.ts`): a node that starts on a log without it refuses.
 *
 * The registry in each node's memory follows `registry` (`gateway/registry/agencies/registry-cache.ts`); it
 * only spares look-ups: what is released is decided on what the commit reads under the lock.
 */
import type pg from 'pg';
import type { EntryKind } from '../../audit/entry-kinds.ts';
import { HEAD_LOCK_STATEMENT, insertBatch, lockAndReadHead, readHead } from '../../audit/log-writer-store.ts';
import { withOfficer } from '../../audit/owner-event.ts';
import { type AuditEvent, sealOn } from '../../audit/seal-events.ts';
import { inTransaction, type LeaveUnanswered, type Transaction } from '../../database/db-transaction.ts';
import { HeldByOneServer } from '../../database/primary-client.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { InFlight } from '../lease/in-flight.ts';
import type { MarkEntry } from '../lease/kept-marks.ts';
import { exclusiveLockStatements, LET_GO, type Patience, terminateBlockers } from '../locks/locks-store.ts';
import { drainMark } from './drain-mark.ts';
import type { Drained } from './drain-store.ts';
import { holdReleasesBack } from './hold-releases-back.ts';
import { placeMark } from './marks-store.ts';
import { StillNodes, watchNodes } from './still-nodes.ts';

export interface WithdrawRightDeps {
  readonly pool: pg.Pool;
  /** Set for what a revocation must not wait for while others wait for `pool`; default `pool`. */
  readonly draining?: pg.Pool;
  readonly inFlight: InFlight;
}

/** The person who takes a right away, and why. */
export interface WithdrawalBy {
  readonly reason: string;
  readonly personId: string;
  /**
   * A condition for the COMMIT; if it fails, nothing is changed, for its reason. The locks are held while it
   * is waited for, at most as long as `LET_GO` lets them be.
   */
  readonly provided?: Promise<void>;
}

/** The right to withdraw, for whom, by whom and why. */
export interface Lowering extends WithdrawalBy {
  /** The agency concerned; null binds everybody (a halt). */
  readonly agency: { readonly id: number; readonly ori: string } | null;
  /** The one grant that ends; null: all of the agency. */
  readonly grant: string | null;
  /** A kind that is a revocation record: `revoked`, `halted`, `subject_suspended`, `agency_changed`, … */
  readonly kind: EntryKind;
  /** Further facts for the owner's detail. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The one officer, or the one person, whom the record binds: see `MARKS_OF_ONE`. */
  readonly officerId?: string;
  readonly onePersonId?: string;
  /** Writes the new state, inside the transaction, after the lock. May append entries before the record. */
  readonly change: (trx: Transaction) => Promise<void>;
  /** `change` is one statement: the log's head is locked before and read after it, in the same round trip. */
  readonly single?: true;
}

/** The answer to a revoke. */
export interface WithdrawalResult extends Drained {
  /** The epoch from which releases are allowed again, if at all: the record's log index. */
  readonly epoch: number;
  /** The revocation record's log index. */
  readonly index: number;
}

/**
 * Takes a right away and returns when no further byte can leave under it. Each call places a record of its
 * own, and acknowledgments are cumulative: so a repeated call waits for the drain of the first as well.
 * @throws GatewayError `unavailable` if it is not known to be effective; this node has then stopped sending
 * anything. What `change` throws, if that is a GatewayError, passes through: then nothing was changed.
 */
export async function withdrawRight(deps: WithdrawRightDeps, lowering: Lowering): Promise<WithdrawalResult> {
  const { agency, grant } = lowering;
  const { pool, draining = pool } = deps;
  const still = new StillNodes();
  const stopWatching = watchNodes(draining, still);
  const endHoldBack = holdReleasesBack(draining);
  try {
    const entry = await orStop(deps, () => mark(pool, draining, lowering));
    const { index } = entry;
    const kept = deps.inFlight.keepMark(entry);
    const drained = await orStop(
      deps,
      () => {
        const barred = deps.inFlight.obey(agency?.id ?? null, index);
        return drainMark(draining, { mark: index, agency, grant }, barred, still);
      },
      'the mark is in the log, but other nodes may not have applied it yet',
    );
    await kept;
    return { epoch: index, index, ...drained };
  } finally {
    endHoldBack();
    stopWatching();
  }
}

/**
 * Places the record and returns its entry: from the COMMIT on, nothing is committed under the old right. Two
 * round trips if the change is one statement: locks, change and head; entry and record with COMMIT.
 */
function mark(pool: pg.Pool, draining: pg.Pool, lowering: Lowering): Promise<MarkEntry> {
  const locks = exclusiveLockStatements(lowering.agency?.id ?? null);
  const unblocked = async (trx: Transaction, leave: LeaveUnanswered) => {
    const stopEnding = endBlockers(draining, backendOf(trx));
    try {
      return await markIn(trx, leave, lowering);
    } finally {
      stopEnding();
    }
  };
  return inTransaction(pool, unblocked, {
    first: [LET_GO, ...locks, ...(lowering.single ? [HEAD_LOCK_STATEMENT] : [])],
    pipelined: true,
    harmlessTwice: true,
  });
}

async function markIn(trx: Transaction, leave: LeaveUnanswered, lowering: Lowering): Promise<MarkEntry> {
  const { agency, grant, kind, reason, personId } = lowering;
  const changed = lowering.change(trx);
  leave(changed);
  if (!lowering.single) await changed;
  const event: AuditEvent = {
    kind,
    agency,
    grant,
    effect: null,
    mark: true,
    asker: {},
    owner: withOfficer({ ...lowering.facts, by: personId, reason }, lowering.officerId),
  };
  const ids = agency === null ? [] : [agency.id];
  const locked = await (lowering.single ? readHead(trx, ids) : lockAndReadHead(trx, ids));
  await lowering.provided;
  const batch = sealOn(locked, [event]);
  const entry = batch.sealed[0] as MarkEntry;
  const { index } = entry;
  leave(insertBatch(trx, batch));
  const { officerId = null, onePersonId = null } = lowering;
  leave(
    placeMark(trx, { index, agencyId: agency?.id ?? null, grant, kind, officerId, personId: onePersonId }),
  );
  return entry;
}

/** Returns the session's number, which `pg` keeps but does not declare. */
function backendOf(trx: Transaction): number {
  return (trx as unknown as { readonly processID: number }).processID;
}

/** Milliseconds that a lock is waited for before its holders are examined. */
const WAIT = 250;
const PATIENCE: Patience = { pause: WAIT, statement: 1_000, transaction: 3_000 };

/**
 * Looks every 250 ms, on another connection, for sessions of the gateway's own role that block the given one.
 * @returns what ends the looking
 */
function endBlockers(pool: pg.Pool, backend: number): () => void {
  const timer = setInterval(() => {
    // If this fails, the revocation waits as long as the database lets the locks' holders go on.
    terminateBlockers(pool, backend, PATIENCE).catch(() => undefined);
  }, WAIT);
  timer.unref();
  return () => clearInterval(timer);
}

class NotRevoked extends GatewayError {}

const UNREACHABLE = 'the database cannot be reached';

/**
 * Stops the node if a revocation fails, so that no answer sounds like one. For the revocation and the route
 * to it, which looks up first who asks, and for what.
 * @throws GatewayError `unavailable` in place of every fault; a refusal (any other) passes through.
 */
export async function orStop<T>(
  { inFlight }: { readonly inFlight: InFlight },
  step: () => Promise<T>,
  why = UNREACHABLE,
): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof NotRevoked || (cause instanceof GatewayError && cause.code !== 'unavailable')) {
      throw cause;
    }
    inFlight.stop();
    const isHeldByOne = (cause as Error).cause instanceof HeldByOneServer;
    const fault = isHeldByOne ? 'no second database server is known to hold it' : why;
    throw new NotRevoked('unavailable', `not revoked; this node has stopped: ${fault}; repeat the call`, {
      headers: { 'Retry-After': '1' },
      cause,
    });
  }
}
